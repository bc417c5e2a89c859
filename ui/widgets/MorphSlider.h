/// A slider between two named ends, in percent.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QMouseEvent;
class QSlider;
class QTimer;

namespace timbre::ui {

class ElidingLabel;

/// Arrows move by 1 %, PageUp/PageDown by 10 %, a click beside the knob brings it there, a double
/// click goes back to the resting value. GUI thread. Setters never emit: only the user does.
class MorphSlider : public QWidget {
  Q_OBJECT
 public:
  /// `name` is for screen readers and the label above: "Timbre".
  explicit MorphSlider(const QString& name, QWidget* parent = nullptr);

  /// What 0 and 1 are: "Trumpet C4", "Flute C4"; shortened where there is no room.
  void setEnds(const QString& left, const QString& right);
  /// Where they are told elsewhere and there is little room: false.
  void setEndsShown(bool shown);
  void setValue(double value);  ///< [0, 1], cut to it
  double value() const;
  void setRestingValue(double value);  ///< where a double click goes; 0.5 by default
  /// Off, with the reason shown in place of the ends.
  void setUnavailable(const QString& reason);
  void setAvailable();
  bool available() const;

 signals:
  void moved(double value);    ///< at every step
  void settled(double value);  ///< once after a drag, a double click, or 150 ms after the last key
                               ///< or wheel step

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void userMoved();
  void jumpTo(const QMouseEvent& press);
  void applyAppearance();
  void showValue();
  void showEnds();
  void settle();

  QLabel* name_;
  QLabel* valueText_;
  QSlider* slider_;
  ElidingLabel* left_;
  ElidingLabel* right_;
  QLabel* reasonText_;
  QTimer* rest_;
  QString leftEnd_;
  QString rightEnd_;
  QString reason_;
  bool endsShown_ = true;
  int resting_ = 500;
};

}  // namespace timbre::ui
