/// A line of text that is elided where there is no room; its tooltip then shows the whole text.
#pragma once

#include <QWidget>

namespace timbre::ui {

class ElidingLabel : public QWidget {
  Q_OBJECT
 public:
  explicit ElidingLabel(QWidget* parent = nullptr);

  void setText(const QString& text);
  QString text() const { return text_; }
  void setAlignment(Qt::Alignment alignment);
  void setElideMode(Qt::TextElideMode mode);
  /// The tooltip while the text fits: what the label is for. Plain text.
  void setTip(const QString& tip);
  /// The palette's faded text in place of its text.
  void setFaded(bool faded);

  QSize sizeHint() const override;         ///< the whole text
  QSize minimumSizeHint() const override;  ///< a few letters

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString shown() const;
  void showWhole();

  QString text_;
  QString tip_;
  Qt::Alignment alignment_ = Qt::AlignLeft | Qt::AlignVCenter;
  Qt::TextElideMode mode_ = Qt::ElideRight;
  bool faded_ = false;
};

}  // namespace timbre::ui
