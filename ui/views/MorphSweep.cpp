#include "ui/views/MorphSweep.h"

#include <cmath>

namespace timbre::ui {
namespace {

constexpr int kStepMs = 40;

}  // namespace

MorphSweep::MorphSweep(MorphController& controller, Session& session, Transport& transport,
                       QObject* parent)
    : QObject(parent),
      controller_(controller),
      session_(session),
      transport_(transport),
      clock_(this) {
  clock_.setInterval(kStepMs);
  connect(&clock_, &QTimer::timeout, this, &MorphSweep::step);
  connect(&transport_, &Transport::stoppedByUser, this, [this] { stop(true); });
  connect(&session_, &Session::changed, this, [this](Change what) {
    const bool elsewhere = std::abs(session_.state().timbre - mine_) > 1e-9;
    if (what == Change::Corners || (what == Change::Timbre && elsewhere)) stop(false);
  });
}

void MorphSweep::toggle() {
  if (!running()) return start();
  stop(true);
  transport_.stopByUser();
}

void MorphSweep::start() {
  const SessionState& state = session_.state();
  if (!session_.note(state.noteA) || !session_.note(state.noteB)) return;
  before_ = state.timbre;
  since_.start();
  clock_.start();
  emit runningChanged(true);
  step();
  if (!transport_.playing() || transport_.current() != Track::morph()) controller_.play();
}

void MorphSweep::step() {
  const double turn = static_cast<double>(since_.elapsed()) / (1000 * kSeconds);
  if (turn >= 1) return stop(true);
  mine_ = 1 - std::abs(1 - 2 * turn);
  controller_.drag(MorphAxis::Timbre, mine_);
}

/// `back`: the slider goes where it stood; else somebody has taken it.
void MorphSweep::stop(bool back) {
  if (!running()) return;
  clock_.stop();
  if (back) {
    mine_ = before_;
    session_.setTimbre(before_);
  }
  controller_.release();
  emit runningChanged(false);
}

}  // namespace timbre::ui
