#include "ui/audioout/LoudnessMatcher.h"

#include <cmath>
#include <utility>
#include <vector>

namespace timbre::ui {

LoudnessMatcher::LoudnessMatcher(Transport& transport, JobRunner& jobs, QObject* parent)
    : QObject(parent), transport_(transport), jobs_(jobs) {
  connect(&transport, &Transport::tracksChanged, this, &LoudnessMatcher::look);
}

void LoudnessMatcher::setTracks(const QList<Track>& tracks) {
  for (const Track& track : std::as_const(tracks_))
    if (!tracks.contains(track)) transport_.setGain(track, 1);
  tracks_ = tracks;
  look();
  apply();
}

void LoudnessMatcher::setOn(bool on) {
  if (on == on_) return;
  on_ = on;
  apply();
}

std::optional<double> LoudnessMatcher::loudness(const Track& track) const {
  const auto found = measured_.find(track);
  return found == measured_.end() ? std::nullopt : found->second.level.lufs;
}

std::optional<double> LoudnessMatcher::change(const Track& track) const {
  const double gain = transport_.gain(track);
  return gain != 1 ? std::optional(20 * std::log10(gain)) : std::nullopt;
}

void LoudnessMatcher::look() {
  bool gone = false;
  for (auto at = measured_.begin(); at != measured_.end();) {
    const bool there = tracks_.contains(at->first) && transport_.sound(at->first);
    gone = gone || !there;
    at = there ? std::next(at) : measured_.erase(at);
  }
  for (const Track& track : std::as_const(tracks_))
    if (const auto* sound = transport_.sound(track)) measure(track, sound->clip);
  if (gone) apply();
}

void LoudnessMatcher::measure(const Track& track, const audio::AudioClip& clip) {
  Measured& known = measured_[track];
  if (known.clip.samples().data() == clip.samples().data()) return;
  known.job.cancel();
  known = {clip, {}, {}};
  known.job = jobs_.run(
      Lane::Compute, this, [clip](Progress&) { return analysis::levelOf(clip); },
      [this, track](const Result<analysis::SoundLevel>& level) {
        const auto found = measured_.find(track);
        if (!level || found == measured_.end()) return;
        found->second.level = *level;
        apply();
      });
}

void LoudnessMatcher::apply() {
  std::vector<analysis::SoundLevel> levels;
  for (const Track& track : std::as_const(tracks_)) {
    const auto known = on_ ? measured_.find(track) : measured_.end();
    levels.push_back(known == measured_.end() ? analysis::SoundLevel() : known->second.level);
  }
  const auto gains = analysis::matchingGains(levels);
  for (qsizetype i = 0; i < tracks_.size(); ++i)
    transport_.setGain(tracks_[i], gains[static_cast<std::size_t>(i)]);
  emit changed();
}

}  // namespace timbre::ui
