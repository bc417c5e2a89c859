/// Two notes, and what lies between them: in timbre from one to the other, in dynamics from soft to
/// loud.
#pragma once

#include <QWidget>

#include "ui/views/AppContext.h"
#include "ui/views/MorphController.h"
#include "ui/views/PlayablePlot.h"
#include "ui/views/PlotCues.h"
#include "ui/widgets/PlotGroup.h"

namespace timbre::ui {

class ColourLegend;
class MorphControls;

class MorphView : public QWidget {
  Q_OBJECT

 public:
  explicit MorphView(AppContext& bench, QWidget* parent = nullptr);

  MorphController& controller() { return controller_; }
  PlayablePlot& plot() { return *plot_; }
  void fit() { group_.fit(); }

 signals:
  void exportAsked();

 private:
  void resizeEvent(QResizeEvent* event) override;
  void connectController();
  void connectWorld();
  void show(const Picture& picture, const synthesis::SynthesisRequest& request, bool whole);
  QString maker(const synthesis::SynthesisRequest& request) const;
  void showHints();

  AppContext& bench_;
  MorphController controller_;
  PlotGroup group_;
  PlotCues cues_;
  PlayablePlot* plot_;
  ColourLegend* legend_;
  MorphControls* controls_;
};

}  // namespace timbre::ui
