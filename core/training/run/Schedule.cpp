#include "training/run/Schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace timbre::training {

namespace {

struct Stair {
  double from;    ///< step of 250,000
  double factor;  ///< of the first rate
};
constexpr double kPaperSteps = 250'000;
constexpr double kPaperBaselineSteps = 1'800'000;
constexpr std::array kPaperTable{Stair{0, 1},         Stair{90'000, 2.0 / 3}, Stair{120'000, 0.3},
                                 Stair{150'000, 0.2}, Stair{180'000, 0.1},    Stair{210'000, 0.03},
                                 Stair{240'000, 0.01}};

double paperFactor(double step) {
  double factor = 1;
  for (const auto& stair : kPaperTable)
    if (step >= stair.from) factor = stair.factor;
  return factor;
}

double usualRate(bool paper, bool waveNet) {
  if (paper) return waveNet ? 2e-4 : 1e-4;
  return waveNet ? 1e-3 : 5e-4;
}

}  // namespace

double rateAt(const model::TrainRequest& request, const model::ModelConfig& config,
              std::int64_t step, double part) {
  const bool waveNet = std::holds_alternative<model::WaveNetConfig>(config);
  const double peak =
      request.rate > 0 ? request.rate : usualRate(request.recipe == "paper", waveNet);
  const double paperLength = waveNet ? kPaperSteps : kPaperBaselineSteps;
  const double now = static_cast<double>(step);
  if (request.recipe == "paper") {
    const double length =
        request.scheduleSteps > 0 ? static_cast<double>(request.scheduleSteps) : paperLength;
    return waveNet ? peak * paperFactor(now * kPaperSteps / length) : peak;
  }
  const std::int64_t steps = request.scheduleSteps > 0 ? request.scheduleSteps : request.steps;
  if (steps > 0)
    part = now / static_cast<double>(steps);
  else if (request.minutes <= 0)
    part = now / paperLength;
  part = std::clamp(part, 0.0, 1.0);
  return peak * std::min(1.0, (now + 1) / 200) *
         (0.02 + 0.49 * (1 + std::cos(std::numbers::pi * part)));
}

}  // namespace timbre::training
