/// Two notes, and what lies between them: in timbre from one to the other, in dynamics from soft to
/// loud.
#pragma once

#include <QWidget>

#include "ui/views/AppContext.h"
#include "ui/views/MorphMaker.h"
#include "ui/views/PlayablePlot.h"
#include "ui/widgets/ColourLegend.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/MorphSlider.h"
#include "ui/widgets/PlotGroup.h"

class QBoxLayout;
class QComboBox;
class QToolButton;

namespace timbre::ui {

class MorphView : public QWidget {
  Q_OBJECT

 public:
  MorphView(AppContext& bench, QWidget* parent = nullptr);

  MorphMaker& maker() { return maker_; }
  PlayablePlot& plot() { return *plot_; }
  void fit() { group_.fit(); }
  void setLegendVisible(bool visible) { legend_->setVisible(visible); }

 signals:
  void exportAsked();

 private:
  void buildCorners(QBoxLayout& column);
  void buildSliders(QBoxLayout& column);
  void buildModels(QBoxLayout& column);
  void buildButtons(QBoxLayout& column);
  QToolButton* button(const QString& name, const QString& text, const QString& tip);
  void connectMaker();
  void connectSession();
  void showCorners();
  void showDynamics();
  void showModels();
  void showButtons();
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  AppContext& bench_;
  MorphMaker maker_;
  PlotGroup group_;
  PlayablePlot* plot_;
  ElidingLabel* noteA_ = nullptr;
  ElidingLabel* noteB_ = nullptr;
  MorphSlider* timbre_ = nullptr;
  MorphSlider* dynamics_ = nullptr;
  QComboBox* models_ = nullptr;
  ElidingLabel* live_ = nullptr;
  ColourLegend* legend_ = nullptr;
  QToolButton* play_ = nullptr;
  QToolButton* stop_ = nullptr;
  QToolButton* loop_ = nullptr;
  QToolButton* cancel_ = nullptr;
  QToolButton* export_ = nullptr;
};

}  // namespace timbre::ui
