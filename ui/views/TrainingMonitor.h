/// The progress of a training: its curves, and a held-out note that the current weights rebuild.
#pragma once

#include <QWidget>
#include <filesystem>
#include <optional>

#include "synthesis/RenderedSound.h"
#include "ui/training/Metrics.h"
#include "ui/views/AppContext.h"
#include "ui/widgets/Picture.h"

namespace timbre::ui {

class CurvePlot;
class PlayablePlot;

/// GUI thread; the rebuilding is a job.
class TrainingMonitor : public QWidget {
  Q_OBJECT

 public:
  TrainingMonitor(AppContext& bench, QWidget* parent);

  /// What the curves' axes are called.
  void setKind(bool waveNet);
  void showMetrics(const Metrics& metrics);
  /// Chooses a note that the training holds out of these notes (a pack keeps no recordings: of the
  /// library that is open), and shows it.
  void watch(const std::filesystem::path& notes);
  /// Rebuilds the note with these weights, as soon as both are there; `when`: "step 100".
  void rebuild(const std::filesystem::path& weights, const QString& when);
  void cancel() { rebuilding_.cancel(); }
  /// Nothing is trained, and nothing was.
  void clear();

 private:
  struct Heard {
    synthesis::RenderedSound sound;
    Picture picture;
  };
  void build();
  void showOriginal(const dataset::NoteInfo& note);
  void rebuildNow();

  AppContext& bench_;
  std::optional<dataset::NoteInfo> note_;
  std::optional<double> reference_;  // the power that is 0 dB in both pictures
  std::filesystem::path weights_;
  QString when_;
  Job choosing_, picturing_, rebuilding_;
  bool rebuiltOnce_ = false;  // what is shown stays until the next is ready
  bool again_ = false;        // the weights changed while they were in use
  CurvePlot* curves_ = nullptr;
  PlayablePlot* original_ = nullptr;
  PlayablePlot* rebuilt_ = nullptr;
};

}  // namespace timbre::ui
