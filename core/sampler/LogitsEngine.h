/// What computes logits for notes that are generated together: in float32 or in integers, on one
/// core or several. Private to this room.
#pragma once

#include <cstdint>
#include <memory>

#include "sampler/Sampler.h"

namespace timbre::sampler {

/// The notes' memory and the way to their next logits. Nothing but construction allocates.
class LogitsEngine {
 public:
  virtual ~LogitsEngine() = default;
  /// `frame` [condition] conditions what comes of this note from the next sample on, be it in the
  /// middle of a block; settle() follows once every note that changes has its frame.
  virtual void hold(int note, const float* frame) = 0;
  virtual void settle(std::uint64_t sample) = 0;
  /// [notes][256] for `sample`, to be called for every sample in turn; `inputs` [notes][5]: the
  /// five samples before it, scaled, oldest first. Valid until the next call.
  virtual const float* nextLogits(const float* inputs, std::uint64_t sample) = 0;
  /// Takes over all that `other`, made alike of the same decoder, remembers.
  virtual void assign(const LogitsEngine& other) = 0;
};

/// How the cores of one engine share a sample.
enum class CoreSplit {
  None,    ///< one core does everything
  Layers,  ///< two cores take turns, each with its layers in its own cache, and prepare past taps
           ///< while it is the other's turn
  Rows,    ///< each core does some rows of every product; they synchronise twice per layer
};

/// Who may work on a sample; as in SamplerOptions.
struct Crew {
  int cores = 1;
  double enough = 0;
  bool urgent = false;
};

/// How many weights of the layers a sample needs.
std::size_t weightsOfASample(const PackedDecoder& decoder);

/// What is worth it for this decoder. Bytes only.
CoreSplit splitFor(const PackedDecoder& decoder, int cores);
/// How many cores can share rows of this decoder: at most `cores`, 1 when it cannot be split.
int rowCores(const PackedDecoder& decoder, int cores);

/// When `peaks` is given, the largest activations are kept there.
std::unique_ptr<LogitsEngine> makeFloat32Engine(const PackedDecoder& decoder, int notes,
                                                Calibration* peaks = nullptr);
std::unique_ptr<LogitsEngine> makeInt8Engine(const PackedDecoder& decoder, int notes);
/// Keeps threads of its own that sleep when nothing is asked of them for a millisecond. Where the
/// system has no thread left, the caller does everything.
std::unique_ptr<LogitsEngine> makeInt8ThreadTeam(const PackedDecoder& decoder, int notes,
                                                 CoreSplit split, const Crew& crew);
std::unique_ptr<LogitsEngine> makeEngine(const PackedDecoder& decoder, int notes, const Crew& crew);

}  // namespace timbre::sampler
