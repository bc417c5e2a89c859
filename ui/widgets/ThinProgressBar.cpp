#include "ui/widgets/ThinProgressBar.h"

#include <QPainter>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace timbre::ui {
namespace {

constexpr int kHeight = 3;
constexpr int kTickMs = 33;
constexpr double kTurnSeconds = 2.4;
constexpr double kRunnerShare = 0.25;

}  // namespace

ThinProgressBar::ThinProgressBar(QWidget* parent) : QWidget(parent), clock_(new QTimer(this)) {
  setFixedHeight(kHeight);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  clock_->setInterval(kTickMs);
  connect(clock_, &QTimer::timeout, this, [this] {
    phase_ = std::fmod(phase_ + kTickMs / 1000.0 / kTurnSeconds, 1.0);
    update();
  });
}

void ThinProgressBar::setFraction(double fraction) {
  active_ = true;
  fraction_ = std::min(fraction, 1.0);
  runOrRest();
  update();
}

void ThinProgressBar::clear() {
  active_ = false;
  runOrRest();
  update();
}

void ThinProgressBar::runOrRest() {
  const bool run = active_ && fraction_ < 0 && isVisible();
  if (run && !clock_->isActive()) clock_->start();
  if (!run) clock_->stop();
}

void ThinProgressBar::showEvent(QShowEvent*) {
  runOrRest();
}
void ThinProgressBar::hideEvent(QHideEvent*) {
  clock_->stop();
}

void ThinProgressBar::paintEvent(QPaintEvent*) {
  if (!active_) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const double round = kHeight / 2.0;
  QColor groove = palette().color(QPalette::WindowText);
  groove.setAlphaF(0.15f);
  painter.setBrush(groove);
  painter.drawRoundedRect(rect(), round, round);
  QRectF done(0, 0, width() * std::max(fraction_, 0.0), kHeight);
  if (fraction_ < 0) {
    const double share = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * phase_);
    done = QRectF(share * width() * (1 - kRunnerShare), 0, width() * kRunnerShare, kHeight);
  }
  painter.setBrush(palette().color(QPalette::Highlight));
  painter.drawRoundedRect(done, round, round);
}

}  // namespace timbre::ui
