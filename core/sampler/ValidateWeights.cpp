/// Tells whether weights are a decoder at all, and if not, which tensor is to blame.
#include <algorithm>
#include <cmath>
#include <string>

#include "base/CountText.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

Result<void> checkShape(const DecoderShape& s) {
  const struct {
    const char* name;
    int value, most;
  } sizes[] = {{"width", s.width, 4096},
               {"skip width", s.skip, 4096},
               {"number of layers", s.layers, 1000},
               {"stages", s.stages, 16},
               {"condition", s.condition, 65536},
               {"hop", s.hop, 1 << 20}};
  for (const auto& size : sizes)
    if (size.value < 1 || size.value > size.most)
      return fail(ErrorCode::Unsupported,
                  std::string("A decoder with ") + size.name + " " + std::to_string(size.value) +
                      " is not supported; it must be from 1 to " + std::to_string(size.most));
  double numbers = 0;
  for (int i = 0; i < s.layers; ++i) numbers += std::ldexp(2.0 * s.width, i % s.stages);
  if (numbers > double(1 << 28))
    return fail(ErrorCode::Unsupported,
                "A decoder of this width and dilation needs more than 1 GB for each note it plays");
  return {};
}

}  // namespace

Result<void> check(const DecoderWeights& w) {
  const DecoderShape& s = w.shape;
  if (auto shaped = checkShape(s); !shaped) return shaped;
  const struct {
    const Affine& affine;
    ExpectedAffine expected;
  } singles[] = {{w.startconv, {"startconv", 3, 1, s.width}},
                 {w.skipStart, {"skip_start", 1, s.width, s.skip}},
                 {w.out1, {"out1", 1, s.skip, s.skip}},
                 {w.condMapOut1, {"cond_map_out1", 1, s.condition, s.skip}},
                 {w.logits, {"logits", 1, s.skip, 256}}};
  for (const auto& single : singles)
    if (auto checked = check(single.affine, single.expected); !checked) return checked;
  const struct {
    const std::vector<Affine>& list;
    ExpectedAffine expected;
  } lists[] = {{w.dilatedconv, {"dilatedconv", 3, s.width, 2 * s.width}},
               {w.condMap, {"cond_map", 1, s.condition, 2 * s.width}},
               {w.res, {"res", 1, s.width, s.width}},
               {w.skipLayers, {"skip", 1, s.width, s.skip}}};
  for (const auto& list : lists)
    if (auto checked = check(list.list, list.expected, s.layers); !checked) return checked;
  return {};
}

Result<void> check(const Calibration& calibration, const DecoderShape& shape) {
  const auto channels = static_cast<std::size_t>(shape.layers) * shape.width;
  if (calibration.stream.size() != channels)
    return fail(ErrorCode::BadFormat, "The calibration is for " +
                                          countText(calibration.stream.size(), "channel") +
                                          " where the decoder has " + std::to_string(channels) +
                                          " in its layers; calibrate the decoder again");
  const auto usable = [](float peak) { return std::isfinite(peak) && peak >= 0; };
  if (!std::ranges::all_of(calibration.stream, usable) || !usable(calibration.skip) ||
      !usable(calibration.hidden))
    return fail(ErrorCode::BadFormat,
                "The calibration holds a number that is not finite or negative; calibrate the "
                "decoder again");
  return {};
}

Result<void> check(std::span<const CalibrationNote> notes, const DecoderShape& shape) {
  std::size_t samples = 0;
  for (const CalibrationNote& note : notes) {
    const std::size_t frames = (note.classes.size() + shape.hop - 1) / shape.hop;
    if (note.frames.size() < frames * shape.condition)
      return fail(ErrorCode::BadFormat,
                  "A note for calibration has fewer frames than its samples need");
    samples += note.classes.size();
  }
  if (samples == 0)
    return fail(ErrorCode::BadFormat, "There is no note to calibrate the decoder with");
  return {};
}

}  // namespace timbre::sampler
