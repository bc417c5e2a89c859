/// Checks the notes of the open library.
#pragma once

#include <QObject>
#include <QPointer>
#include <optional>

#include "ui/jobs/JobRunner.h"
#include "ui/jobs/Unfinished.h"
#include "ui/session/Session.h"

class QProgressDialog;

namespace timbre::ui {

/// GUI thread. The window stays in use meanwhile.
class LibraryCheck : public QObject {
  Q_OBJECT

 public:
  LibraryCheck(Session& session, JobRunner& jobs, QWidget* window);

  /// Without effect while a check runs.
  void start();
  std::optional<Unfinished> unfinished() const;

 signals:
  /// The findings are in the library. A sentence for the status bar.
  void checked(const QString& sentence);

 private:
  Session& session_;
  JobRunner& jobs_;
  QWidget* window_;
  QPointer<QProgressDialog> progress_;
  Job job_;
};

}  // namespace timbre::ui
