/// Restores the window's state from the description in a file.
#pragma once

#include <QStringList>
#include <functional>
#include <string>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "model/ModelCard.h"
#include "synthesis/SynthesisRequest.h"
#include "ui/session/SessionState.h"

namespace timbre::ui {

struct RestoredState {
  SessionState state;
  std::string selected;        ///< the note under the cursor
  QStringList comparedModels;  ///< names, to be ticked; empty: as they are
  QStringList missing;         ///< a sentence for each thing that could not be restored
};

/// Hash of a note's samples as synthesis::hashOf() has it; empty when it cannot be read.
using SoundHash = std::function<std::string(const dataset::NoteInfo&)>;

/// What the sounds of one file describe, as far as it is here; the rest stays as `now` has it. The
/// notes are looked for in `library` by their ids.
RestoredState stateFrom(const std::vector<synthesis::SynthesisRequest>& requests,
                        const dataset::NoteLibrary& library,
                        const std::vector<model::ModelCard>& models, const SessionState& now,
                        const SoundHash& hashOf);

}  // namespace timbre::ui
