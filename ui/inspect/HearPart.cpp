#include "ui/inspect/HearPart.h"

#include <algorithm>
#include <cmath>

#include "base/Units.h"
#include "spectral/MaskedSound.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

constexpr double kHearableDb = -24;  // dBFS: what peaks lower is raised to it
constexpr double kMostRaisedDb = 40;

}  // namespace

HearPart::HearPart(AppContext& bench, QObject* parent) : QObject(parent), bench_(bench) {
  connect(&bench.link, &PlotLink::hearAsked, this, &HearPart::hear);
  connect(&bench.transport, &Transport::stateChanged, this, &HearPart::end);
}

void HearPart::hear(const PartWish& wish) {
  const synthesis::RenderedSound* sound = bench_.transport.sound(wish.track);
  if (!sound)
    return emit said(tr("The sound is not finished yet; wait until it is to play its parts"));
  std::optional<double> fundamental;
  const auto& request = sound->request;
  if (request.pitch) {
    fundamental = frequencyOf(MidiPitch(*request.pitch));
  } else if (!request.notes.empty() && request.notes.front().pitch >= 0) {
    fundamental = frequencyOf(MidiPitch(request.notes.front().pitch));
  }
  whole_ = wish.track;
  job_.cancel();
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [clip = sound->clip, fundamental, wish](Progress& progress) {
        return make(clip, fundamental, wish, progress);
      },
      [this](const Result<Part>& part) {
        if (part) return play(*part);
        emit said(QString::fromStdString(part.error().message));
      },
      {.progress = {}, .priority = 20});
}

Result<HearPart::Part> HearPart::make(const audio::AudioClip& clip,
                                      std::optional<double> fundamental, const PartWish& wish,
                                      Progress& progress) {
  Part part;
  if (wish.to) {
    part.box = {std::min(wish.from.seconds, wish.to->seconds),
                std::max(wish.from.seconds, wish.to->seconds),
                std::min(wish.from.hertz, wish.to->hertz),
                std::max(wish.from.hertz, wish.to->hertz)};
  } else {
    auto partial = analysis::partialAt(clip, wish.from.seconds, wish.from.hertz, fundamental);
    if (!partial) return tl::unexpected(partial.error());
    if (!*partial)
      return fail(ErrorCode::NotFound,
                  "There is no clear partial here; point at a line of the picture");
    part.partial = **partial;
    part.box = part.partial->box;
  }
  auto alone = spectral::maskedSound(clip, part.box, progress);
  if (!alone) return tl::unexpected(alone.error());
  const double peak = audio::peakOf(*alone);
  if (peak > 0) {
    part.raisedDb = std::clamp(kHearableDb - decibels(peak), 0.0, kMostRaisedDb);
    part.clip = part.raisedDb > 0 ? audio::normalized(*alone, decibels(peak) + part.raisedDb)
                                  : audio::withinFullScale(*alone);
  } else {
    part.clip = *alone;
  }
  return part;
}

void HearPart::play(const Part& part) {
  const synthesis::RenderedSound* whole = bench_.transport.sound(whole_);
  if (!whole) return;
  bench_.transport.setSound(Track::part(), {part.clip, whole->request});
  bench_.transport.play(Track::part());
  emit said(sentenceOf(part));
}

QString HearPart::sentenceOf(const Part& part) const {
  const double a4 = bench_.tuning.a4();
  QString text;
  if (part.partial) {
    text = part.partial->number > 0 ? tr("Partial %1 alone").arg(part.partial->number)
                                    : tr("One partial alone");
    text += QStringLiteral(": %1, %2, %3")
                .arg(frequencyText(part.partial->hertz), noteText(part.partial->hertz, a4),
                     levelText(part.partial->levelDb, -140));
  } else {
    text = tr("Part alone: %1 to %2, %3 to %4")
               .arg(timeText(part.box.fromSeconds), timeText(part.box.toSeconds),
                    frequencyText(part.box.fromHertz), frequencyText(part.box.toHertz));
  }
  if (part.raisedDb >= 0.5) text += tr(", amplified by %1 dB").arg(part.raisedDb, 0, 'f', 0);
  return text + tr(". Esc stops it.");
}

/// The track of the part is gone with its sound.
void HearPart::end() {
  if (bench_.transport.state() != Transport::State::Stopped) return;
  if (bench_.transport.current() != Track::part()) return;
  bench_.transport.setCurrent(whole_);
  bench_.transport.clear(Track::part());
}

}  // namespace timbre::ui
