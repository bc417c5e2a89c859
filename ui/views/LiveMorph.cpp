#include "ui/views/LiveMorph.h"

#include <QLocale>
#include <utility>

namespace timbre::ui {
namespace {

constexpr double kLeastSpeed = 1.2;  // times real time, or it could not keep its lead
constexpr long kGapsBorne = 4;       // within one sound
constexpr int kHearMs = 2500;        // what was moved is heard so long before the note may end
constexpr int kBeforeFinal = 11;     // priority in the lane: the final sound needs the same notes

}  // namespace

LiveMorph::LiveMorph(AppContext& bench, QObject* parent)
    : QObject(parent), bench_(bench), lately_(this) {
  lately_.setSingleShot(true);
  lately_.setInterval(kHearMs);
  connect(&lately_, &QTimer::timeout, this, &LiveMorph::repeatOrNot);
  connect(&bench.transport, &Transport::loopChanged, this, &LiveMorph::repeatOrNot);
  connect(&bench.transport, &Transport::moved, this, &LiveMorph::countGaps);
  connect(&bench.transport, &Transport::stateChanged, this, [this] {
    if (!bench_.transport.playing() && !bench_.transport.waiting()) stop();
  });
}

LiveMorph::~LiveMorph() = default;

void LiveMorph::getReady(const synthesis::ResolvedRequest& recipe) {
  forget();
  recipe_ = recipe;
  if (recipe.model.kind != "wavenet" || !recipe.b) return;
  getting_ = bench_.jobs.run(
      Lane::Model, this,
      [&maker = bench_.maker, recipe](Progress& progress) {
        return maker.live(recipe, synthesis::ModelSlot::Final, progress);
      },
      [this](Result<synthesis::LiveSession> kit) {
        if (kit) take(std::move(*kit));  // why not: the final sound fails for the same reason
      },
      {.progress = {}, .priority = kBeforeFinal});
}

void LiveMorph::forget() {
  getting_.cancel();
  if (!kit_) return;
  kit_.reset();
  bench_.transport.setPerformer(Track::Morph, {});
  emit statusChanged();
}

void LiveMorph::take(synthesis::LiveSession kit) {
  kit_ = std::move(kit);
  failed_ = false;
  gaps_ = 0;
  if (ready()) bench_.transport.setPerformer(Track::Morph, [this] { return perform(); });
  emit statusChanged();
}

bool LiveMorph::fastEnough() const {
  return kit_->speed >= kLeastSpeed && !failed_;
}

bool LiveMorph::sounding() const {
  return sound_ && kit_ && playing_ == kit_->decoder && !sound_->heard()->finished();
}

void LiveMorph::follow(const synthesis::ResolvedRequest& recipe) {
  recipe_ = recipe;
  if (!sounding()) return;
  const auto mixed = kit_->mixed(recipe);
  // The same notes, mixed by numbers between 0 and 1: nothing that the decoder could refuse.
  if (mixed) static_cast<void>(playing_->change(*mixed));
}

void LiveMorph::sound() {
  lately_.start();
  if (!sounding()) bench_.transport.play(Track::Morph);
  repeatOrNot();
}

void LiveMorph::setHeld(bool held) {
  held_ = held;
  repeatOrNot();
}

void LiveMorph::repeatOrNot() {
  if (playing_) playing_->repeat(bench_.transport.loop() || held_ || lately_.isActive());
}

std::optional<LiveStream> LiveMorph::perform() {
  stop();
  if (!ready()) return {};
  const auto mixed = kit_->mixed(recipe_);
  if (!mixed || !kit_->decoder->prepare(*mixed)) return {};
  auto sound = synthesis::LivePlayback::create(kit_->decoder, kit_->speed, bench_.out.rate());
  if (!sound) return {};
  sound_ = std::move(*sound);
  playing_ = kit_->decoder;
  gapsBefore_ = bench_.out.underruns();
  repeatOrNot();
  const auto& card = playing_->card();
  return LiveStream{.stream = sound_->heard(),
                    .enough = [this] { return sound_ && sound_->enough(); },
                    .seconds = static_cast<double>(mixed->frames) * card.hop / card.rate.hz};
}

void LiveMorph::countGaps() {
  if (!sound_) return;
  const long now = bench_.out.underruns();
  const long before = std::exchange(gapsBefore_, now);
  if (now == before) return;
  gaps_ += now - before;
  failed_ = gaps_ > kGapsBorne;
  if (failed_) bench_.transport.setPerformer(Track::Morph, {});
  emit statusChanged();
}

void LiveMorph::stop() {
  sound_.reset();
  playing_.reset();
}

QString LiveMorph::status() const {
  if (!kit_) return {};
  const QString speed = QLocale().toString(kit_->speed, 'f', 1);
  if (kit_->speed < kLeastSpeed) {
    return tr("Not live: made at %1 × real time here; the baseline is heard first").arg(speed);
  }
  if (failed_) return tr("Not live: this machine is too busy; the baseline is heard first");
  const QString live = tr("Live: the WaveNet follows the sliders (%1 × real time)").arg(speed);
  if (gaps_ == 0) return live;
  return live + (gaps_ == 1 ? tr(", 1 gap") : tr(", %1 gaps").arg(gaps_));
}

}  // namespace timbre::ui
