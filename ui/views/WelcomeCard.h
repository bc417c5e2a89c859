/// The first three steps, shown until the user closes the card.
#pragma once

#include <QFrame>

#include "ui/Preferences.h"

class QAction;
class QPushButton;

namespace timbre::ui {

/// Hidden once it was closed; remembered. GUI thread.
class WelcomeCard : public QFrame {
  Q_OBJECT

 public:
  /// `sweep`: plays from A to B; its button is in the third step.
  WelcomeCard(Preferences& preferences, QAction& sweep, QWidget* parent = nullptr);

  /// Shown again, from the Help menu.
  void reopen();
  /// It stands only where there is room for it.
  void setHasRoom(bool room);

 private:
  void close();
  void showOrHide();
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  Preferences& preferences_;
  QPushButton* play_;
  bool room_ = true;
};

}  // namespace timbre::ui
