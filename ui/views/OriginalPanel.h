/// The selected note as it was recorded.
#pragma once

#include <optional>

#include "ui/views/AppContext.h"
#include "ui/views/PanelFigures.h"
#include "ui/views/PlayablePlot.h"

namespace timbre::ui {

/// GUI thread. Its sound is the transport's track of the original.
class OriginalPanel : public PlayablePlot {
  Q_OBJECT

 public:
  explicit OriginalPanel(AppContext& bench, QWidget* parent = nullptr);

  /// Shows the selected note, or says that there is none. Reads it in the background.
  void take();
  bool loading() const { return loading_.running(); }
  /// Its sound is there: its note can be reconstructed.
  bool ready() const;
  /// Plays it at once, or as soon as it has been read.
  void play();
  /// The power of its loudest cell; none for silence, and while nothing is shown.
  std::optional<double> loudest() const { return loudest_; }

 signals:
  /// A note was read; its sound and its picture are there.
  void loaded();
  /// It could not be.
  void unreadable();

 private:
  struct Loaded {
    synthesis::RenderedSound sound;
    Picture picture;
  };
  void load(const dataset::NoteInfo& note);
  void showLoaded(const Loaded& loaded);
  static Result<Loaded> read(const dataset::NoteInfo& note, const spectral::ColourParams& colours,
                             Progress& progress);

  AppContext& bench_;
  PanelFigures* figures_;
  Job loading_;
  std::optional<double> loudest_;
  bool playWhenLoaded_ = false;
};

}  // namespace timbre::ui
