#include "ui/views/MorphController.h"

#include <utility>

#include "ui/views/LiveText.h"

namespace timbre::ui {
namespace {

constexpr int kSliderRestMs = 120;
constexpr int kPreviewIterations = 16;  // of Griffin and Lim: rough, but there in an instant
constexpr int kBeforeOthers = 10;       // priority in the lanes
constexpr int kBeforeFinal = 11;        // the final sound needs the same notes
constexpr long kGapsBorne = 4;          // within one live sound
constexpr int kHearMs = 2500;           // what was moved is heard so long before the note may end

}  // namespace

MorphController::MorphController(AppContext& bench, QObject* parent)
    : QObject(parent),
      bench_(bench),
      preview_(bench.jobs, bench.maker, this),
      final_(bench.jobs, bench.maker, this),
      rest_(this),
      lately_(this) {
  rest_.setSingleShot(true);
  rest_.setInterval(kSliderRestMs);
  connect(&rest_, &QTimer::timeout, this, [this] { perform(machine_.rested(facts())); });
  lately_.setSingleShot(true);
  lately_.setInterval(kHearMs);
  connect(&lately_, &QTimer::timeout, this, &MorphController::repeatOrNot);
  connectWorld();
  connectPreview();
  connectFinal();
}

MorphController::~MorphController() = default;

void MorphController::connectWorld() {
  connect(&bench_.session, &Session::changed, this, &MorphController::take);
  connect(&bench_.models, &ModelList::changed, this, [this] { take(Change::Model); });
  const Transport& transport = bench_.transport;
  connect(&transport, &Transport::loopChanged, this, &MorphController::repeatOrNot);
  connect(&transport, &Transport::stoppedByUser, this, [this] { machine_.wantSilence(); });
  connect(&transport, &Transport::interrupted, this, &MorphController::countGaps);
  connect(&transport, &Transport::wanted, this, [this](const Track& track) {
    if (track == Track::morph()) perform(machine_.asked(facts().complete));
  });
}

void MorphController::drag(MorphAxis axis, double value) {
  held_ = true;
  lately_.start();
  repeatOrNot();
  machine_.wantSound();
  // Comes back as the session's change, as undoing it does.
  if (axis == MorphAxis::Timbre) {
    bench_.session.setTimbre(value);
  } else {
    bench_.session.setDynamics(value);
  }
}

void MorphController::release() {
  held_ = false;
  repeatOrNot();
  bench_.session.endDrag();
}

void MorphController::chooseModel(const std::string& name) {
  machine_.wantSound();
  bench_.session.setModel(name);
}

void MorphController::play() {
  bench_.transport.play(Track::morph());
}

void MorphController::cancel() {
  perform(machine_.cancelled());
}

const model::ModelCard* MorphController::finalModel() const {
  const auto* chosen = bench_.models.named(bench_.session.state().model);
  return chosen ? chosen : bench_.models.preferred();
}

const model::ModelCard* MorphController::previewModel() const {
  return bench_.models.preferredPreview();
}

MorphController::Request MorphController::requestFor(const model::ModelCard* card) const {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  if (!a || !b || !card) return {};
  synthesis::ResolvedRequest request;
  request.a = synthesis::endpointOf(bench_.session.library(), *a, state.dynamics);
  request.b = synthesis::endpointOf(bench_.session.library(), *b, state.dynamics);
  request.timbre = state.timbre;
  request.model = *card;
  request.postFilter = state.postFilter;
  return request;
}

MorphFacts MorphController::facts() {
  request_ = requestFor(finalModel());
  return {.complete = request_.has_value(),
          .cached = request_ && bench_.maker.find(*request_),
          .hasPreview = previewModel() != nullptr};
}

void MorphController::take(Change what) {
  if (what == Change::Library || what == Change::Selection) return;
  const bool bySlider = what == Change::Timbre || what == Change::Dynamics;
  request_ = requestFor(finalModel());
  perform(machine_.changed(bySlider, request_.has_value()));
}

void MorphController::perform(const MorphActions& actions) {
  for (const MorphAction action : actions) perform(action);
}

void MorphController::perform(MorphAction action) {
  switch (action) {
    case MorphAction::DropLive:
      return dropLive();
    case MorphAction::PrepareLive:
      return prepareLive();
    case MorphAction::FollowSliders:
      live_->follow(*request_);
      return bench_.transport.refresh();
    case MorphAction::PlayLive:
      return playLive();
    case MorphAction::Play:
      return play();
    case MorphAction::CancelTasks:
      preview_.cancel();
      final_.cancel();
      return growing_.reset();
    case MorphAction::StartRest:
      return rest_.start();
    case MorphAction::StopRest:
      return rest_.stop();
    case MorphAction::AnnounceStart:
      emit started();
      return;
    case MorphAction::ClearTrack:
      return bench_.transport.clear(Track::morph());
    case MorphAction::StartPreview:
      return startPreview();
    case MorphAction::StartFinal:
      return start(final_, request_);
    case MorphAction::AnnounceSettled:
      emit settled();
      return;
  }
}

void MorphController::startPreview() {
  auto request = requestFor(previewModel());
  if (request) {
    request->quality = synthesis::SynthesisQuality::Preview;
    request->griffinLimIterations = kPreviewIterations;
  }
  start(preview_, request);
}

void MorphController::start(SynthesisTask& task, const Request& request) {
  if (!request) return;
  TaskOptions order;
  order.request = *request;
  order.colours = bench_.appearance.colours();
  order.deviceRate = bench_.out.rate();
  order.priority = kBeforeOthers;
  task.start(order);
}

void MorphController::connectPreview() {
  connect(&preview_, &SynthesisTask::made, this, [this](const synthesis::RenderedSound& sound) {
    if (machine_.live() != LiveStatus::Ready) bench_.transport.setSound(Track::morph(), sound);
    perform(machine_.previewMade());
  });
  connect(&preview_, &SynthesisTask::pictured, this,
          [this](const Picture& picture, const synthesis::SynthesisRequest& request) {
            if (!final_.hasPicture()) emit pictured(picture, request, !final_.busy());
          });
  connect(&preview_, &SynthesisTask::failed, this, [this](const QString& sentence) {
    emit failed(sentence);
    perform(machine_.previewFailed());
  });
}

void MorphController::connectFinal() {
  connect(&final_, &SynthesisTask::growing, this, [this](const auto& sound) { growing_ = sound; });
  connect(&final_, &SynthesisTask::progressed, this, [this](const JobProgress& told) {
    emit progressed(told);
    if (!growing_ || !growing_->enough() || machine_.live() == LiveStatus::Ready) return;
    // From here on the model's own sound is what Space plays.
    bench_.transport.setSource(Track::morph(),
                               synthesis::sourceOf(std::exchange(growing_, nullptr)));
    perform(machine_.finalPlayable());
  });
  connect(&final_, &SynthesisTask::pictured, this, &MorphController::pictured);
  connect(&final_, &SynthesisTask::made, this, &MorphController::takeFinal);
  connect(&final_, &SynthesisTask::failed, this, [this](const QString& sentence) {
    emit failed(sentence);
    perform(machine_.finalFailed());
  });
}

void MorphController::takeFinal(const synthesis::RenderedSound& sound) {
  if (machine_.live() == LiveStatus::Ready) {
    live_->setFinished(sound);
    bench_.transport.refresh();
  } else {
    bench_.transport.setSound(Track::morph(), sound);
  }
  // A quick model's final sound is its preview, only cleaner: no reason to begin again.
  const auto* card = finalModel();
  perform(machine_.finalMade(card && card->previews && bench_.transport.playing()));
  if (live_ && !live_->fastEnough() && !std::exchange(measuredIdle_, true)) prepareLive();
}

void MorphController::prepareLive() {
  if (!request_ || !request_->model.streams) return machine_.liveUnavailable();
  preparing_ = bench_.jobs.run(
      laneFor(request_->model), this,
      [&maker = bench_.maker, request = *request_](Progress& progress) {
        return maker.live(request, progress);
      },
      [this](Result<std::shared_ptr<synthesis::LiveSource>> live) { takeLive(std::move(live)); },
      {.progress = {}, .priority = kBeforeFinal});
}

void MorphController::takeLive(Result<std::shared_ptr<synthesis::LiveSource>> live) {
  // Why not, the final sound says: it fails for the same reason.
  if (!live) return machine_.liveUnavailable();
  live_ = std::move(*live);
  gaps_ = 0;
  if (live_->fastEnough()) {
    machine_.liveReady();
    if (request_) live_->follow(*request_);  // the sliders may have moved meanwhile
    const auto* sound = bench_.transport.sound(Track::morph());
    if (sound && !busy()) live_->setFinished(*sound);
    bench_.transport.setSource(Track::morph(), live_);
    repeatOrNot();
  } else {
    machine_.liveUnavailable();
  }
  emit liveChanged();
}

void MorphController::dropLive() {
  preparing_.cancel();
  measuredIdle_ = false;
  if (!live_) return;
  retireLive();
  played_ = std::move(live_);
  live_.reset();
  emit liveChanged();
}

/// What plays continues; what plays next is the finished sound, if there is one.
void MorphController::retireLive() {
  if (bench_.transport.source(Track::morph()) != live_) return;
  const auto* sound = live_->finished();
  bench_.transport.setSource(Track::morph(), sound ? synthesis::sourceOf(*sound) : nullptr);
}

void MorphController::playLive() {
  if (!live_->sounding()) play();
  repeatOrNot();
}

void MorphController::repeatOrNot() {
  const bool again = bench_.transport.loop() || held_ || lately_.isActive();
  for (const auto& each : {live_, played_}) {
    if (each) each->repeat(again);
  }
}

void MorphController::countGaps(long gaps) {
  if (!live_ || !live_->sounding()) return;
  gaps_ += gaps;
  if (gaps_ > kGapsBorne) {
    machine_.liveUnavailable();
    retireLive();
  }
  emit liveChanged();
}

QString MorphController::liveText() const {
  if (!live_) return {};
  const auto [reached, alone] = live_->speed();
  const bool fast = live_->fastEnough(), busy = gaps_ > kGapsBorne || live_->heldUp();
  return ui::liveText({fast ? reached : alone, fast, busy, gaps_});
}

}  // namespace timbre::ui
