/// Many notes through several models into a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteLibrary.h"
#include "model/ModelCard.h"
#include "synthesis/SynthesisService.h"

namespace timbre::synthesis {

struct RebuildRequest {
  dataset::NoteLibrary library;
  std::vector<int> notes;  ///< indices into it
  std::vector<model::ModelCard> models;
  std::filesystem::path folder;  ///< is there
  bool postFilter = true;        ///< through a model's own, where it has one
};

/// A note that could not be read, or that a model could not rebuild.
struct RebuildFailure {
  std::string note;   ///< its id
  std::string model;  ///< its name; empty: all of them failed alike
  std::string why;    ///< a sentence
};

struct RebuildReport {
  int written = 0;  ///< files
  std::vector<RebuildFailure> failures;
};

/// Writes a WAV for each note and model, named as an export is and describing its sound; a name
/// that is taken gets a number. A note that fails is reported, the others are made. Internal when a
/// file cannot be written. Cancellable within a note; whole files stay. Any thread but the
/// window's; the service is free for others between two notes.
Result<RebuildReport> rebuildNotes(SynthesisService& service, const RebuildRequest& request,
                                   Progress& progress);

}  // namespace timbre::synthesis
