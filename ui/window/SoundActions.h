/// The Sound menu: play, stop, loop, volume, post-filter.
#pragma once

#include <QObject>

#include "ui/views/AppContext.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

/// GUI thread. Keeps the actions' texts and marks in step with what plays.
class SoundActions : public QObject {
  Q_OBJECT

 public:
  SoundActions(AppContext& bench, QObject* parent);

  /// Adds the actions and follows their state from then on.
  void addTo(ActionTable& actions);
  /// The models that are compared, by the names that a person knows: one action for each.
  void showModels(const ActionTable& actions, const QStringList& names);

 signals:
  /// Louder (+1) or quieter (-1) by a step.
  void volumeAsked(int steps);
  /// Play the compared model at this place, the first being 0.
  void modelAsked(int place);
  /// Esc while nothing sounds: what is being made should be given up.
  void stopAsked();

 private:
  void stop();
  std::vector<ActionRow> rows();
  std::vector<ActionRow> playRows();
  std::vector<ActionRow> hearRows();
  std::vector<ActionRow> optionRows();
  void connectSwitches(ActionTable& actions);
  void connectPostFilter(QAction& filter);

  AppContext& bench_;
};

}  // namespace timbre::ui
