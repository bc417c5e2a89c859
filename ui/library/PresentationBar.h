/// The switches above the notes: the filters, the ways to show notes, the similar ones.
#pragma once

#include <QWidget>
#include <array>

class QHBoxLayout;
class QToolButton;

namespace timbre::ui {

enum class Presentation { List, Grid, Map };

/// GUI thread. Remembers the presentation for the next start.
class PresentationBar : public QWidget {
  Q_OBJECT

 public:
  explicit PresentationBar(QWidget* parent = nullptr);

  /// The one of the last time.
  static Presentation remembered();
  /// Shows and hides the filters: for FacetFold.
  QToolButton& facetsButton() { return *facets_; }
  void setPresentation(Presentation how);
  void showSimilar();

 signals:
  void presentationChosen(timbre::ui::Presentation how);
  void similarToggled(bool shown);

 private:
  void addPresentations(QHBoxLayout& row);

  QToolButton* facets_ = nullptr;
  std::array<QToolButton*, 3> presentations_{};
  QToolButton* similar_ = nullptr;
};

}  // namespace timbre::ui
