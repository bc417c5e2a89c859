/// The panel beside the morph's picture: its notes, its sliders, its model, and what is done with
/// its sound.
#pragma once

#include <QWidget>

#include "ui/views/AppContext.h"
#include "ui/views/MorphController.h"

class QBoxLayout;
class QComboBox;

namespace timbre::ui {

class ElidingLabel;
class MorphButtons;
class MorphSlider;

/// GUI thread. Every gesture goes to the controller.
class MorphControls : public QWidget {
  Q_OBJECT

 public:
  /// `middle`: what stands between the model and the buttons.
  MorphControls(AppContext& bench, MorphController& controller, QWidget* middle,
                QWidget* parent = nullptr);

  /// At most half as wide as a view of this size. Where that is low, the legend goes first, then
  /// what is said twice; in the end all but the buttons scrolls.
  void fitInto(QSize view);
  QSize minimumSizeHint() const override;

 signals:
  void exportAsked();

 private:
  void buildNotes(QBoxLayout& column);
  void buildSliders(QBoxLayout& column);
  void buildModels(QBoxLayout& column);
  void connectWorld();
  void setTerse(bool terse);
  void showNotes();
  void showDynamics();
  void showModels();

  AppContext& bench_;
  MorphController& controller_;
  QWidget* middle_;
  QWidget* inside_ = nullptr;  // all but the buttons
  QBoxLayout* notes_ = nullptr;
  ElidingLabel* hint_ = nullptr;
  ElidingLabel* noteA_ = nullptr;
  ElidingLabel* noteB_ = nullptr;
  MorphSlider* timbre_ = nullptr;
  MorphSlider* dynamics_ = nullptr;
  QComboBox* models_ = nullptr;
  ElidingLabel* live_ = nullptr;
  MorphButtons* buttons_ = nullptr;
};

}  // namespace timbre::ui
