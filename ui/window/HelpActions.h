/// The Help menu: the manual, keys, about, diagnostics.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/views/AppContext.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

class HelpWindow;

/// GUI thread.
class HelpActions : public QObject {
  Q_OBJECT

 public:
  HelpActions(AppContext& bench, QWidget& window);

  std::vector<ActionRow> rows();

 signals:
  void said(const QString& sentence);

 private:
  void showPage(const QString& page);

  AppContext& bench_;
  QWidget& window_;
  QPointer<HelpWindow> manual_;
};

/// For a report: versions, facts and the last lines of the log, which may hold paths.
QString diagnosticsOf(const AppContext& bench);

}  // namespace timbre::ui
