#include "ui/widgets/DifferenceLegend.h"

#include <QPainter>

#include "spectral/LevelDifference.h"
#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/Theme.h"
#include "ui/widgets/Picture.h"

namespace timbre::ui {
namespace {

constexpr int kBarWidth = 96;
constexpr int kBarHeight = 10;
constexpr int kSwatchGap = 5;

QString endText(int sign) {
  const QChar mark = sign < 0 ? QChar(0x2212) : QLatin1Char('+');
  return mark + QString::number(spectral::kDifferenceRangeDb, 'f', 0);
}

}  // namespace

DifferenceLegend::DifferenceLegend(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("differenceLegend"));
  setReaderRole(*this, QAccessible::Graphic);
  setAccessibleName(tr("Colours of the difference: blue is quieter than the original, orange "
                       "louder, by up to %1 dB")
                        .arg(spectral::kDifferenceRangeDb, 0, 'f', 0));
  setToolTip(plainTip(accessibleName()));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void DifferenceLegend::setOnWhite(bool onWhite) {
  onWhite_ = onWhite;
  update();
}

QSize DifferenceLegend::sizeHint() const {
  const int texts = fontMetrics().horizontalAdvance(endText(-1)) +
                    fontMetrics().horizontalAdvance(endText(1) + tr(" dB"));
  return {texts + kBarWidth + 2 * kSwatchGap, fontMetrics().height() + 2};
}

void DifferenceLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::WindowText));
  const int left = fontMetrics().horizontalAdvance(endText(-1));
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, endText(-1));
  painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, endText(1) + tr(" dB"));
  const QRect bar(left + kSwatchGap, (height() - kBarHeight) / 2, kBarWidth, kBarHeight);
  painter.drawImage(bar, imageOf(spectral::differenceLegend(onWhite_, bar.width(), 1)));
  painter.setPen(plotColours(palette()).axis);
  painter.drawRect(bar.adjusted(-1, -1, 0, 0));
}

}  // namespace timbre::ui
