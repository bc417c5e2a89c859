#include "dataset/ExportNotes.h"

#include "audio/AudioWriter.h"
#include "base/AtomicFile.h"
#include "base/Files.h"
#include "base/FreeName.h"

namespace timbre::dataset {
namespace {

/// Quotes are doubled; a name that a spreadsheet would take for a formula is not one.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2)
    text.insert(at, 1, '"');
  return '"' + text + '"';
}

std::string lineOf(const NoteInfo& note, const std::string& file) {
  std::string qualities;
  for (std::size_t i = 0; i < kQualities.size(); ++i)
    if (note.qualities[i]) qualities += (qualities.empty() ? "" : " ") + std::string(kQualities[i]);
  return cell(note.id) + ',' + cell(note.name) + ',' + cell(note.instrument) + ',' +
         std::string(kFamilies[static_cast<std::size_t>(note.family)]) + ',' +
         std::string(kSources[static_cast<std::size_t>(note.source)]) + ',' +
         std::to_string(note.pitch) + ',' + std::to_string(note.velocity) + ',' + cell(qualities) +
         ',' + cell(file) + '\n';
}

}  // namespace

Result<int> exportNotes(const NoteLibrary& library, const std::vector<int>& notes,
                        const std::filesystem::path& folder, Progress& progress) {
  std::string table = "id,name,instrument,family,source,pitch,velocity,qualities,file\n";
  int unread = 0;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (progress.cancelled()) return cancelled();
    const auto note = library.note(notes[i]);
    const auto clip = readNote(note, SampleRate(note.sampleRate));
    if (!clip) {
      ++unread;
      table += lineOf(note, {});
      continue;
    }
    const auto file = freeName(folder, note.id, ".wav");
    if (const auto written = audio::writeWav(file, *clip); !written)
      return tl::unexpected(written.error());
    table += lineOf(note, file.filename().string());
    progress.advanced(static_cast<double>(i + 1) / static_cast<double>(notes.size()));
  }
  const auto written = writeBytesAtomically(folder / "notes.csv", std::as_bytes(std::span(table)));
  if (!written) return tl::unexpected(written.error());
  return unread;
}

std::vector<std::filesystem::path> filesOf(const NoteLibrary& library,
                                           const std::vector<int>& notes) {
  constexpr std::size_t kMost = 64;
  std::vector<std::filesystem::path> files;
  for (const int index : notes) {
    if (files.size() == kMost) break;
    const auto note = library.note(index);
    if (!note.packed) {
      if (isFile(note.file)) files.push_back(note.file);
      continue;
    }
    const auto clip = readNote(note, SampleRate(note.sampleRate));
    const auto folder = temporaryFolder() / "timbrescope-dragged";
    const auto file = folder / (std::to_string(index) + ".wav");
    if (clip && makeFolders(folder) && audio::writeWav(file, *clip)) files.push_back(file);
  }
  return files;
}

}  // namespace timbre::dataset
