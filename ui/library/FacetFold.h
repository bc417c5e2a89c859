/// Shows the filter beside the notes where there is room for both, else in their place.
#pragma once

#include <QObject>

class QSplitter;
class QToolButton;
class QWidget;

namespace timbre::ui {

/// GUI thread. The choice made where there is room is remembered; where there is none, the notes
/// come first.
class FacetFold : public QObject {
  Q_OBJECT

 public:
  /// `both` holds `facets` and `notes`; `button` shows and hides the facets. All outlive this.
  FacetFold(QSplitter& both, QWidget& facets, QWidget& notes, QToolButton& button);

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit();
  void apply();

  QSplitter& both_;
  QWidget& facets_;
  QWidget& notes_;
  QToolButton& button_;
  bool narrow_ = false;
};

}  // namespace timbre::ui
