#include "ui/jobs/JobRunner.h"

#include <QDateTime>
#include <QMetaObject>
#include <QThread>
#include <algorithm>

#include "base/Cores.h"
#include "base/ThreadPriority.h"

namespace timbre::ui {
namespace {

constexpr qint64 kTellEveryMs = 50;
constexpr qint64 kMarkEveryMs = 1000;
constexpr double kKnowsAfter =
    0.02;  // below this fraction a guess of the time left would jump about

}  // namespace

void JobObserver::begin() {
  mark_ = nextMark_ = {QDateTime::currentMSecsSinceEpoch(), 0};
}

double JobObserver::secondsLeft(qint64 now, double fraction) {
  if (now - nextMark_.ms > kMarkEveryMs) {
    mark_ = nextMark_;
    nextMark_ = {now, fraction};
  }
  const double gained = fraction - mark_.fraction;
  if (gained < kKnowsAfter) return -1;
  return static_cast<double>(now - mark_.ms) / 1000 * (1 - fraction) / gained;
}

void JobObserver::advanced(double fraction) {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  if (!listener_ || cancelled() || (now - told_ < kTellEveryMs && fraction < 1)) return;
  told_ = now;
  const double left = secondsLeft(now, fraction);
  QMetaObject::invokeMethod(
      home_,
      [self = shared_from_this(), told = JobProgress{fraction, left}] {
        if (!self->cancelled() && !self->finished()) self->listener_(told);
      },
      Qt::QueuedConnection);
}

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
  for (QThreadPool& pool : pools_) pool.setMaxThreadCount(1);
  poolOf(Lane::Compute).setMaxThreadCount(coresBesideWindow());
  // A model's thread keeps what its libraries have set up for it.
  for (const Lane lane : {Lane::Model, Lane::Preview}) poolOf(lane).setExpiryTimeout(-1);
}

JobRunner::~JobRunner() {
  cancelAll();
  for (QThreadPool& pool : pools_) pool.waitForDone();
}

void JobRunner::cancelAll() {
  for (const auto& weak : observers_) {
    if (const auto observer = weak.lock()) observer->cancel();
  }
}

void JobRunner::start(Lane lane, int priority, std::shared_ptr<JobObserver> observer,
                      std::function<void()> body) {
  std::erase_if(observers_, [](const auto& weak) { return weak.expired(); });
  observers_.push_back(observer);
  emit activeChanged(++active_);
  poolOf(lane).start(
      [observer = std::move(observer), body = std::move(body)] {
        setUrgency(Urgency::Patient);  // the window and what sounds go first
        observer->begin();
        body();
      },
      priority);
}

void JobRunner::postHome(std::function<void()> content) {
  QMetaObject::invokeMethod(
      this,
      [this, content = std::move(content)] {
        emit activeChanged(--active_);
        content();
      },
      Qt::QueuedConnection);
}

}  // namespace timbre::ui
