/// What a training has learned so far: its curves, and a held-out note as it is rebuilt.
#pragma once

#include <QWidget>
#include <filesystem>
#include <optional>

#include "synthesis/SynthesisService.h"
#include "ui/jobs/JobRunner.h"
#include "ui/session/Session.h"
#include "ui/training/Metrics.h"
#include "ui/views/Appearance.h"

namespace timbre::ui {

class CurvePlot;
class RainbowgramPlot;

/// GUI thread; the rebuilding is a job.
class TrainingMonitor : public QWidget {
  Q_OBJECT

 public:
  TrainingMonitor(Session& session, JobRunner& jobs, synthesis::SynthesisService& maker,
                  Appearance& look, QWidget* parent);

  /// What the curves' axes are called.
  void setKind(bool waveNet);
  void showMetrics(const Metrics& metrics);
  /// Chooses a note that the training holds out of these notes (a pack keeps no recordings: of the
  /// library that is open), and shows it.
  void watch(const std::filesystem::path& notes);
  /// Rebuilds the note with these weights, as soon as both are there; `when`: "step 100".
  void rebuild(const std::filesystem::path& weights, const QString& when);
  void cancel() { rebuilding_.cancel(); }

 private:
  void build();
  void showOriginal(const dataset::NoteInfo& note);
  void rebuildNow();

  Session& session_;
  JobRunner& jobs_;
  synthesis::SynthesisService& maker_;
  Appearance& look_;
  std::optional<dataset::NoteInfo> note_;
  std::optional<double> reference_;  // the power that is 0 dB in both pictures
  std::filesystem::path weights_;
  QString when_;
  Job choosing_, picturing_, rebuilding_;
  bool again_ = false;  // the weights changed while they were listened to
  CurvePlot* curves_ = nullptr;
  RainbowgramPlot* original_ = nullptr;
  RainbowgramPlot* rebuilt_ = nullptr;
};

}  // namespace timbre::ui
