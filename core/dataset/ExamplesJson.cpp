#include "dataset/ExamplesJson.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/AtomicFile.h"
#include "readers/ByteStream.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using nlohmann::json;
using readers::Unreadable;

namespace {

std::string quoted(const std::string& plain) {
  return json(plain).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string fieldsOf(const NoteInfo& note) {
  auto flags = nlohmann::ordered_json::array();
  auto names = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < kQualities.size(); ++i) {
    flags.push_back(note.qualities[i] ? 1 : 0);
    if (note.qualities[i]) names.push_back(kQualities[i]);
  }
  nlohmann::ordered_json fields;
  fields["note"] = note.note;
  fields["note_str"] = note.id;
  fields["instrument"] = note.instrumentNumber;
  fields["instrument_str"] = note.instrument;
  fields["pitch"] = note.pitch;
  fields["velocity"] = note.velocity;
  fields["sample_rate"] = note.sampleRate;
  fields["qualities"] = std::move(flags);
  fields["qualities_str"] = std::move(names);
  fields["instrument_family"] = note.family;
  fields["instrument_family_str"] = kFamilies[static_cast<std::size_t>(note.family)];
  fields["instrument_source"] = note.source;
  fields["instrument_source_str"] = kSources[static_cast<std::size_t>(note.source)];
  if (!note.name.empty()) fields["instrument_name"] = note.name;
  if (!note.sampleSets.empty()) fields["sample_sets"] = note.sampleSets;
  return fields.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Result<void> readExamplesJson(const fs::path& file,
                              const std::function<void(Result<NoteInfo>)>& take,
                              Progress& progress) try {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  const auto stream = readers::openPlain(file, 0);
  if (!fs::is_regular_file(file, unknown))
    return fail(ErrorCode::NotFound, "No file " + file.string() + "; check the path");
  const auto onwards = [&](Result<NoteInfo> note, std::uint64_t) { take(std::move(note)); };
  ExamplesSource source{file, [&](std::span<char> into) { return stream->read(into); }, 0, size};
  return readExamples(source, onwards, progress);
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<void> readExamples(const ExamplesSource& source, const TakeEntry& take,
                          Progress& progress) try {
  readers::JsonObjectReader entries(source.file, noteEntryFields(), source.read, source.from);
  for (int count = 1; entries.next(); ++count) {
    take(entries.fault().empty()
             ? noteFromFields(source.file, entries.key(), entries.value())
             : tl::unexpected(unreadableNote(source.file, entries.key(), entries.fault())),
         entries.resumable() ? entries.place() : 0);
    if (count % 64 != 0) continue;
    if (progress.cancelled()) return cancelled();
    progress.advanced(
        std::min(1.0, static_cast<double>(entries.place()) / static_cast<double>(source.size + 1)));
  }
  return {};
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<void> writeExamplesJson(const fs::path& folder, std::span<const NoteInfo> notes) {
  std::string table = "{";
  for (std::size_t i = 0; i < notes.size(); ++i)
    table += (i ? ",\n" : "\n") + quoted(notes[i].id) + ": " + fieldsOf(notes[i]);
  table += "\n}\n";
  return writeBytesAtomically(folder / kExamplesJson, std::as_bytes(std::span(table)));
}

}  // namespace timbre::dataset
