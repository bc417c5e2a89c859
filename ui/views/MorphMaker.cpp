#include "ui/views/MorphMaker.h"

#include <utility>

namespace timbre::ui {
namespace {

constexpr int kRestMs = 120;
constexpr int kPreviewIterations = 16;  // of Griffin and Lim: rough, but there in an instant
constexpr int kBeforeOthers = 10;       // priority in the lanes

QString shortTitle(const model::ModelCard& card) {
  return QString::fromStdString(card.title).section(QStringLiteral(" ("), 0, 0);
}

}  // namespace

MorphMaker::MorphMaker(AppContext& bench, QObject* parent)
    : QObject(parent),
      bench_(bench),
      live_(bench, this),
      preview_(bench.jobs, bench.maker, this),
      final_(bench.jobs, bench.maker, this),
      rest_(this) {
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, &MorphMaker::begin);
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Library || what == Change::Selection) return;
    change(what == Change::Timbre || what == Change::Dynamics);
  });
  connect(&bench.models, &ModelList::changed, this, [this] { change(false); });
  connect(&live_, &LiveMorph::statusChanged, this, &MorphMaker::liveChanged);
  connect(&bench.transport, &Transport::stoppedByUser, this, [this] { wanted_ = false; });
  connect(&bench.transport, &Transport::wanted, this, [this](Track track) {
    if (track == Track::Morph && !busy()) change(false);
  });
  connectPreview();
  connectFinal();
}

void MorphMaker::playWhenReady() {
  wanted_ = true;
}

void MorphMaker::cancel() {
  rest_.stop();
  preview_.cancel();
  final_.cancel();
  growing_.reset();
  wanted_ = false;
  emit settled();
}

const model::ModelCard* MorphMaker::finalModel() const {
  if (const auto* chosen = bench_.models.named(bench_.session.state().model)) return chosen;
  if (const auto* wavenet = bench_.models.preferred("wavenet")) return wavenet;
  return bench_.models.preferred("baseline");
}

std::optional<synthesis::ResolvedRequest> MorphMaker::recipe(const model::ModelCard* card) const {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  if (!a || !b || !card) return {};
  synthesis::ResolvedRequest recipe;
  recipe.a = synthesis::endpointOf(bench_.session.library(), *a, state.dynamics);
  recipe.b = synthesis::endpointOf(bench_.session.library(), *b, state.dynamics);
  recipe.timbre = state.timbre;
  recipe.model = *card;
  recipe.postFilter = state.postFilter;
  return recipe;
}

void MorphMaker::change(bool sliders) {
  const auto recipe = this->recipe(finalModel());
  if (!recipe || !sliders) live_.forget();
  if (recipe) live_.follow(*recipe);
  if (live_.ready() && std::exchange(wanted_, false)) live_.sound();
  preview_.cancel();
  final_.cancel();
  growing_.reset();
  finalSeen_ = false;
  rest_.start();
}

void MorphMaker::begin() {
  const auto* card = finalModel();
  const auto recipe = this->recipe(card);
  if (!recipe) {
    bench_.transport.clear(Track::Morph);
    emit settled();
    return;
  }
  emit began();
  if (live_.ready()) {
    bench_.transport.forget(Track::Morph);
    return startFinal();
  }
  if (!live_.known()) live_.getReady(*recipe);
  const bool found = bench_.maker.cache().find(synthesis::keyOf(*recipe)).has_value();
  if (found || !startPreview(*card)) startFinal();
}

bool MorphMaker::startPreview(const model::ModelCard&) {
  const auto* baseline = bench_.models.preferred("baseline");
  auto recipe = this->recipe(baseline);
  if (!recipe) return false;
  recipe->griffinLimIterations = kPreviewIterations;
  preview_.start(optionsFor(*recipe, Lane::Preview, synthesis::ModelSlot::Preview));
  return true;
}

void MorphMaker::startFinal() {
  const auto recipe = this->recipe(finalModel());
  if (!recipe) return;
  final_.start(optionsFor(*recipe, Lane::Model, synthesis::ModelSlot::Final));
}

TaskOptions MorphMaker::optionsFor(const synthesis::ResolvedRequest& recipe, Lane lane,
                                   synthesis::ModelSlot slot) const {
  TaskOptions order;
  order.recipe = recipe;
  order.lane = lane;
  order.slot = slot;
  order.colours = bench_.appearance.colours();
  order.deviceRate = bench_.out.rate();
  order.priority = kBeforeOthers;
  return order;
}

void MorphMaker::connectPreview() {
  connect(&preview_, &SynthesisTask::made, this, [this](const audio::AudioClip& clip) {
    bench_.transport.setSound(Track::Morph, clip);
    playIfWanted();
    startFinal();
  });
  connect(&preview_, &SynthesisTask::pictured, this, [this](const Picture& picture) {
    if (!finalSeen_) emit pictured(picture, tr("preview by the baseline"), !final_.busy());
  });
  connect(&preview_, &SynthesisTask::failed, this, [this](const QString& sentence) {
    emit failed(sentence);
    startFinal();
  });
}

void MorphMaker::connectFinal() {
  connect(&final_, &SynthesisTask::growing, this, [this](const auto& sound) { growing_ = sound; });
  connect(&final_, &SynthesisTask::progressed, this, [this](const JobProgress& told) {
    emit progressed(told);
    if (!growing_ || !growing_->enough()) return;
    // From here on the model's own sound is what Space plays.
    bench_.transport.setGrowing(Track::Morph, std::exchange(growing_, nullptr));
    playIfWanted();
  });
  connect(&final_, &SynthesisTask::pictured, this, [this](const Picture& picture, bool whole) {
    finalSeen_ = true;
    const auto* card = finalModel();
    if (!card) return;
    const bool raw = asSampled(*card, bench_.session.state());
    emit pictured(picture, raw ? tr("%1, as sampled").arg(shortTitle(*card)) : shortTitle(*card),
                  whole);
  });
  connect(&final_, &SynthesisTask::made, this, [this](const audio::AudioClip& clip) {
    const bool heardAlready = bench_.transport.growing(Track::Morph);
    const auto* card = finalModel();
    bench_.transport.setSound(Track::Morph, clip);
    // The baseline's final sound is its preview, only cleaner: no reason to begin again.
    if (!heardAlready && card && (card->kind != "baseline" || !bench_.transport.playing())) {
      playIfWanted();
    }
    wanted_ = false;
    emit settled();
  });
  connect(&final_, &SynthesisTask::failed, this, [this](const QString& sentence) {
    emit failed(sentence);
    emit settled();
  });
}

void MorphMaker::playIfWanted() {
  if (!wanted_) return;
  if (live_.ready()) {
    live_.sound();
  } else {
    bench_.transport.play(Track::Morph);
  }
}

}  // namespace timbre::ui
