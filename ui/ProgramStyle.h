/// The style of the whole program.
#pragma once

#include <QProxyStyle>

class QStyleOptionTab;

namespace timbre::ui {

/// Fusion, mended. It draws outlines a little darker than the window, which is next to nothing on
/// white and on dark: they are drawn again in a tone between text and window. It cuts the text of
/// a combo box that has no room for it: here that is elided. Its lists are too dense to click in,
/// as are the buttons of a dock, its headers stand beside their columns, and the signs on a
/// dialog's buttons are of another set than ours. On black its chosen tab looks like the others.
/// GUI thread.
class ProgramStyle : public QProxyStyle {
 public:
  /// `share` of the window's colour in the outlines; 0 is the text's own.
  explicit ProgramStyle(float share);

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget) const override;
  void drawItemText(QPainter* painter, const QRect& room, int flags, const QPalette& palette,
                    bool enabled, const QString& text, QPalette::ColorRole role) const override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* more) const override;

 private:
  void outline(const QStyleOption& option, QPainter& painter, double radius) const;

  float share_;
};

}  // namespace timbre::ui
