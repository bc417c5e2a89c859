/// Making training packs: note by note, cutting one into parts and joining them again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "corpus/TrainingPack.h"

namespace timbre::corpus {

/// Takes the notes of a pack that is being written. Memory: the labels, 11 bytes per note.
class PackWriter {
 public:
  /// Its place in Label::instrument. An instrument of the same name and sample set keeps its place.
  int instrument(const Instrument& instrument);
  /// Samples at 16 kHz in [-1, 1], cut or padded with silence to kNoteSamples. BadFormat, and
  /// nothing written, when one of them is not a number.
  Result<void> add(const Label& label, std::span<const float> samples);
  /// kNoteSamples mu-law classes.
  Result<void> addClasses(const Label& label, std::span<const std::uint8_t> classes);
  int notes() const { return static_cast<int>(labels_.size()); }

 private:
  friend Result<void> writePack(const std::filesystem::path&,
                                const std::function<Result<void>(PackWriter&)>&);
  PackWriter(const std::filesystem::path& part, const std::filesystem::path& target);
  Result<void> finish();
  Result<void> unwritable() const;

  std::filesystem::path target_;
  std::ofstream file_;
  std::vector<Label> labels_;
  std::vector<Instrument> instruments_;
  std::map<std::pair<std::string, std::string>, int> places_;
};

/// Writes a pack atomically; `fill` gives it its notes. The same notes in the same order give the
/// same bytes. BadFormat when `fill` gives none; Internal when the disk is full or the folder
/// cannot be written.
Result<void> writePack(const std::filesystem::path& target,
                       const std::function<Result<void>(PackWriter&)>& fill);

/// Writes the notes of a pack, in order, as packs of at most `bytes` each beside `target`:
/// "NAME-1-of-3.safetensors" for NAME.safetensors. Gives their paths. BadFormat when not even one
/// note fits; what was written before a failure is removed again. Cancellable.
Result<std::vector<std::filesystem::path>> cut(const TrainingPack& pack,
                                               const std::filesystem::path& target,
                                               std::uint64_t bytes, Progress& progress);

struct JoinReport {
  int notes = 0;
  int twice = 0;  ///< left out because the same note was there already
};

/// Writes the notes of all parts, in order, as one pack. Instruments of the same name and sample
/// set become one; a note that is there already, sample for sample, is left out. Cancellable.
Result<JoinReport> join(std::span<const TrainingPack> parts, const std::filesystem::path& target,
                        Progress& progress);

}  // namespace timbre::corpus
