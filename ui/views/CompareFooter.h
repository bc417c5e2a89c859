/// The line below compared pictures: what stands under the pointer, how they are compared, and the
/// menus to choose that.
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/views/AppContext.h"

class QAction;
class QMenu;

namespace timbre::ui {

class DifferenceLegend;
class ElidingLabel;

/// GUI thread. Scale and loudness are kept in the preferences.
class CompareFooter : public QWidget {
  Q_OBJECT

 public:
  explicit CompareFooter(AppContext& bench, QWidget* parent = nullptr);

  /// Empty: a hint about pointing.
  void setReadout(const QString& text);
  QString readout() const;
  /// The ticks in the menu of models.
  void setTicked(const QStringList& names) { ticked_ = names; }
  bool showsDifferences() const;
  bool hasOneScale() const;
  /// What is compared, for the sentence about their loudness.
  void setNames(const QList<QPair<Track, QString>>& names);

 signals:
  /// Empty: as if none were ticked.
  void modelsTicked(const QStringList& names);
  /// The pictures are to be coloured by difference, or by themselves; or on another scale.
  void differencesToggled(bool on);
  void scaleToggled(bool one);
  void blindTestAsked();

 private:
  QWidget* modelsButton();
  QWidget* optionsButton();
  void fillModels();
  void showState();

  AppContext& bench_;
  ElidingLabel* readout_;
  ElidingLabel* state_;
  DifferenceLegend* legend_;
  QMenu* models_ = nullptr;
  QAction* differences_ = nullptr;
  QAction* oneScale_ = nullptr;
  QAction* matched_ = nullptr;
  QStringList ticked_;
  QList<QPair<Track, QString>> names_;
};

}  // namespace timbre::ui
