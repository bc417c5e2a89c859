/// The Help menu: keys, about, diagnostics.
#pragma once

#include <QObject>

#include "ui/views/AppContext.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

/// GUI thread.
class HelpActions : public QObject {
  Q_OBJECT

 public:
  HelpActions(AppContext& bench, QWidget& window);

  std::vector<ActionRow> rows();

 signals:
  void said(const QString& sentence);

 private:
  AppContext& bench_;
  QWidget& window_;
};

/// For a report: versions, facts and the last lines of the log, which may hold paths.
QString diagnosticsOf(const AppContext& bench);

}  // namespace timbre::ui
