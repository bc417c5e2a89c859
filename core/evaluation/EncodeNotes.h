/// The embeddings of a whole dataset, made by any number of processes that share a folder.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/ProcessRank.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::evaluation {

struct NamedNote {
  std::string id;
  int pitch = 0;  ///< MIDI
};

/// Notes by number, the same ones under the same numbers for every process.
struct NoteSequence {
  int count = 0;
  std::function<NamedNote(int)> name;
  std::function<Result<audio::AudioClip>(int)> sound;
};

struct EncodeTask {
  /// Z.npy: float32 [notes, frames, channels], every note as long as NSynth's. Beside it Z.json:
  /// "model", and "ids" and "pitch" of the notes in their order.
  std::filesystem::path target;
  ProcessRank process;
  int notesAPart = 256;  ///< notes written at a time; a process that dies loses at most these
};

struct EncodeReport {
  int encoded = 0;        ///< notes, by this call
  int there = 0;          ///< parts of this process that were there already
  int missing = 0;        ///< parts that no process has made yet
  bool finished = false;  ///< the target holds every note
  int notes = 0;          ///< in the target, when finished
};

/// Encodes this process's share: every ranks.size-th part of the notes, each in a file of its own
/// in Z.npy.parts. Existing parts are not made again, so a call resumes after an interruption. A
/// process that finds all parts present joins them and removes their folder. `problem` receives
/// notes that cannot be read; they are left out. BadFormat when there are no notes, Internal when
/// something cannot be written. Cancellable; finished parts stay.
Result<EncodeReport> encodeNotes(model::Autoencoder& model, const NoteSequence& notes,
                                 const EncodeTask& task,
                                 const std::function<void(const Error&)>& problem,
                                 Progress& progress);

}  // namespace timbre::evaluation
