/// Records a note from the microphone.
#pragma once

#include <QDialog>
#include <QTemporaryDir>
#include <memory>

#include "ui/audioout/Microphone.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace timbre::ui {

/// Four seconds, or less where the person stops. GUI thread.
class RecordDialog : public QDialog {
  Q_OBJECT

 public:
  static constexpr double kSeconds = 4;

  RecordDialog(std::unique_ptr<Microphone> microphone, QWidget* parent);

  void done(int result) override;

 signals:
  /// The recording as a WAV file, which is gone when `keeper` is.
  void recorded(const QString& file, std::shared_ptr<QTemporaryDir> keeper);

 private:
  void toggle();
  void showLevel(double peak, double seconds);
  void take(const std::vector<float>& samples, int hertz);
  void fail(const QString& sentence);

  std::unique_ptr<Microphone> microphone_;
  QLabel* hint_;
  QProgressBar* level_;
  QProgressBar* time_;
  QPushButton* record_;
  bool recording_ = false;
};

}  // namespace timbre::ui
