/// Figures side by side: what each is in small letters, its value below, and how it was measured on
/// hover.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace timbre::ui {

struct Figure {
  QString name;   ///< "pitch"
  QString value;  ///< "+3 ¢", with its unit
  QString tip;    ///< a sentence that says how it was measured
};

/// GUI thread. As high with figures as without, so that nothing moves when they come. Where not all
/// fit, the first are shown and a mark names the others on hover.
class FiguresLine : public QWidget {
  Q_OBJECT

 public:
  explicit FiguresLine(QWidget* parent = nullptr);

  void showFigures(const std::vector<Figure>& figures);
  /// No figures; a word in their place.
  void showNone(const QString& why = {});
  QString text() const;

 private:
  void fill(const std::vector<Figure>& figures);
  void fit();
  int widthOf(const Figure& figure) const;
  void resizeEvent(QResizeEvent* event) override;

  QHBoxLayout* row_;
  QLabel* more_;  ///< in place of the figures that are too wide
  std::vector<Figure> figures_;
};

}  // namespace timbre::ui
