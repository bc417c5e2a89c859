#include "dataset/NoteLibrary.h"

#include <algorithm>
#include <map>

#include "audio/AudioFile.h"
#include "audio/Resample.h"
#include "dataset/ArchiveAudio.h"
#include "dataset/NoteIndex.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// Small and not negative: notes are sorted by counting.
int sortKey(const NoteIndex& part, int index, NoteOrder::By by) {
  const NoteRow& row = part.row(index);
  switch (by) {
    case NoteOrder::Family:
      return row.family;
    case NoteOrder::Source:
      return row.source;
    case NoteOrder::Pitch:
      return row.pitch;
    case NoteOrder::Velocity:
      return row.velocity;
    case NoteOrder::Qualities:
      return row.qualities;
    case NoteOrder::Doubts:
      return row.home == NoteRow::Missing || isBeyondNSynth(row.pitch) || part.findings(index).any()
                 ? 0
                 : 1;
    default:
      return 0;
  }
}

}  // namespace

NoteLibrary::NoteLibrary() : content_(std::make_shared<Content>()) {}

Result<NoteLibrary> NoteLibrary::open(const fs::path& folder, Progress& progress) {
  return open(folder, progress, indexFolder());
}

Result<NoteLibrary> NoteLibrary::open(const fs::path& folder, Progress& progress,
                                      const fs::path& indexes) {
  const auto found = findSources(folder);
  if (!found) return tl::unexpected(found.error());
  auto content = std::make_shared<Content>();
  content->folder = folder;
  content->problems = found->problems;
  const auto count = static_cast<double>(found->sources.size());
  double before = 0;
  for (const DatasetLocation& source : found->sources) {
    PartOf opening(progress, before / count, (before + 1) / count);
    auto part = NoteIndex::open(source, indexes, opening);
    before += 1;
    if (part) {
      content->add(std::move(*part));
    } else if (found->sources.size() == 1 || part.error().code == ErrorCode::Cancelled ||
               part.error().code == ErrorCode::Internal) {
      return tl::unexpected(part.error());
    } else {
      content->problems.push_back(part.error());  // the others are there
    }
  }
  if (content->parts.empty()) return tl::unexpected(content->problems.front());
  progress.advanced(1);
  return NoteLibrary(std::move(content));
}

void NoteLibrary::Content::add(std::shared_ptr<NoteIndex> part) {
  for (int i = 0; i < part->size(); ++i) {
    const NoteRow& row = part->row(i);
    ++census.families[row.family][row.source];
    ++census.pitches[row.pitch];
    ++census.velocities[row.velocity];
  }
  problems.insert(problems.end(), part->problems().begin(), part->problems().end());
  starts.push_back(size);
  size += part->size();
  parts.push_back(std::move(part));
}

NoteLibrary NoteLibrary::joined(const NoteLibrary& other) const {
  auto content = std::make_shared<Content>();
  content->folder = folder();
  for (const auto* library : {this, &other})
    for (const auto& part : library->content_->parts) content->add(part);
  return NoteLibrary(std::move(content));
}

NoteLibrary::Place NoteLibrary::placeOf(int index) const {
  const auto& starts = content_->starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), index) - starts.begin();
  const auto part = static_cast<std::size_t>(next - 1);
  return {part, index - starts[part]};
}

NoteInfo NoteLibrary::note(int index) const {
  const Place place = placeOf(index);
  return content_->parts[place.part]->note(place.index);
}

int NoteLibrary::indexOf(std::string_view id) const {
  for (std::size_t i = 0; i < content_->parts.size(); ++i)
    if (const int found = content_->parts[i]->indexOf(id); found >= 0)
      return content_->starts[i] + found;
  return -1;
}

std::optional<NoteInfo> NoteLibrary::find(std::string_view id) const {
  const int index = indexOf(id);
  return index < 0 ? std::nullopt : std::optional(note(index));
}

std::vector<int> NoteLibrary::select(const NoteQuery& query, NoteOrder order) const {
  std::vector<int> hits;
  for (std::size_t i = 0; i < content_->parts.size(); ++i)
    content_->parts[i]->select(query, content_->starts[i], hits);
  return sorted(std::move(hits), order);
}

NoteSelection NoteLibrary::ask(const NoteQuery& query, NoteOrder order) const {
  NoteSelection answer;
  for (std::size_t i = 0; i < content_->parts.size(); ++i)
    content_->parts[i]->select(query, content_->starts[i], answer.notes, &answer.counts);
  answer.notes = sorted(std::move(answer.notes), order);
  return answer;
}

std::vector<int> NoteLibrary::sorted(std::vector<int> notes, NoteOrder order) const {
  std::sort(notes.begin(), notes.end());
  if (order.by == NoteOrder::Id) {
    if (order.descending) std::reverse(notes.begin(), notes.end());
    return notes;
  }
  constexpr std::size_t kKeys = 1024;  // ten qualities are the largest
  std::vector<std::uint16_t> keys(notes.size());
  std::vector<std::size_t> ends(kKeys + 1);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const Place place = placeOf(notes[i]);
    const int key = sortKey(*content_->parts[place.part], place.index, order.by) & (kKeys - 1);
    keys[i] =
        static_cast<std::uint16_t>(order.descending ? static_cast<int>(kKeys) - 1 - key : key);
    ++ends[keys[i] + 1u];
  }
  for (std::size_t k = 1; k <= kKeys; ++k) ends[k] += ends[k - 1];
  std::vector<int> rows(notes.size());
  for (std::size_t i = 0; i < notes.size(); ++i) rows[ends[keys[i]]++] = notes[i];
  return rows;
}

std::vector<int> NoteLibrary::velocitiesOf(const NoteInfo& note) const {
  const int index = indexOf(note.id);
  if (index < 0) return {};
  const Place place = placeOf(index);
  auto found = content_->parts[place.part]->velocitiesOf(place.index);
  for (int& other : found) other += content_->starts[place.part];
  return found;
}

std::vector<std::string> NoteLibrary::instruments() const {
  std::vector<std::string> names;
  for (const auto& part : content_->parts)
    for (const InstrumentRow& instrument : part->instruments())
      names.push_back(instrument.name.empty() ? instrument.id : instrument.name);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<void> NoteLibrary::setFindings(std::span<const CheckedNote> checked) const {
  std::map<std::size_t, std::vector<std::pair<int, Findings>>> byPart;
  for (const CheckedNote& note : checked) {
    const Place place = placeOf(note.index);
    byPart[place.part].emplace_back(place.index, note.findings);
  }
  for (const auto& [part, notes] : byPart)
    if (auto set = content_->parts[part]->setFindings(notes); !set) return set;
  return {};
}

Result<audio::AudioClip> readNote(const NoteInfo& note, SampleRate rate) {
  const auto read = [&]() -> Result<audio::AudioClip> {
    if (!note.packed) return audio::readAudioAt(note.file, rate);
    return note.packed->read(note.at).and_then(
        [&](const audio::AudioClip& clip) { return audio::resampled(clip, rate); });
  };
  return read().map_error(
      [&](Error error) { return std::move(error).during("Reading the note " + note.id); });
}

}  // namespace timbre::dataset
