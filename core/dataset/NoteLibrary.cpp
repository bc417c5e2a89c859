#include "dataset/NoteLibrary.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_set>

#include "audio/AudioFile.h"
#include "dataset/ExamplesJson.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// Told one by one up to here, then as a number: a folder without its audio would fill the window.
constexpr std::size_t kProblemsTold = 100;

constexpr std::uint8_t kChecked = 0x80;

class Problems {
 public:
  explicit Problems(std::string_view rest) : rest_(rest) {}
  void add(Error error) {
    if (told_.size() < kProblemsTold)
      told_.push_back(std::move(error));
    else
      ++untold_;
  }
  void moveTo(std::vector<Error>& all) {
    std::move(told_.begin(), told_.end(), std::back_inserter(all));
    if (untold_ > 0)
      all.push_back({ErrorCode::BadFormat, "And " + std::to_string(untold_) + " more " + rest_});
  }

 private:
  std::string rest_;
  std::vector<Error> told_;
  long untold_ = 0;
};

/// The sound files of a folder by name; one look at the folder instead of one per note.
class Shelf {
 public:
  explicit Shelf(fs::path folder) : folder_(std::move(folder)) {
    std::error_code code;
    for (fs::directory_iterator at(folder_, code), end; !code && at != end; at.increment(code)) {
      const auto ending = at->path().extension();
      if (ending == ".wav" || ending == ".flac") names_.insert(at->path().filename().string());
    }
  }
  /// Empty when there is none.
  fs::path fileOf(const std::string& id) const {
    for (const char* ending : {".wav", ".flac"})
      if (names_.contains(id + ending)) return folder_ / (id + ending);
    return {};
  }

 private:
  fs::path folder_;
  std::unordered_set<std::string> names_;
};

void findFiles(const fs::path& folder, std::vector<NoteInfo>& notes, std::vector<Error>& problems) {
  const Shelf shelf(folder / "audio");
  const Shelf beside(folder);
  Problems missing("audio files are missing in " + (folder / "audio").string());
  for (NoteInfo& note : notes) {
    note.file = shelf.fileOf(note.id);
    if (note.file.empty()) note.file = beside.fileOf(note.id);
    note.fileMissing = note.file.empty();
    if (!note.fileMissing) continue;
    note.file = folder / "audio" / (note.id + ".wav");
    missing.add({ErrorCode::NotFound, "The audio file " + note.file.string() +
                                          " is missing; copy it there to hear the note"});
  }
  missing.moveTo(problems);
}

void dropRepeated(std::vector<NoteInfo>& notes, Problems& problems) {
  const auto same = [](const NoteInfo& a, const NoteInfo& b) { return a.id == b.id; };
  std::stable_sort(notes.begin(), notes.end(),
                   [](const NoteInfo& a, const NoteInfo& b) { return a.id < b.id; });
  for (std::size_t i = 1; i < notes.size(); ++i)
    if (same(notes[i - 1], notes[i]))
      problems.add({ErrorCode::BadFormat,
                    "The note " + notes[i].id + " is there twice: only the first is shown"});
  notes.erase(std::unique(notes.begin(), notes.end(), same), notes.end());
}

std::vector<int> orderBySound(std::span<const NoteInfo> notes) {
  std::vector<int> order(notes.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](int i) {
    const NoteInfo& n = notes[static_cast<std::size_t>(i)];
    return std::tie(n.instrument, n.pitch, n.velocity);
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return key(a) < key(b); });
  return order;
}

Result<void> checkFolder(const fs::path& folder) {
  std::error_code code;
  if (!fs::is_directory(folder, code))
    return fail(ErrorCode::NotFound, "No folder " + folder.string() + "; choose a folder of notes");
  if (!fs::is_regular_file(folder / "examples.json", code))
    return fail(ErrorCode::NotFound,
                folder.string() +
                    " holds no examples.json; choose an NSynth-format folder: examples.json and "
                    "the notes as WAV or FLAC in a folder audio beside it");
  return {};
}

}  // namespace

NoteLibrary::NoteLibrary() : content_(std::make_shared<Content>()) {}

Result<NoteLibrary> NoteLibrary::open(const fs::path& folder, Progress& progress) {
  if (auto there = checkFolder(folder); !there) return tl::unexpected(there.error());
  auto content = std::make_shared<Content>();
  content->folder = folder;
  Problems unfit("notes of " + (folder / "examples.json").string() + " are left out");
  const auto take = [&](Result<NoteInfo> note) {
    if (note)
      content->notes.push_back(std::move(*note));
    else
      unfit.add(std::move(note.error()));
  };
  PartOf reading(progress, 0, 0.9);
  if (auto read = readExamplesJson(folder / "examples.json", take, reading); !read)
    return tl::unexpected(read.error());
  dropRepeated(content->notes, unfit);
  unfit.moveTo(content->problems);
  findFiles(folder, content->notes, content->problems);
  for (const NoteInfo& note : content->notes)
    ++content->counts[static_cast<std::size_t>(note.family)][static_cast<std::size_t>(note.source)];
  content->findings.resize(content->notes.size());
  content->bySound = orderBySound(content->notes);
  progress.advanced(1);
  return NoteLibrary(std::move(content));
}

int NoteLibrary::indexOf(std::string_view id) const {
  const auto& notes = content_->notes;
  const auto found =
      std::lower_bound(notes.begin(), notes.end(), id,
                       [](const NoteInfo& n, std::string_view wanted) { return n.id < wanted; });
  return found != notes.end() && found->id == id ? static_cast<int>(found - notes.begin()) : -1;
}

std::optional<NoteInfo> NoteLibrary::find(std::string_view id) const {
  const int index = indexOf(id);
  return index < 0 ? std::nullopt : std::optional(note(index));
}

NoteInfo NoteLibrary::note(int index) const {
  NoteInfo info = content_->notes[static_cast<std::size_t>(index)];
  const auto seen = std::atomic_ref(content_->findings[static_cast<std::size_t>(index)]).load();
  info.checked = (seen & kChecked) != 0;
  info.findings = Findings(seen & ~kChecked);
  return info;
}

Result<void> NoteLibrary::setFindings(std::span<const CheckedNote> checked) const {
  for (const CheckedNote& note : checked)
    std::atomic_ref(content_->findings[static_cast<std::size_t>(note.index)])
        .store(static_cast<std::uint8_t>(note.findings.to_ulong() | kChecked));
  return {};
}

std::vector<int> NoteLibrary::select(const NoteQuery& query) const {
  const NoteFilter filter(query);
  std::vector<int> hits;
  for (int i = 0; i < size(); ++i)
    if (filter.accepts(note(i))) hits.push_back(i);
  return hits;
}

std::vector<int> NoteLibrary::velocitiesOf(const NoteInfo& note) const {
  const auto& order = content_->bySound;
  const auto sound = [](const NoteInfo& n) { return std::tie(n.instrument, n.pitch); };
  const auto at = [&](int i) -> const NoteInfo& {
    return content_->notes[static_cast<std::size_t>(i)];
  };
  const auto first = std::partition_point(order.begin(), order.end(),
                                          [&](int i) { return sound(at(i)) < sound(note); });
  const auto last =
      std::partition_point(first, order.end(), [&](int i) { return sound(at(i)) == sound(note); });
  return {first, last};
}

Result<audio::AudioClip> readNote(const NoteInfo& note, SampleRate rate) {
  return audio::readAudioAt(note.file, rate).map_error([&](Error error) {
    return std::move(error).during("Reading the note " + note.id);
  });
}

}  // namespace timbre::dataset
