#include "ui/window/ToolBar.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <array>

#include "ui/Icons.h"
#include "ui/PlainText.h"
#include "ui/window/LevelMeter.h"
#include "ui/window/VolumeSlider.h"

namespace timbre::ui {
namespace {

constexpr int kVolumeStep = 5;  // %
constexpr int kIconSize = 18;

}  // namespace

ToolBar::ToolBar(ActionTable& actions, AudioBackend& out, Transport& transport,
                 Preferences& preferences, QWidget* parent)
    : QToolBar(tr("Tools"), parent),
      actions_(actions),
      out_(out),
      transport_(transport),
      volume_(new VolumeSlider(out, preferences, this)) {
  setObjectName(QStringLiteral("toolBar"));
  setMovable(false);
  setIconSize(QSize(kIconSize, kIconSize));
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  for (const ActionId id :
       {ActionId::Play, ActionId::Sweep, ActionId::Loop, ActionId::PlayOnSelect})
    addAction(&actions[id]);
  addSeparator();
  for (const ActionId id : {ActionId::ExportSound, ActionId::ExportPicture})
    addAction(&actions[id]);
  auto* gap = new QWidget(this);
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(gap);
  meter_ = addWidget(new LevelMeter(out, transport, this));
  device_ = deviceButton();
  deviceAction_ = addWidget(device_);
  showDevice();
  auto* label = new QLabel(tr("Volume"), this);
  label->setContentsMargins(8, 0, 6, 0);
  addWidget(label);
  addWidget(volume_);
  connect(&transport, &Transport::stateChanged, this, &ToolBar::applyAppearance);
  applyAppearance();
}

void ToolBar::addFirst(QWidget& widget) {
  QAction* first = actions().constFirst();
  insertWidget(first, &widget);
  insertSeparator(first);
}

QToolButton* ToolBar::deviceButton() {
  auto* made = new QToolButton(this);
  made->setObjectName(QStringLiteral("deviceButton"));
  made->setAccessibleName(tr("Output device"));
  made->setPopupMode(QToolButton::InstantPopup);
  connect(&out_, &AudioBackend::devicesChanged, this, &ToolBar::showDevice);
  return made;
}

void ToolBar::setDevices(QMenu& devices) {
  device_->setMenu(&devices);
}

void ToolBar::showDevice() {
  const auto device = out_.deviceInUse();
  device_->setToolTip(
      plainTip(device ? tr("Output device: %1").arg(device->name) : tr("No output device")));
}

void ToolBar::stepVolume(int steps) {
  volume_->setValue(volume_->value() + steps * kVolumeStep);
}

void ToolBar::applyAppearance() {
  const auto set = [this](ActionId id, Sign sign) { actions_[id].setIcon(icon(sign, palette())); };
  set(ActionId::Sweep, Sign::Sweep);
  set(ActionId::Loop, Sign::Loop);
  set(ActionId::PlayOnSelect, Sign::Ear);
  set(ActionId::ExportSound, Sign::Export);
  set(ActionId::ExportPicture, Sign::Export);
  device_->setIcon(icon(Sign::Sound, palette()));
  set(ActionId::Play, transport_.playing() || transport_.waiting() ? Sign::Stop : Sign::Play);
}

/// Where there is no room for everything, the meter goes, then the words beside signs, then the
/// device, which is in a menu: the volume stays on the screen.
void ToolBar::fit() {
  constexpr std::array kTerse{ActionId::Play, ActionId::Loop, ActionId::PlayOnSelect};
  const auto words = [&](Qt::ToolButtonStyle style) {
    for (const ActionId id : kTerse)
      if (auto* button = qobject_cast<QToolButton*>(widgetForAction(&actions_[id])))
        button->setToolButtonStyle(style);
  };
  const auto fits = [this] { return sizeHint().width() <= width(); };
  words(Qt::ToolButtonTextBesideIcon);
  for (QAction* each : {meter_, deviceAction_}) each->setVisible(true);
  meter_->setVisible(fits());
  if (!fits()) words(Qt::ToolButtonIconOnly);
  deviceAction_->setVisible(fits());
}

void ToolBar::resizeEvent(QResizeEvent* event) {
  fit();
  QToolBar::resizeEvent(event);
}

void ToolBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && volume_) applyAppearance();
  QToolBar::changeEvent(event);
}

}  // namespace timbre::ui
