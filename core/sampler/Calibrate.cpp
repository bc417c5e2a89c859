#include <algorithm>
#include <array>
#include <vector>

#include "sampler/FlushDenormals.h"
#include "sampler/LogitsEngine.h"
#include "sampler/MuLaw.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

/// Teacher-forced: the decoder hears the note itself, whatever it would have said.
void hear(const PackedDecoder& decoder, const CalibrationNote& note, Calibration& peaks) {
  const auto engine = makeFloat32Engine(decoder, 1, &peaks);
  const std::size_t hop = decoder.shape.hop;
  const std::size_t condition = decoder.shape.condition;
  std::array<float, 5> inputs{};
  for (std::size_t t = 0; t < note.classes.size(); ++t) {
    if (t % hop == 0) {
      engine->hold(0, note.frames.subspan(t / hop * condition, condition).data());
      engine->settle(t);
    }
    engine->nextLogits(inputs.data(), t);
    std::shift_left(inputs.begin(), inputs.end(), 1);
    inputs.back() = scaledClass(std::clamp(note.classes[t], 0, 255));
  }
}

}  // namespace

Result<Calibration> calibrate(const DecoderWeights& weights,
                              std::span<const CalibrationNote> notes) {
  const auto decoder = pack(weights);
  if (!decoder) return tl::unexpected(decoder.error());
  const DecoderShape& shape = weights.shape;
  if (auto lasting = check(notes, shape); !lasting)
    return tl::unexpected(std::move(lasting.error()));
  Calibration peaks{.stream =
                        std::vector<float>(static_cast<std::size_t>(shape.layers) * shape.width)};
  const FlushDenormals flush;
  for (const CalibrationNote& note : notes) hear(**decoder, note, peaks);
  return peaks;
}

}  // namespace timbre::sampler
