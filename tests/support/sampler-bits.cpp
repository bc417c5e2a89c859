/// The bits of what the sampler draws, for each kind of processor that this machine can be: lines
/// "<kind> <hash>". One seed has one sequence of samples everywhere, so all hashes are the same,
/// here and on every other machine (other-processors compares them).
#include <cstdio>
#include <cstring>

#include "base/Log.h"
#include "core/sampler/DecoderFixture.h"
#include "sampler/Batch.h"

namespace timbre {
/// Instead of core/base/Log.cpp, whose library there is for this processor only.
void logError(std::string_view sentence) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(sentence.size()), sentence.data());
}
}  // namespace timbre

namespace timbre::sampler {
namespace {

class Hash {
 public:
  void add(std::span<const float> numbers) {
    for (const float number : numbers) {
      std::uint32_t bits = 0;
      std::memcpy(&bits, &number, sizeof bits);
      hash_ = (hash_ ^ bits) * 1099511628211u;
    }
  }
  unsigned long long value() const { return hash_; }

 private:
  std::uint64_t hash_ = 14695981039346656037u;
};

/// Alone with its logits, and beside others on several cores.
void add(Hash& hash, const std::shared_ptr<const PackedDecoder>& decoder,
         const DecoderShape& shape) {
  const int samples = 150;
  const auto frames = randomFrames(shape, samples / shape.hop + 2);
  Sampler forced(decoder, {});
  hash.add(forcedLogits(forced, shape, randomClasses(samples), frames));
  for (const int cores : {1, 2}) {
    std::vector<SamplerOptions> options(5);
    for (std::size_t n = 0; n < options.size(); ++n)
      options[n] = {.seed = 3, .note = n, .cores = cores};
    Batch batch(decoder, options);
    const auto now = randomFrames(shape, 5);
    std::vector<float> out(5 * static_cast<std::size_t>(samples));
    batch.renderFrame(now, out);
    hash.add(out);
    Sampler alone(decoder, {.seed = 4, .cores = cores});
    hash.add(rendered(alone, shape, frames, samples, 7));
  }
}

bool print(const std::string& target) {
  Hash hash;
  for (const DecoderShape& shape :
       {DecoderShape{64, 128, 12, 10, 16, 512}, DecoderShape{24, 16, 6, 3, 4, 16},
        DecoderShape{136, 80, 4, 4, 16, 8}}) {
    const auto weights = randomDecoder(shape);
    const auto frames = randomFrames(shape, 200 / shape.hop + 1);
    const auto classes = randomClasses(200);
    const CalibrationNote note{frames, classes};
    const auto calibration = calibrate(weights, {&note, 1});
    for (const auto precision : {Precision::Float32, Precision::Int8, Precision::Int8Fine}) {
      const auto decoder = pack(weights, {precision, &*calibration, target});
      if (!decoder) return false;
      add(hash, *decoder, shape);
    }
  }
  std::printf("%s %016llx\n", target.c_str(), hash.value());
  std::fflush(stdout);
  return true;
}

}  // namespace
}  // namespace timbre::sampler

int main() {
  for (const auto& target : timbre::sampler::targetsHere())
    if (!timbre::sampler::print(target)) return 1;
  return 0;
}
