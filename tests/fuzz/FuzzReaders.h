/// The readers under their names, each with the name of the file it is given.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "dataset/NoteLibrary.h"
#include "support/Packed.h"
#include "support/Readers.h"
#include "support/TemporaryFolder.h"

namespace timbre::test {

/// A tf.Example behind checksums that fit: no mutation gets past them otherwise.
inline bool readsRecord(const std::filesystem::path& path) {
  const std::filesystem::path framedFile = path.parent_path() / "framed";
  writeText(framedFile, framed(textOf(path)));
  return readsRecords(framedFile);
}

/// All that findSources() makes of a file of any kind, its notes and their sounds.
inline bool readsDataset(const std::filesystem::path& path) {
  const TemporaryFolder indexes;
  Unwatched quiet;
  const auto library = dataset::NoteLibrary::open(path, quiet, indexes.path());
  if (!library) return false;
  bool good = true;
  for (const auto& note : library->notes()) good = dataset::readNote(note).has_value() && good;
  return good;
}

struct FuzzReader {
  std::string_view name, file;
  ReadFile read;
};

inline constexpr std::array kFuzzReaders{
    FuzzReader{"examples", "examples.json", &readsExamples},
    FuzzReader{"archive", "a.tar", &readsDataset},
    FuzzReader{"gzip", "a.tar.gz", &readsArchive},
    FuzzReader{"zip", "a.zip", &readsDataset},
    FuzzReader{"record", "example", &readsRecord},
    FuzzReader{"sound", "a.wav", &readsSound},
    FuzzReader{"safetensors", "w.safetensors", &readsSafeTensors},
    FuzzReader{"checkpoint", "m.tar", &readsCheckpoint},
    FuzzReader{"table", "m.index", &readsTable},
    FuzzReader{"npy", "a.npy", &readsNpy},
    FuzzReader{"index", "a.sqlite", &readsIndex},
};

/// Ends the program when there is none of this name.
inline const FuzzReader& fuzzReader(std::string_view name) {
  const auto found = std::find_if(kFuzzReaders.begin(), kFuzzReaders.end(),
                                  [&](const FuzzReader& reader) { return reader.name == name; });
  if (found == kFuzzReaders.end()) std::abort();
  return *found;
}

}  // namespace timbre::test
