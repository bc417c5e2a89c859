#include "ui/library/HoverPlayer.h"

#include "base/Version.h"
#include "dataset/NoteLibrary.h"
#include "synthesis/RenderedSound.h"

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
      Lane::Compute, this,
      [note](Progress&) -> Result<synthesis::RenderedSound> {
        auto clip = dataset::readNote(note);
        if (!clip) return tl::unexpected(clip.error());
        synthesis::SynthesisRequest request;
        synthesis::SourceNote source;
        source.note = {note.id, synthesis::hashOf(*clip)};
        source.pitch = note.pitch;
        request.notes = {source};
        request.program = programVersion();
        return synthesis::RenderedSound{*clip, request};
      },
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
