/// Turns embedding frames into samples, one after another, with queues: no torch, no allocation per
/// sample.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "sampler/Affine.h"

namespace timbre::sampler {

/// Sizes of a WaveNet decoder. Layer i (from 0) has dilation 2^(i mod stages) and three taps.
struct DecoderShape {
  int width = 64;  ///< residual channels; the gate has twice as many
  int skip = 128;
  int layers = 30;
  int stages = 10;
  int condition = 16;  ///< numbers per embedding frame (pitch one-hot included)
  int hop = 512;       ///< samples per frame
};

/// Every number of the decoder under the released checkpoint's names; vectors have one entry per
/// layer. All finite.
struct DecoderWeights {
  DecoderShape shape;
  Affine startconv;                 ///< 3 taps, 1 -> width
  Affine skipStart;                 ///< width -> skip
  std::vector<Affine> dilatedconv;  ///< 3 taps, width -> 2 width; sigmoid half first
  std::vector<Affine> condMap;      ///< condition -> 2 width
  std::vector<Affine> res;          ///< width -> width (the last one's result is unused)
  std::vector<Affine> skipLayers;   ///< width -> skip
  Affine out1;                      ///< skip -> skip
  Affine condMapOut1;               ///< condition -> skip
  Affine logits;                    ///< skip -> 256
};

struct SamplerOptions {
  std::uint64_t seed = 1;    ///< same seed, same samples, however the output is sliced
  float temperature = 1.0f;  ///< 0: the likeliest class
  std::uint64_t note = 0;    ///< notes of one seed draw other numbers
  int cores = 1;             ///< that may work on one sample, where that is faster at the moment;
                             ///< the samples are the same
  double enough = 0;         ///< samples per second: a core that makes them works alone
  bool urgent = false;       ///< for live sound: the helping threads get priority too
};

/// A decoder ready to run, shared by any number of samplers. Immutable: any thread.
class PackedDecoder;

/// How finely the sampler computes. One seed gives one sequence of samples on every kind of
/// processor: bytes are exact in every sum, floats are summed in one order and rounded after every
/// step.
enum class Precision {
  Float32,   ///< the reference
  Int8,      ///< weights and activations in one byte: several times faster
  Int8Fine,  ///< all activations in two bytes
};

/// The largest activations a decoder makes, place by place: the range its bytes must cover. Found
/// by calibrate() on real notes, kept with the weights.
struct Calibration {
  std::vector<float> stream;  ///< [layers][width]: each layer's input
  float skip = 0;             ///< the rectified sum of skips
  float hidden = 0;           ///< the rectified layer before the logits
};

/// A real note: its classes and the frames that were encoded from it, [frames][condition], enough
/// of them for all classes.
struct CalibrationNote {
  std::span<const float> frames;
  std::span<const int> classes;
};

/// Plays the notes through the float decoder, about 30,000 samples per second. BadFormat as pack(),
/// and when no note is given or its frames do not suffice.
Result<Calibration> calibrate(const DecoderWeights& weights,
                              std::span<const CalibrationNote> notes);

/// How well a calibration fits notes, played as Int8Fine.
struct CalibrationReport {
  std::uint64_t samples = 0;
  std::uint64_t activations = 0;  ///< of the layers' inputs and of the head
  std::uint64_t clipped = 0;      ///< of those: beyond what the bytes can hold, and cut off there
  double nats = 0;                ///< mean Kullback-Leibler divergence from float32
};

/// Plays the notes in float32 and in bytes beside each other, about 15,000 samples per second.
/// `goOn` is asked now and then; false: Cancelled. Otherwise as calibrate().
Result<CalibrationReport> checkCalibration(const DecoderWeights& weights,
                                           const Calibration& calibration,
                                           std::span<const CalibrationNote> notes,
                                           const std::function<bool()>& goOn);

struct PackOptions {
  Precision precision = Precision::Float32;
  const Calibration* calibration = nullptr;  ///< needed by Int8 and Int8Fine, read during the call
  std::string_view
      target;  ///< one of targetsHere(); empty: as kTargetVariable says, or the fastest
};

/// Checks every shape and every number, then lays the weights out for this processor. BadFormat
/// names the first tensor that is wrong, or says that the calibration is missing or of another
/// decoder; Unsupported when the sizes are beyond any sense or the target is not one of
/// targetsHere(). Every size is played in every precision.
Result<std::shared_ptr<const PackedDecoder>> pack(const DecoderWeights& weights,
                                                  const PackOptions& options = {});

/// The kinds of processor this machine can play, fastest first: of "avx512vnni", "avx512",
/// "avxvnni", "avx2", "ssse3", "neon" and "portable", which is always there.
std::vector<std::string> targetsHere();

/// Unsupported, with the list, when `target` is not one of targetsHere().
Result<void> checkTarget(std::string_view target);

/// The variable of the environment that names the target where the caller does not.
inline constexpr const char* kTargetVariable = "TIMBRE_CPU";

/// How `decoder` computes: "int8, avx512vnni".
std::string describe(const PackedDecoder& decoder);

/// One note being generated. One thread at a time. A copy is the note in its present state: both
/// continue independently, with the same samples.
class Sampler {
 public:
  Sampler(std::shared_ptr<const PackedDecoder> decoder, const SamplerOptions& options);
  ~Sampler();
  Sampler(const Sampler&);
  Sampler(Sampler&&) noexcept;
  Sampler& operator=(Sampler&&) noexcept;

  /// Generates hop (512) samples of one frame. `frame`: `condition` finite numbers; `out`: hop
  /// samples in [-0.979, 0.979], or fewer: a frame may be rendered in pieces, with the same samples
  /// in the end. Neither allocates nor locks.
  void renderFrame(std::span<const float> frame, std::span<float> out);

  /// Teacher forcing, for tests and measurements: the logits [256] for the next sample given
  /// everything so far; then `actual` (a class) becomes that sample. Frames are advanced by the
  /// caller through `frame`.
  void step(std::span<const float> frame, std::span<float> logits, int actual);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace timbre::sampler
