/// A command of the command line program as a process: started, listened to, stopped.
#pragma once

#include <QProcess>
#include <QTimer>

namespace timbre::ui {

/// GUI thread. Runs at a lower priority than the window. The process ends with its owner, and the
/// system stops it should the program fall.
class CliProcess : public QObject {
  Q_OBJECT

 public:
  /// `program`: the command line program.
  explicit CliProcess(QString program, QObject* parent = nullptr);
  /// Stops the process and waits for it.
  ~CliProcess() override;

  /// Asks for the end (SIGTERM); killed only when it does not answer for `patienceMs`.
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
  /// The process has ended well and nobody stopped it. True: another one follows at once.
  virtual bool goesOn() { return false; }
  /// It has ended, whatever way; before ended().
  virtual void whenOver() {}
  /// It ended in a way that it did not explain.
  virtual QString unexplained(int code) const;
  /// It was killed, since it did not answer to stop().
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
