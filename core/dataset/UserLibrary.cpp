#include "dataset/UserLibrary.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

#include "audio/AudioWriter.h"
#include "base/FileLock.h"
#include "base/StandardPaths.h"
#include "dataset/ExamplesJson.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

using Notes = std::vector<NoteInfo>;

Error unwritable(const fs::path& folder) {
  return {ErrorCode::Internal, "Your sounds cannot be saved in " + folder.string() +
                                   "; check the permissions of that folder"};
}

Result<Notes> readTable(const fs::path& folder) {
  Notes notes;
  std::error_code code;
  if (!fs::exists(folder / kExamplesJson, code)) return notes;
  std::optional<Error> unfit;
  Unwatched quiet;
  const auto read = readExamplesJson(
      folder / kExamplesJson,
      [&](Result<NoteInfo> note) {
        if (note)
          notes.push_back(std::move(*note));
        else
          unfit = std::move(note.error());
      },
      quiet);
  if (!read) return tl::unexpected(read.error());
  if (unfit) return tl::unexpected(std::move(*unfit));  // writing the table would lose that note
  return notes;
}

/// Reads the table, lets `change` work on it, and writes it; all or nothing.
Result<void> edit(const fs::path& folder, const std::function<Result<void>(Notes&)>& change) {
  std::error_code code;
  fs::create_directories(folder / "audio", code);
  const FileLock lock(folder / ".lock", FileLock::When::Later);
  if (code || !lock.held()) return tl::unexpected(unwritable(folder));
  auto notes = readTable(folder);
  if (!notes) return tl::unexpected(notes.error());
  if (auto changed = change(*notes); !changed) return changed;
  return writeExamplesJson(folder, *notes);
}

/// "Änne's dog (2)" -> "nne_s_dog_2": what every file system takes.
std::string plain(const std::string& name) {
  constexpr std::size_t kLongest = 60;
  std::string text;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (letter || low != c)
      text += low;
    else if (!text.empty() && text.back() != '_')
      text += '_';
  }
  text.resize(std::min(text.size(), kLongest));
  while (!text.empty() && text.back() == '_') text.pop_back();
  return text.empty() ? "sound" : text;
}

void nameAnew(NoteInfo& note, const Notes& notes) {
  char tail[16];
  std::snprintf(tail, sizeof tail, "-%03d-%03d", note.pitch, note.velocity);
  const auto taken = [&](const NoteInfo& other) { return other.instrument == note.instrument; };
  const std::string base = "own_" + plain(note.name);
  note.instrument = base;
  for (int i = 2; std::any_of(notes.begin(), notes.end(), taken); ++i)
    note.instrument = base + "_" + std::to_string(i);
  note.id = note.instrument + tail;
}

Notes::iterator placeOf(Notes& notes, const std::string& id) {
  return std::find_if(notes.begin(), notes.end(), [&](const auto& n) { return n.id == id; });
}

tl::unexpected<Error> unknown(const std::string& id) {
  return fail(ErrorCode::NotFound,
              "There is no sound " + id + " among your sounds; open them again");
}

bool sensible(const NoteInfo& n) {
  const auto below = [](int value, std::size_t end) {
    return value >= 0 && value < static_cast<int>(end);
  };
  return below(n.pitch, 128) && below(n.velocity, 128) && below(n.family, kFamilies.size()) &&
         below(n.source, kSources.size());
}

}  // namespace

fs::path ownSoundsFolder() {
  return userDataFolder() / "sounds";
}

Result<NoteInfo> addSound(const fs::path& folder, NoteInfo wanted, const audio::AudioClip& clip) {
  if (!sensible(wanted))
    return fail(ErrorCode::BadFormat,
                "The pitch or velocity of " + wanted.name + " is outside 0 to 127; choose another");
  const auto added = edit(folder, [&](Notes& notes) -> Result<void> {
    nameAnew(wanted, notes);
    wanted.file = folder / "audio" / (wanted.id + ".wav");
    wanted.sampleRate = clip.rate().hz;
    wanted.fileMissing = false;
    for (const NoteInfo& other : notes) {
      wanted.note = std::max(wanted.note, other.note + 1);
      wanted.instrumentNumber = std::max(wanted.instrumentNumber, other.instrumentNumber + 1);
    }
    if (auto written = audio::writeWav(wanted.file, clip); !written) return written;
    notes.push_back(wanted);
    return {};
  });
  if (added) return wanted;
  std::error_code ignored;
  if (!wanted.file.empty()) fs::remove(wanted.file, ignored);
  return tl::unexpected(added.error());
}

Result<void> correctSound(const fs::path& folder, const NoteInfo& note) {
  if (!sensible(note))
    return fail(ErrorCode::BadFormat,
                "The pitch or velocity of " + note.id + " is outside 0 to 127; choose another");
  return edit(folder, [&](Notes& notes) -> Result<void> {
    const auto place = placeOf(notes, note.id);
    if (place == notes.end()) return unknown(note.id);
    place->name = note.name;
    place->pitch = note.pitch;
    place->velocity = note.velocity;
    place->family = note.family;
    place->source = note.source;
    place->qualities = note.qualities;
    return {};
  });
}

Result<void> removeSound(const fs::path& folder, const std::string& id) {
  const auto removed = edit(folder, [&](Notes& notes) -> Result<void> {
    const auto place = placeOf(notes, id);
    if (place == notes.end()) return unknown(id);
    notes.erase(place);
    return {};
  });
  std::error_code ignored;  // without its entry the file is never looked at
  if (removed) fs::remove(folder / "audio" / (id + ".wav"), ignored);
  return removed;
}

Result<void> restoreSound(const fs::path& folder, const NoteInfo& note,
                          const audio::AudioClip& clip) {
  return edit(folder, [&](Notes& notes) -> Result<void> {
    if (placeOf(notes, note.id) != notes.end())
      return fail(ErrorCode::BadFormat,
                  "There is a sound " + note.id + " already; choose another name");
    if (auto written = audio::writeWav(note.file, clip); !written) return written;
    notes.push_back(note);
    return {};
  });
}

bool isOwnSound(const fs::path& folder, const NoteInfo& note) {
  return !note.packed && note.file.parent_path() == folder / "audio";
}

}  // namespace timbre::dataset
