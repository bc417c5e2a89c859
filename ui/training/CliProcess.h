/// Runs a command of the command line program as a process: starts it, reads its output, stops it.
#pragma once

#include <QProcess>
#include <QTimer>

namespace timbre::ui {

/// GUI thread. Runs at a lower priority than the window. The process ends with its owner, and the
/// system stops it if the program crashes.
class CliProcess : public QObject {
  Q_OBJECT

 public:
  /// `program`: the command line program.
  explicit CliProcess(QString program, QObject* parent = nullptr);
  /// Stops the process and waits for it.
  ~CliProcess() override;

  /// Asks it to end (SIGTERM); kills it only when it does not respond for `patienceMs`.
  void stop();
  bool running() const { return process_.state() != QProcess::NotRunning; }
  bool stopping() const { return stopping_; }

  int patienceMs = 30000;

 signals:
  void said(const QString& line);
  /// `failure`: a sentence; empty when it is done or was stopped.
  void ended(bool stopped, const QString& failure);

 protected:
  /// Without effect while one runs.
  void run(const QStringList& arguments);
  /// The process succeeded and was not stopped. True: another one follows at once.
  virtual bool goesOn() { return false; }
  /// It has ended in any way; called before ended().
  virtual void whenOver() {}
  /// It ended in a way that it did not explain.
  virtual QString unexplained(int code) const;
  /// It was killed because it did not respond to stop().
  virtual QString unanswered() const;

 private:
  void listen();
  void finish(int code, QProcess::ExitStatus status);
  QString failureOf(int code, QProcess::ExitStatus status) const;

  const QString program_;
  QProcess process_;
  QTimer patience_;
  QString lastError_;
  bool stopping_ = false;
};

}  // namespace timbre::ui
