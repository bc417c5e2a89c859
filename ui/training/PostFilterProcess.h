/// What makes the weights of a trained WaveNet fit to be played: `timbre calibrate`, then `timbre
/// post-filter`, as processes.
#pragma once

#include <QList>
#include <QProcess>
#include <QStringList>

namespace timbre::ui {

/// GUI thread. Whenever it is stopped or fails, the file of weights is whole; the process ends with
/// its owner.
class PostFilterProcess : public QObject {
  Q_OBJECT

 public:
  /// `program`: the command line program.
  explicit PostFilterProcess(QString program, QObject* parent = nullptr);
  ~PostFilterProcess() override;

  /// `notes`: folders or packs to fit the post-filter to.
  void start(const QString& weights, const QStringList& notes);
  void stop();
  bool running() const { return process_.state() != QProcess::NotRunning; }

 signals:
  void said(const QString& line);
  /// `failure`: a sentence; empty when it is done or was stopped.
  void ended(bool stopped, const QString& failure);

 private:
  void next();
  void hear();
  void finish(int code, QProcess::ExitStatus status);

  const QString program_;
  QProcess process_;
  QList<QStringList> calls_;  // to come
  QString lastError_;
  bool stopping_ = false;
};

}  // namespace timbre::ui
