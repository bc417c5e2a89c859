/// What the views share: the document, the workers, the sound, the settings. One per window.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "synthesis/SynthesisService.h"
#include "ui/Preferences.h"
#include "ui/audioout/LoudnessMatcher.h"
#include "ui/audioout/Microphone.h"
#include "ui/jobs/JobRunner.h"
#include "ui/models/IssueList.h"
#include "ui/models/ModelList.h"
#include "ui/session/OwnSoundEdits.h"
#include "ui/session/Session.h"
#include "ui/views/Appearance.h"
#include "ui/views/PlotLink.h"
#include "ui/views/Tuning.h"

namespace timbre::ui {

/// What the window is given; tests bring fakes.
struct WindowParts {
  synthesis::BackendFactory factory;                     ///< to the networks; opened on a worker
  std::function<model::Catalogue()> findModels;          ///< called on a worker
  std::function<std::unique_ptr<AudioBackend>()> sound;  ///< called once
  std::function<std::unique_ptr<Microphone>()> microphone{};  ///< called for each recording
  std::filesystem::path embeddedLibrary;  ///< the notes that come with the program
  std::filesystem::path modelsFolder;     ///< the user's own models; imports go there
  QString trainer;                        ///< the command line program, to train with
  std::filesystem::path cacheFolder;      ///< of sounds and embeddings; empty: none
  std::filesystem::path shippedSounds{};  ///< that come with the program; empty: none
  int modelThreads = 1;                   ///< cores that one call of a model may use
};

/// Owns what the views share and outlives every one of them. A view that needs one or two of these
/// takes those in its constructor, not the whole. GUI thread.
class AppContext {
  std::unique_ptr<AudioBackend> sound_;

 public:
  explicit AppContext(const WindowParts& parts);
  ~AppContext();
  AppContext(const AppContext&) = delete;
  AppContext& operator=(const AppContext&) = delete;

  // In the order of birth; the jobs end before what they use.
  Preferences preferences;
  synthesis::SynthesisService maker;
  JobRunner jobs;
  Session session;
  OwnSoundEdits ownSounds;
  AudioBackend& out;
  Transport transport;
  LoudnessMatcher loudness;  ///< of what is compared
  IssueList issues;
  ModelList models;
  Appearance appearance;
  Tuning tuning;
  PlotLink link;
};

/// Its post-filter is switched off.
inline bool asSampled(const model::ModelCard& card, const SessionState& state) {
  return card.postFilter && !state.postFilter;
}

}  // namespace timbre::ui
