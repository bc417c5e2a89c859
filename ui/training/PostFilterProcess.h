/// Prepares the weights of a trained WaveNet for playing: runs `timbre calibrate`, then `timbre
/// post-filter`, as processes.
#pragma once

#include <QList>
#include <QStringList>

#include "ui/training/CliProcess.h"

namespace timbre::ui {

/// GUI thread. When it is stopped or fails, the weights file is intact.
class PostFilterProcess : public CliProcess {
  Q_OBJECT

 public:
  explicit PostFilterProcess(QString program, QObject* parent = nullptr);

  /// `notes`: folders or packs to fit the post-filter to.
  void start(const QString& weights, const QStringList& notes);

 private:
  bool goesOn() override;
  QString unexplained(int code) const override;

  QList<QStringList> calls_;  // to come
};

}  // namespace timbre::ui
