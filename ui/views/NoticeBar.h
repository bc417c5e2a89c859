/// A line across the window for what goes wrong while everything else goes on.
#pragma once

#include <QFrame>

class QLabel;

namespace timbre::ui {

/// Hidden while there is nothing to say. GUI thread.
class NoticeBar : public QFrame {
  Q_OBJECT

 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  /// Empty: hides it. A sentence that the user has closed stays closed until it is another.
  void setText(const QString& sentence);
  QString text() const;

 private:
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  QLabel* sign_;
  QLabel* label_;
  QString closed_;
};

}  // namespace timbre::ui
