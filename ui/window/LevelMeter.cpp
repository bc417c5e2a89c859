#include "ui/window/LevelMeter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/Units.h"
#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/Theme.h"

namespace timbre::ui {
namespace {

constexpr int kLookMs = 33;
constexpr int kMeterWidth = 84, kBar = 8;  // px
constexpr int kGapBehind = 4;              // px
constexpr int kMark = 2;                   // px, of the held peak

/// Where a level stands, in [0, 1].
double shareOf(double db) {
  return std::clamp(1 - db / PeakHold::kLowest, 0.0, 1.0);
}

}  // namespace

LevelMeter::LevelMeter(AudioBackend& out, const Transport& transport, QWidget* parent)
    : QWidget(parent), out_(out), transport_(transport), timer_(this) {
  setObjectName(QStringLiteral("levelMeter"));
  setReaderRole(*this, QAccessible::Graphic);
  setAccessibleName(tr("Level"));
  setContentsMargins(0, 0, kGapBehind, 0);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  timer_.setInterval(kLookMs);
  connect(&timer_, &QTimer::timeout, this, &LevelMeter::tick);
  connect(&transport, &Transport::stateChanged, this, &LevelMeter::followTransport);
  setToolTip(plainTip(text()));
}

QSize LevelMeter::sizeHint() const {
  return {kMeterWidth, fontMetrics().height()};
}

QString LevelMeter::text() const {
  if (meter_.held() <= PeakHold::kLowest) return tr("Level of what plays: silence");
  const QString size = QString::number(std::abs(meter_.held()), 'f', 1);
  const QString sign =
      meter_.held() < 0 && size != QLatin1String("0.0") ? QString(QChar(0x2212)) : QString();
  return tr("Level of what plays: peak %1\u00a0dBFS").arg(sign + size);
}

void LevelMeter::followTransport() {
  if (!transport_.playing() || timer_.isActive()) return;
  (void)out_.takePeak();  // of what played before
  since_.start();
  timer_.start();
}

void LevelMeter::tick() {
  const double before = meter_.held();
  const double peak = std::max(out_.takePeak(), 1e-9);
  meter_.take(decibels(peak), static_cast<double>(since_.restart()) / 1000);
  update();
  if (meter_.silent() && !transport_.playing()) timer_.stop();
  if (meter_.held() == before) return;
  setToolTip(plainTip(text()));
  setAccessibleDescription(text());
}

void LevelMeter::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRect room = contentsRect();
  const int top = (room.height() - kBar) / 2;
  const QRectF bar(0.5, top + 0.5, room.width() - 1, kBar);
  painter.fillRect(bar, palette().color(QPalette::Base));
  const double inside = bar.width() - 1;
  painter.fillRect(QRectF(bar.left() + 0.5, bar.top() + 0.5, inside * shareOf(level()), kBar - 1),
                   palette().color(QPalette::Highlight));
  if (meter_.held() > PeakHold::kLowest) {
    const double at = bar.left() + 0.5 + (inside - kMark) * shareOf(meter_.held());
    painter.fillRect(QRectF(at, bar.top(), kMark, kBar), palette().color(QPalette::WindowText));
  }
  painter.setPen(QPen(plotColours(palette()).axis, 1));
  painter.drawRect(bar);
}

}  // namespace timbre::ui
