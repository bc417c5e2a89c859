/// encode, when it is given more than one sound.
#pragma once

#include <filesystem>
#include <string>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::cli {

struct EncodeDatasetArgs {
  std::filesystem::path notes;
  std::string model;
  std::filesystem::path output;
  int threads = 0;
  int notesAPart = 256;
};

/// A folder of notes, a packed dataset or a training pack, by its kind and name.
bool isDataset(const std::string& word);

/// Encodes this process's share of the notes (RANK, WORLD_SIZE), see evaluation::encodeNotes().
Result<void> encodeDataset(const EncodeDatasetArgs& args, Progress& progress);

}  // namespace timbre::cli
