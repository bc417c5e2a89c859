#include "ui/library/HoverPlayer.h"

#include "synthesis/OriginalSound.h"

namespace timbre::ui {
namespace {

constexpr int kPriority = 60;  // a person waits for it

Track hovered() {
  return {QStringLiteral("hovered")};
}

}  // namespace

void HoverPlayer::hear(const dataset::NoteInfo& note) {
  reading_.cancel();
  reading_ = jobs_.run(
      Lane::Compute, this, [note](Progress&) { return synthesis::originalSound(note); },
      [this](Result<synthesis::RenderedSound> sound) {
        if (!sound) return;  // the map is not a place to complain
        transport_.stop();
        transport_.setSound(hovered(), std::move(*sound));
        transport_.play(hovered());
      },
      {.progress = {}, .priority = kPriority});
}

void HoverPlayer::stop() {
  reading_.cancel();
  if (transport_.current() == hovered()) {
    transport_.stop();
    transport_.setCurrent(Track::original());
  }
}

}  // namespace timbre::ui
