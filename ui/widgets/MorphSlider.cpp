#include "ui/widgets/MorphSlider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/PlainText.h"
#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

constexpr int kSteps = 1000;
constexpr int kRestMs = 150;
constexpr int kTickHeight = 4;

}  // namespace

MorphSlider::MorphSlider(const QString& name, QWidget* parent)
    : QWidget(parent),
      name_(new QLabel(name, this)),
      valueText_(new QLabel(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      left_(new ElidingLabel(this)),
      right_(new ElidingLabel(this)),
      reasonText_(new QLabel(this)),
      rest_(new QTimer(this)) {
  slider_->setRange(0, kSteps);
  slider_->setSingleStep(kSteps / 100);
  slider_->setPageStep(kSteps / 10);
  slider_->setValue(resting_);
  slider_->setAccessibleName(name);
  slider_->installEventFilter(this);
  name_->setBuddy(slider_);
  setFocusProxy(slider_);
  right_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  valueText_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* top = new QHBoxLayout;
  top->addWidget(name_);
  top->addStretch(1);
  top->addWidget(valueText_);
  auto* ends = new QHBoxLayout;
  ends->setSpacing(12);
  ends->addWidget(left_);
  ends->addStretch(1);  // so that a long name may take what a short one leaves
  ends->addWidget(right_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addLayout(top);
  column->addWidget(slider_);
  column->addSpacing(kTickHeight);
  column->addLayout(ends);
  column->addWidget(reasonText_);
  column->addStretch(1);
  reasonText_->setWordWrap(true);
  reasonText_->hide();
  rest_->setSingleShot(true);
  rest_->setInterval(kRestMs);
  connect(rest_, &QTimer::timeout, this, &MorphSlider::settle);
  connect(slider_, &QSlider::valueChanged, this, [this] { userMoved(); });
  connect(slider_, &QSlider::sliderReleased, this, &MorphSlider::settle);
  applyAppearance();
  showValue();
}

void MorphSlider::setEnds(const QString& left, const QString& right) {
  leftEnd_ = left;
  rightEnd_ = right;
  showEnds();
}

void MorphSlider::setValue(double value) {
  const QSignalBlocker quiet(slider_);
  slider_->setValue(static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * kSteps)));
  rest_->stop();
  showValue();
}

double MorphSlider::value() const {
  return static_cast<double>(slider_->value()) / kSteps;
}

void MorphSlider::setRestingValue(double value) {
  resting_ = static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * kSteps));
}

void MorphSlider::setUnavailable(const QString& reason) {
  reason_ = reason;
  rest_->stop();
  slider_->setEnabled(false);
  slider_->setAccessibleDescription(reason);
  showEnds();
  showValue();
}

void MorphSlider::setAvailable() {
  slider_->setEnabled(true);
  showEnds();
  showValue();
}

bool MorphSlider::available() const {
  return slider_->isEnabledTo(this);
}

bool MorphSlider::eventFilter(QObject* watched, QEvent* event) {
  if (watched == slider_ && event->type() == QEvent::MouseButtonDblClick && available()) {
    slider_->setSliderDown(false);
    slider_->setValue(resting_);
    settle();
    return true;
  }
  if (watched == slider_ && event->type() == QEvent::MouseButtonPress && available())
    jumpTo(*static_cast<QMouseEvent*>(event));
  return QWidget::eventFilter(watched, event);
}

void MorphSlider::jumpTo(const QMouseEvent& press) {
  if (press.button() != Qt::LeftButton) return;
  QStyleOptionSlider option;
  option.initFrom(slider_);
  option.orientation = Qt::Horizontal;
  option.minimum = slider_->minimum();
  option.maximum = slider_->maximum();
  option.sliderPosition = option.sliderValue = slider_->value();
  const auto part = [&](QStyle::SubControl which) {
    return slider_->style()->subControlRect(QStyle::CC_Slider, &option, which, slider_);
  };
  const QRect handle = part(QStyle::SC_SliderHandle), groove = part(QStyle::SC_SliderGroove);
  if (handle.contains(press.pos())) return;
  // The knob comes under the pointer; the press then takes hold of it.
  slider_->setValue(QStyle::sliderValueFromPosition(
      option.minimum, option.maximum, press.pos().x() - groove.x() - handle.width() / 2,
      groove.width() - handle.width()));
  rest_->stop();  // it is in the hand: it settles when it is let go
}

void MorphSlider::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) applyAppearance();
}

void MorphSlider::paintEvent(QPaintEvent*) {
  // Fusion's own marks are darker than the window: on dark they cannot be seen.
  QPainter painter(this);
  painter.setPen(
      palette().color(available() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
  const QRect groove = slider_->geometry();
  const int x = groove.center().x();
  painter.drawLine(x, groove.bottom() + 1, x, groove.bottom() + kTickHeight);
}

void MorphSlider::userMoved() {
  showValue();
  emit moved(value());
  // While the handle is held the hand may come back; a key or the wheel ends by resting.
  if (!slider_->isSliderDown()) rest_->start();
}

void MorphSlider::settle() {
  rest_->stop();
  emit settled(value());
}

void MorphSlider::applyAppearance() {
  QFont bold = font();
  bold.setBold(true);
  name_->setFont(bold);
  // As wide as its widest text: the layout stays while the number changes.
  valueText_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
}

void MorphSlider::showValue() {
  const QString text = QStringLiteral("%1 %").arg(value() * 100, 0, 'f', 0);
  valueText_->setText(available() ? text : QString());
  if (available()) slider_->setAccessibleDescription(text);  // its number alone is of a thousand
}

void MorphSlider::setEndsShown(bool shown) {
  if (shown == endsShown_) return;
  endsShown_ = shown;
  showEnds();
}

void MorphSlider::showEnds() {
  left_->setVisible(available() && endsShown_);
  right_->setVisible(available() && endsShown_);
  left_->setText(leftEnd_);
  right_->setText(rightEnd_);
  reasonText_->setVisible(!available());
  reasonText_->setText(reason_);
  slider_->setToolTip(plainTip(available() ? QString() : reason_));
  // At once: who asks for the height next is not to hear the old one.
  layout()->activate();
  updateGeometry();
}

}  // namespace timbre::ui
