/// One thread's way through the encoder: sound goes in at the front, block by block, and every
/// layer follows as far behind as it must look ahead.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "encoder/WeightLayout.h"

namespace timbre::encoder {

/// Frames from `first` up to, not including, `last`.
struct Segment {
  std::int64_t first = 0, last = 0;
};

struct Range {
  std::int64_t from = 0, to = 0;  ///< in samples of the sound
};

/// Each layer keeps of its input what later blocks still look back to, so nothing is computed twice
/// and memory does not grow with the sound; the blocks are small enough that what one layer leaves
/// is still in the core's cache when the next comes. At the segment's ends the layers are computed
/// only as far as its frames depend on them; beyond the sound's ends they are zero, as in the
/// whole.
class Stream {
 public:
  /// `samples`: whole frames; they and `encoder` outlive the stream. Throws std::bad_alloc.
  Stream(const PackedEncoder& encoder, std::span<const float> samples);

  /// How often a run of `segment` asks whether to continue.
  std::int64_t steps(const Segment& segment) const;

  /// The frames of `segment` into `out`, [frames][z]. `goOn` is asked after each layer of a block,
  /// some hundred microseconds; when it says false, so does this. Throws what it throws.
  bool run(const Segment& segment, float* out, const std::function<bool()>& goOn);

 private:
  /// What a layer reads: rows from one dilation before to one after the block it computes.
  struct Input {
    std::int64_t dilation = 0;
    bool paired = false;         ///< by Kernels::paired
    std::int64_t step = 0;       ///< samples behind the layer before
    std::int64_t behind = 0;     ///< samples behind the sound
    std::int64_t context = 0;    ///< dilations of the layers after this one
    float* rectified = nullptr;  ///< [block + dilation + step][width]
    float* stream = nullptr;     ///< [block + step][width], from the block's first row
  };

  Range needed(const Segment& segment, std::int64_t context) const;
  /// Where the first block begins: a multiple of blocks.
  std::int64_t firstSample(const Segment& segment) const;
  std::int64_t blocks(const Segment& segment) const;
  void clear();
  void hear(std::int64_t at, const Range& range);
  void compute(std::size_t layer, std::int64_t at, const Range& range);
  void keep(const Input& input);
  float* pool(std::int64_t at, const Range& range, float* out);
  float* finishFrame(float* out);
  float* rows(float* first, std::int64_t count) const { return first + count * width_; }

  const PackedEncoder& encoder_;
  std::span<const float> samples_;
  std::int64_t length_, width_;
  std::int64_t look_ = 0;    ///< all dilations together
  std::int64_t behind_ = 0;  ///< samples that the last layer is behind the sound
  sampler::Arena arena_;
  std::vector<Input> inputs_;
  float* last_ = nullptr;       ///< what the last layer leaves, [block][width]
  float* hidden_ = nullptr;     ///< LayerBlock::hidden
  float* mixed_ = nullptr;      ///< LayerBlock::mixed
  float* unread_ = nullptr;     ///< the last layer's rectified rows
  float* sum_ = nullptr;        ///< of the frame's rows so far
  std::vector<float> classes_;  ///< of one block, as the network sees them
};

}  // namespace timbre::encoder
