/// Plays notes in float32 and in bytes beside each other, to tell how far apart they are.
#include <algorithm>
#include <array>
#include <cmath>

#include "sampler/FlushDenormals.h"
#include "sampler/LogitsEngine.h"
#include "sampler/MuLaw.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

constexpr std::size_t kBetweenLooks = 256;

/// In nats, of `found` from `expected`, [256] logits each.
double divergence(const float* expected, const float* found) {
  const float mosts[] = {*std::max_element(expected, expected + 256),
                         *std::max_element(found, found + 256)};
  double totals[2] = {}, sum = 0;
  for (int c = 0; c < 256; ++c) {
    totals[0] += std::exp(double(expected[c]) - mosts[0]);
    totals[1] += std::exp(double(found[c]) - mosts[1]);
  }
  const double shift = mosts[1] - mosts[0] + std::log(totals[1] / totals[0]);
  for (int c = 0; c < 256; ++c)
    sum += std::exp(double(expected[c]) - mosts[0]) * (double(expected[c]) - double(found[c]));
  return sum / totals[0] + shift;
}

class Checker {
 public:
  Checker(const PackedDecoder& floats, const PackedDecoder& bytes, const Calibration& calibration)
      : floats_(floats), bytes_(bytes), reach_(reachOf(calibration, floats.shape, 2)) {}

  /// False when `goOn` said so.
  bool hear(const CalibrationNote& note, const std::function<bool()>& goOn);
  CalibrationReport report() const {
    CalibrationReport mean = report_;
    if (mean.samples > 0) mean.nats /= static_cast<double>(mean.samples);
    return mean;
  }

 private:
  void count(const Calibration& heard);

  const PackedDecoder& floats_;
  const PackedDecoder& bytes_;
  const Reach reach_;
  CalibrationReport report_;
};

void Checker::count(const Calibration& heard) {
  for (std::size_t i = 0; i < heard.stream.size(); ++i)
    report_.clipped += heard.stream[i] > reach_.stream[i];
  report_.clipped += heard.skip > reach_.skip;
  report_.clipped += heard.hidden > reach_.hidden;
  report_.activations += heard.stream.size() + 2;
}

bool Checker::hear(const CalibrationNote& note, const std::function<bool()>& goOn) {
  Calibration heard{.stream = std::vector<float>(reach_.stream.size())};
  const auto exact = makeFloat32Engine(floats_, 1, &heard);
  const auto rounded = makeInt8Engine(bytes_, 1);
  const std::size_t hop = floats_.shape.hop, condition = floats_.shape.condition;
  std::array<float, 5> inputs{};
  for (std::size_t t = 0; t < note.classes.size(); ++t) {
    if (t % kBetweenLooks == 0 && !goOn()) return false;
    if (t % hop == 0)
      for (LogitsEngine* engine : {exact.get(), rounded.get()}) {
        engine->hold(0, note.frames.subspan(t / hop * condition, condition).data());
        engine->settle(t);
      }
    std::fill(heard.stream.begin(), heard.stream.end(), 0.0f);
    heard.skip = heard.hidden = 0;
    const float* expected = exact->nextLogits(inputs.data(), t);
    report_.nats += divergence(expected, rounded->nextLogits(inputs.data(), t));
    ++report_.samples;
    count(heard);
    std::shift_left(inputs.begin(), inputs.end(), 1);
    inputs.back() = scaledClass(std::clamp(note.classes[t], 0, 255));
  }
  return true;
}

}  // namespace

Result<CalibrationReport> checkCalibration(const DecoderWeights& weights,
                                           const Calibration& calibration,
                                           std::span<const CalibrationNote> notes,
                                           const std::function<bool()>& goOn) {
  const auto floats = pack(weights);
  if (!floats) return tl::unexpected(floats.error());
  if (auto lasting = check(notes, weights.shape); !lasting)
    return tl::unexpected(std::move(lasting.error()));
  const auto bytes = pack(weights, {Precision::Int8Fine, &calibration, {}});
  if (!bytes) return tl::unexpected(bytes.error());
  const FlushDenormals flush;
  Checker checker(**floats, **bytes, calibration);
  for (const CalibrationNote& note : notes)
    if (!checker.hear(note, goOn)) return cancelled();
  return checker.report();
}

}  // namespace timbre::sampler
