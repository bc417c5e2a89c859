#include "ui/views/RecordDialog.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "audio/AudioWriter.h"

namespace timbre::ui {
namespace {

constexpr int kFloorDb = -60;  // of the level meter
constexpr float kTooSoft = 0.003f;

QString decibelText(int db) {
  return (db < 0 ? QStringLiteral("−%1 dB") : QStringLiteral("%1 dB")).arg(std::abs(db));
}

}  // namespace

RecordDialog::RecordDialog(std::unique_ptr<Microphone> microphone, QWidget* parent)
    : QDialog(parent),
      microphone_(std::move(microphone)),
      hint_(new QLabel(this)),
      level_(new QProgressBar(this)),
      time_(new QProgressBar(this)),
      record_(new QPushButton(tr("&Record"), this)) {
  setObjectName(QStringLiteral("recordDialog"));
  setWindowTitle(tr("Record a note"));
  hint_->setObjectName(QStringLiteral("recordHint"));
  hint_->setWordWrap(true);
  hint_->setTextFormat(Qt::PlainText);
  hint_->setText(
      tr("Sing or play one note for up to four seconds. Recording starts when you press Record."));
  level_->setObjectName(QStringLiteral("recordLevel"));
  level_->setRange(kFloorDb, 0);
  level_->setValue(kFloorDb);
  level_->setFormat(decibelText(kFloorDb));
  time_->setRange(0, static_cast<int>(1000 * kSeconds));
  time_->setValue(0);
  time_->setTextVisible(false);
  auto* form = new QFormLayout;
  const auto add = [&](const QString& name, QProgressBar* bar) {
    auto* label = new QLabel(name, this);
    label->setBuddy(bar);
    bar->setAccessibleName(name);
    form->addRow(label, bar);
  };
  add(tr("Level"), level_);
  add(tr("Time"), time_);
  record_->setObjectName(QStringLiteral("recordButton"));
  record_->setDefault(true);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setAutoDefault(false);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(cancel);
  buttons->addStretch(1);
  buttons->addWidget(record_);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(12);
  column->addWidget(hint_);
  column->addLayout(form);
  column->addLayout(buttons);
  setMinimumWidth(440);
  connect(record_, &QPushButton::clicked, this, &RecordDialog::toggle);
  connect(cancel, &QPushButton::clicked, this, &RecordDialog::reject);
  connect(microphone_.get(), &Microphone::heard, this, &RecordDialog::showLevel);
  connect(microphone_.get(), &Microphone::recorded, this, &RecordDialog::take);
  connect(microphone_.get(), &Microphone::failed, this, &RecordDialog::fail);
}

void RecordDialog::toggle() {
  if (recording_) return microphone_->stop();
  recording_ = true;
  record_->setText(tr("&Stop"));
  hint_->setText(tr("Recording …"));
  microphone_->start(kSeconds);
}

void RecordDialog::showLevel(double peak, double seconds) {
  const double db = peak > 0 ? 20 * std::log10(peak) : kFloorDb;
  level_->setValue(static_cast<int>(std::lround(std::clamp(db, 1.0 * kFloorDb, 0.0))));
  level_->setFormat(decibelText(level_->value()));
  time_->setValue(static_cast<int>(1000 * seconds));
}

void RecordDialog::take(const std::vector<float>& samples, int hertz) {
  recording_ = false;
  record_->setText(tr("&Record again"));
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  if (peak < kTooSoft)
    return fail(
        tr("The recording is silent. Check that the right microphone is chosen and not muted."));
  auto keeper = std::make_shared<QTemporaryDir>();
  const QString file = keeper->filePath(
      tr("Recording %1").arg(QTime::currentTime().toString(QStringLiteral("HH.mm"))) +
      QStringLiteral(".wav"));
  const auto written =
      audio::writeWav(file.toStdString(), audio::AudioClip(samples, SampleRate(hertz)),
                      audio::SampleFormat::Float32);
  if (!written) return fail(QString::fromStdString(written.error().message));
  accept();
  emit recorded(file, keeper);
}

void RecordDialog::fail(const QString& sentence) {
  recording_ = false;
  record_->setText(tr("&Record again"));
  hint_->setText(sentence);
}

void RecordDialog::done(int result) {
  microphone_->disconnect(this);
  if (recording_) microphone_->stop();
  QDialog::done(result);
}

}  // namespace timbre::ui
