/// What every view is given: the document, the workers, the sound.
#pragma once

#include "synthesis/SynthesisService.h"
#include "ui/Preferences.h"
#include "ui/audioout/Transport.h"
#include "ui/jobs/JobRunner.h"
#include "ui/models/IssueList.h"
#include "ui/models/ModelList.h"
#include "ui/session/Session.h"
#include "ui/views/Appearance.h"

namespace timbre::ui {

/// References to what the window owns; it outlives every view.
struct AppContext {
  Session& session;
  JobRunner& jobs;
  synthesis::SynthesisService& maker;
  AudioBackend& out;
  Transport& transport;
  IssueList& issues;
  ModelList& models;
  Preferences& preferences;
  Appearance& appearance;
};

/// The chosen model where it is of this kind ("wavenet" or "baseline"), else the one to use where
/// nobody chose. Null when there is none.
inline const model::ModelCard* modelOf(const AppContext& bench, const std::string& kind) {
  const auto* chosen = bench.models.named(bench.session.state().model);
  return chosen && chosen->kind == kind ? chosen : bench.models.preferred(kind);
}

/// Its post-filter is switched off.
inline bool asSampled(const model::ModelCard& card, const SessionState& state) {
  return card.postFilter && !state.postFilter;
}

}  // namespace timbre::ui
