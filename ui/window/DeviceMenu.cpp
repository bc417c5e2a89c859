#include "ui/window/DeviceMenu.h"

#include <QActionGroup>

namespace timbre::ui {

DeviceMenu::DeviceMenu(AudioBackend& out, Preferences& preferences, QWidget* parent)
    : QMenu(tr("Output &device"), parent), out_(out), preferences_(preferences) {
  setObjectName(QStringLiteral("deviceMenu"));
  connect(&out_, &AudioBackend::devicesChanged, this, &DeviceMenu::fill);
  fill();
}

void DeviceMenu::fill() {
  clear();
  delete group_;
  group_ = new QActionGroup(this);
  addDevice(tr("The system's default"), {});
  const auto devices = out_.devices();
  if (!devices.isEmpty()) addSeparator();
  for (const SoundDevice& device : devices) addDevice(device.name, device.id);
}

void DeviceMenu::addDevice(const QString& name, const QByteArray& id) {
  QAction* made = addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")));
  made->setCheckable(true);
  made->setChecked(id == out_.chosenDevice());
  group_->addAction(made);
  connect(made, &QAction::triggered, this, [this, id] {
    preferences_.setDevice(id);
    out_.chooseDevice(id);
  });
}

}  // namespace timbre::ui
