#include "ui/training/Metrics.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

namespace timbre::ui {
namespace {

constexpr qsizetype kLongestLine = 1 << 16;

/// JSON knows no infinity, so a number that is one does not get here.
std::optional<double> numberOf(const QJsonObject& object, const char* key) {
  const QJsonValue value = object.value(QLatin1String(key));
  return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

}  // namespace

void Metrics::feed(const QByteArray& bytes) {
  rest_ += bytes;
  qsizetype begin = 0;
  for (qsizetype end = rest_.indexOf('\n'); end >= 0; end = rest_.indexOf('\n', begin)) {
    take(rest_.mid(begin, end - begin));
    begin = end + 1;
  }
  rest_.remove(0, begin);
  if (rest_.size() > kLongestLine) rest_.truncate(kLongestLine);  // no report: not kept
}

void Metrics::take(const QByteArray& line) {
  const QJsonObject object = QJsonDocument::fromJson(line).object();
  const auto step = numberOf(object, "step"), loss = numberOf(object, "loss");
  if (!step || !loss || *step < 0) return;
  while (!points_.empty() && points_.back().step >= *step) points_.pop_back();
  points_.push_back({.step = *step,
                     .seconds = numberOf(object, "seconds").value_or(0),
                     .loss = *loss,
                     .heldOut = numberOf(object, "held_out"),
                     .unseen = numberOf(object, "unseen"),
                     .perSecond = numberOf(object, "per_second").value_or(0),
                     .secondsLeft = numberOf(object, "seconds_left"),
                     .remark = object.value(QLatin1String("remark")).toString()});
}

double Metrics::perStep() const {
  std::vector<double> told;
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const double seconds = points_[i].seconds - points_[i - 1].seconds;
    const double steps = points_[i].step - points_[i - 1].step;
    if (seconds > 0 && points_[i].perSecond > 0)
      told.push_back(points_[i].perSecond * seconds / steps);
  }
  if (told.empty()) return 0;
  const auto middle = told.begin() + static_cast<std::ptrdiff_t>(told.size() / 2);
  std::nth_element(told.begin(), middle, told.end());
  return *middle;
}

void Metrics::clear() {
  points_.clear();
  rest_.clear();
}

}  // namespace timbre::ui
