#include "ui/views/PlotCues.h"

#include <utility>

namespace timbre::ui {

PlotCues::PlotCues(Transport& transport, PlotGroup& group, QObject* parent)
    : QObject(parent), transport_(transport), group_(group) {
  connect(&group, &PlotGroup::pointClicked, this,
          [this](double seconds, double) { setCue({.start = seconds, .loop = {}}); });
  connect(&group, &PlotGroup::partMarked, this, &PlotCues::takePart);
}

void PlotCues::setTracks(const QList<Track>& tracks) {
  tracks_ = tracks;
  // Not of what has it already: that would make it begin again.
  for (const Track& track : std::as_const(tracks_))
    if (transport_.cue(track) != cue_) transport_.setCue(track, cue_);
  show(cue_);
}

void PlotCues::setCue(const Cue& cue) {
  cue_ = cue;
  for (const Track& track : std::as_const(tracks_)) transport_.setCue(track, cue);
  show(cue);
}

void PlotCues::takePart(const Interval& seconds, bool done) {
  const Cue part{.start = seconds.from, .loop = LoopRegion{seconds.from, seconds.to}};
  if (!done) return show(part);
  setCue(part);
  const Track now = transport_.current();
  if (transport_.playing() && hasTrack(now)) return;
  transport_.play(hasTrack(now) ? now : tracks_.value(0));
}

void PlotCues::show(const Cue& cue) {
  const auto loop = cue.loop ? std::optional(Interval{cue.loop->from, cue.loop->to}) : std::nullopt;
  group_.setCue(cue.start, loop);
}

}  // namespace timbre::ui
