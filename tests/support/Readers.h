/// Every reader of files from outside as one function each, for tests that damage files.
#pragma once

#include <array>
#include <filesystem>

#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "base/Npy.h"
#include "checkpoint/IdentifyNetwork.h"
#include "checkpoint/SSTable.h"
#include "dataset/ArchiveAudio.h"
#include "dataset/NoteIndex.h"
#include "dataset/TfRecord.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/catalogue/Catalogue.h"
#include "readers/ArchiveWalk.h"
#include "readers/Gzip.h"
#include "readers/JsonObjectReader.h"
#include "support/BundleWriter.h"

namespace timbre::test {

/// Whether the file could be read; whatever it holds, nothing worse may happen.
using ReadFile = bool (*)(const std::filesystem::path&);

inline bool readsSafeTensors(const std::filesystem::path& path) {
  const auto file = model::SafeTensors::open(path);
  if (!file) return false;
  for (const auto& [name, tensor] : file->tensors())
    if (!file->floats(name)) return false;
  return model::configOf(*file) && model::readCard(path);
}

inline bool readsNpy(const std::filesystem::path& path) {
  return readNpy(path).has_value();
}

inline bool readsSound(const std::filesystem::path& path) {
  return audio::readAudio(path, 600).has_value();
}

/// A checkpoint by any of its files or as a tar, every number of the network in it.
inline bool readsCheckpoint(const std::filesystem::path& path) {
  Unwatched quiet;
  const auto bundle = checkpoint::TensorBundle::open(path, quiet);
  if (!bundle) return false;
  const auto network =
      checkpoint::identifyNetwork(*bundle, {.averages = false, .stages = 2, .hop = 8});
  if (!network) return false;
  const auto names = bundle->inOrder(network->stored);
  return names &&
         bundle->read(
             *names, [](std::size_t, std::span<const float>) { return Result<void>(); }, quiet);
}

/// Everything that the window asks of the index of a library.
inline bool readsIndex(const std::filesystem::path& path) try {
  dataset::DatasetLocation source;
  source.path = path.parent_path();
  source.audio = source.path / "audio";
  const dataset::NoteIndex index(source, {path, std::make_shared<dataset::Database>(path), {}});
  bool good = index.size() > 0;
  for (int i = 0; i < index.size(); ++i)
    good = index.indexOf(index.note(i).id) == i && !index.velocitiesOf(i).empty() && good;
  std::vector<int> hits;
  index.select({.text = "flute fl"}, 0, hits);
  return good && !hits.empty();
} catch (const dataset::DatabaseFailure&) {
  return false;
}

/// A table whose one block is the file's content, under checksums that fit: what no damage gets
/// past otherwise.
inline bool readsTable(const std::filesystem::path& path) {
  const auto bytes = readBytes(path);
  if (!bytes) return false;
  TableWriter table;
  bool first = true;
  table.hurt = [&](std::string& block) {
    if (std::exchange(first, false)) block = *bytes;
  };
  return checkpoint::readSSTable(table.table({{"", "header"}}), "a table").has_value();
}

inline bool readsExamples(const std::filesystem::path& path) {
  Unwatched quiet;
  bool good = true;
  const auto read = dataset::readExamplesJson(
      path, [&](const Result<dataset::NoteInfo>& note) { good = good && note; }, quiet);
  return read && good;
}

/// Every note of TensorFlow's records, and its sound.
inline bool readsRecords(const std::filesystem::path& path) try {
  Unwatched quiet;
  bool good = true;
  const auto take = [&](const Result<dataset::NoteInfo>& note, std::uint64_t at, std::uint64_t) {
    const auto stream = readers::openPlain(path, at);
    good = good && note && dataset::readTfRecordSound({path, *stream, at, 0});
  };
  const auto stream = readers::openPlain(path, 0);
  return dataset::readTfRecord({path, *stream, 0, 0}, take, quiet) && good;
} catch (const readers::Unreadable&) {
  return false;
}

/// Every sound of a packed dataset, each entered by itself; .gz and .zip are told by the ending.
inline bool readsArchive(const std::filesystem::path& path) {
  dataset::DatasetLocation source;
  const bool zip = path.extension() == ".zip";
  source.path = path;
  source.files = {path};
  source.shape = zip ? dataset::Shape::Zip : dataset::Shape::Tar;
  if (path.extension() == ".gz") source.packing = dataset::Packing::Gzip;
  bool good = true;
  const auto visit = [&](const readers::Member& member) {
    std::array<char, 512> some{};
    for (std::size_t got = 0; (got = member.read(some)) > 0;) continue;
    if (member.name.ends_with(".wav"))
      good = dataset::readArchivedSound(source, member.at, {}).has_value() && good;
    return true;
  };
  try {
    const auto stream = dataset::openContent(source, 0, {}, {});
    readers::walkArchive(path, zip ? readers::Format::Zip : readers::Format::Tar, *stream, 0,
                         visit);
  } catch (const readers::Unreadable&) {
    return false;
  }
  return good;
}

}  // namespace timbre::test
