#include "ui/inspect/InspectedSounds.h"

#include <algorithm>
#include <array>

#include "ui/Theme.h"
#include "ui/views/ComparedModels.h"

namespace timbre::ui {

InspectedSounds::InspectedSounds(AppContext& bench, QObject* parent)
    : QObject(parent), bench_(bench), sounds_(read()) {
  connect(&bench.transport, &Transport::tracksChanged, this, &InspectedSounds::update);
  connect(&bench.transport, &Transport::currentChanged, this, &InspectedSounds::changed);
  connect(&bench.models, &ModelList::changed, this, &InspectedSounds::update);
}

const InspectedSound* InspectedSounds::find(const Track& track) const {
  const auto found =
      std::ranges::find_if(sounds_, [&](const auto& sound) { return sound.track == track; });
  return found == sounds_.end() ? nullptr : &*found;
}

const InspectedSound* InspectedSounds::current() const {
  if (const auto* playing = find(bench_.transport.current())) return playing;
  return sounds_.empty() ? nullptr : &sounds_.front();
}

std::vector<InspectedSound> InspectedSounds::read() const {
  std::vector<InspectedSound> found;
  const auto add = [&](const Track& track, const QString& name) {
    const synthesis::RenderedSound* sound = bench_.transport.sound(track);
    if (!sound || sound->clip.empty()) return;
    std::optional<double> pitch = sound->request.pitch;
    if (!pitch && !sound->request.notes.empty() && sound->request.notes.front().pitch >= 0)
      pitch = sound->request.notes.front().pitch;
    found.push_back({track, name, sound->clip, pitch});
  };
  add(Track::original(), tr("Original"));
  for (const auto& card : bestFirst(bench_.models.cards()))
    add(Track::model(QString::fromStdString(card.name)), plainName(card));
  add(Track::morph(), tr("Morph"));
  return found;
}

void InspectedSounds::update() {
  auto now = read();
  const bool same = std::ranges::equal(now, sounds_, [](const auto& a, const auto& b) {
    return a.track == b.track && a.name == b.name &&
           a.clip.samples().data() == b.clip.samples().data();
  });
  if (same) return;
  sounds_ = std::move(now);
  emit changed();
}

QPen penOfSound(std::size_t place, const QPalette& palette) {
  if (place == 0) return QPen(palette.color(QPalette::WindowText), 1.2);
  const bool dark = isDark(palette);
  struct Look {
    QRgb onLight, onDark;
    Qt::PenStyle style;
  };
  static constexpr std::array kLooks{
      Look{0x0b5fb0, 0x6cb6ff, Qt::SolidLine}, Look{0xb35500, 0xffb34d, Qt::DashLine},
      Look{0x1f7a33, 0x7fd68a, Qt::DashDotLine}, Look{0x8b3a9e, 0xe0a0f0, Qt::DotLine}};
  const Look& look = kLooks[(place - 1) % kLooks.size()];
  return QPen(QColor(dark ? look.onDark : look.onLight), 1.4, look.style);
}

}  // namespace timbre::ui
