#include "encoder/Stream.h"

#include <algorithm>

#include "sampler/MuLaw.h"

namespace timbre::encoder {
namespace {

constexpr std::int64_t kBlock = kBlockRows;

/// A dilation as long as the sound reaches beyond its ends already.
std::int64_t dilationOf(const PackedEncoder& encoder, std::size_t layer, std::int64_t length) {
  return std::min(std::int64_t{1} << (static_cast<int>(layer) % encoder.shape.stages), length);
}

bool isPaired(std::int64_t dilation) {
  return dilation <= kPairedDilation && (dilation & (dilation - 1)) == 0;
}

/// How far a layer is behind the sound when the one before is `behind`. Pairs start at multiples of
/// two dilations of the sound, wherever a segment or a block does: a row has the same bits in all.
std::int64_t behindAfter(std::int64_t behind, std::int64_t dilation) {
  const std::int64_t least = behind + dilation, two = 2 * dilation;
  return isPaired(dilation) ? (least + two - 1) / two * two : least;
}

Range rangeOf(const Segment& segment, std::int64_t hop, std::int64_t context, std::int64_t length) {
  return {std::max<std::int64_t>(0, segment.first * hop - context),
          std::min(length, segment.last * hop + context)};
}

}  // namespace

Stream::Stream(const PackedEncoder& encoder, std::span<const float> samples)
    : encoder_(encoder),
      samples_(samples),
      length_(static_cast<std::int64_t>(samples.size())),
      width_(encoder.paddedWidth()),
      inputs_(encoder.layers.size()),
      classes_(kBlock + 2) {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    Input& input = inputs_[i];
    input.dilation = dilationOf(encoder, i, length_);
    input.paired = isPaired(input.dilation);
    input.behind = behindAfter(behind_, input.dilation);
    input.step = input.behind - behind_;
    behind_ = input.behind;
    look_ += input.dilation;
  }
  std::int64_t context = look_;
  for (auto& input : inputs_) input.context = context -= input.dilation;
  const auto take = [this](std::int64_t count) {
    return arena_.take<float>(static_cast<std::size_t>(count * width_));
  };
  const auto layers = static_cast<std::int64_t>(inputs_.size());
  arena_ = sampler::Arena(static_cast<std::size_t>(
      (2 * layers * kBlock + look_ + 2 * behind_ + 2 * kBlock + kHiddenRows + 4 * kPairs + 1) *
      width_ * 4));
  for (auto& input : inputs_) {
    input.rectified = take(kBlock + input.dilation + input.step);
    input.stream = take(kBlock + input.step);
  }
  last_ = take(kBlock);
  unread_ = take(kBlock);
  hidden_ = take(kHiddenRows);
  mixed_ = take(4 * kPairs);
  sum_ = take(1);
}

Range Stream::needed(const Segment& segment, std::int64_t context) const {
  return rangeOf(segment, encoder_.shape.hop, context, length_);
}

void Stream::clear() {
  for (auto& input : inputs_) {
    std::fill_n(input.rectified, (kBlock + input.dilation + input.step) * width_, 0.0f);
    std::fill_n(input.stream, (kBlock + input.step) * width_, 0.0f);
  }
  std::fill_n(sum_, width_, 0.0f);
}

std::int64_t Stream::firstSample(const Segment& segment) const {
  return needed(segment, look_).from / kBlock * kBlock;
}

std::int64_t Stream::blocks(const Segment& segment) const {
  const std::int64_t end = segment.last * encoder_.shape.hop + behind_;
  return (end - firstSample(segment) + kBlock - 1) / kBlock;
}

std::int64_t Stream::steps(const Segment& segment) const {
  return blocks(segment) * static_cast<std::int64_t>(inputs_.size());
}

bool Stream::run(const Segment& segment, float* out, const std::function<bool()>& goOn) {
  clear();
  std::int64_t at = firstSample(segment);
  for (std::int64_t left = blocks(segment); left > 0; --left, at += kBlock) {
    hear(at, needed(segment, look_));
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      compute(i, at - inputs_[i].behind, needed(segment, inputs_[i].context));
      keep(inputs_[i]);
      if (!goOn()) return false;
    }
    out = pool(at - behind_, needed(segment, 0), out);
  }
  return true;
}

/// The first layer's block that begins with the sample `at`; zeros where it leaves `range`.
void Stream::hear(std::int64_t at, const Range& range) {
  for (std::int64_t i = 0; i < kBlock + 2; ++i) {
    const std::int64_t t = at - 1 + i;
    const bool inside = t >= 0 && t < length_;
    classes_[static_cast<std::size_t>(i)] =
        inside ? sampler::scaledClass(sampler::muLawClass(samples_[static_cast<std::size_t>(t)]))
               : 0.0f;
  }
  const Input& first = inputs_.front();
  float* const stream = rows(first.stream, first.step);
  float* const rectified = rows(first.rectified, first.dilation + first.step);
  const std::int64_t count = std::clamp<std::int64_t>(range.to - at, 0, kBlock);
  encoder_.kernels->start(encoder_.start, classes_.data(), static_cast<int>(count), stream,
                          rectified);
  std::fill(rows(rectified, count), rows(rectified, kBlock), 0.0f);
}

/// The rows from the sample `at` on of what comes out of a layer; zeros where they leave `range`.
void Stream::compute(std::size_t layer, std::int64_t at, const Range& range) {
  const Input& in = inputs_[layer];
  const bool isLast = layer + 1 == inputs_.size();
  const Input* const next = isLast ? nullptr : &inputs_[layer + 1];
  float* const stream = isLast ? last_ : rows(next->stream, next->step);
  float* const rectified = isLast ? unread_ : rows(next->rectified, next->dilation + next->step);
  const std::int64_t from = std::clamp<std::int64_t>(range.from - at, 0, kBlock);
  const std::int64_t to = std::clamp<std::int64_t>(range.to - at, from, kBlock);
  if (from < to) {
    // Pairs are whole: what they have beyond the range is dropped below.
    const std::int64_t first = in.paired ? 0 : from;
    const LayerBlock block{
        .taps = {rows(in.rectified, first), rows(in.rectified, first + in.dilation),
                 rows(in.rectified, first + 2 * in.dilation)},
        .stream = rows(in.stream, first),
        .hidden = hidden_,
        .mixed = mixed_,
        .streamOut = rows(stream, first),
        .rectifiedOut = rows(rectified, first),
        .rows = static_cast<int>(in.paired ? kBlock : to - first),
        .dilation = static_cast<int>(in.dilation)};
    const Kernels& kernels = *encoder_.kernels;
    (in.paired ? kernels.paired : kernels.layer)(encoder_.layers[layer], block);
  }
  std::fill(rectified, rows(rectified, from), 0.0f);
  std::fill(rows(rectified, to), rows(rectified, kBlock), 0.0f);
}

/// What the next block looks back to moves to the front.
void Stream::keep(const Input& input) {
  const float* const block = input.rectified + kBlock * width_;
  std::copy(block, block + (input.dilation + input.step) * width_, input.rectified);
  std::copy_n(input.stream + kBlock * width_, input.step * width_, input.stream);
}

/// Adds the last layer's rows from the sample `at` on to their frames; the mean commutes with the
/// last product, which so runs once per frame.
float* Stream::pool(std::int64_t at, const Range& range, float* out) {
  const std::int64_t hop = encoder_.shape.hop;
  std::int64_t from = std::max(at, range.from);
  const std::int64_t to = std::min(at + kBlock, range.to);
  while (from < to) {
    const std::int64_t frameEnd = (from / hop + 1) * hop;
    const std::int64_t upTo = std::min(frameEnd, to);
    encoder_.kernels->addRows(rows(last_, from - at), static_cast<int>(upTo - from),
                              static_cast<int>(width_), sum_);
    if (upTo == frameEnd) out = finishFrame(out);
    from = upTo;
  }
  return out;
}

float* Stream::finishFrame(float* out) {
  const Affine& affine = encoder_.bottleneck;
  std::copy(affine.bias.begin(), affine.bias.end(), out);
  const float* weight = affine.weight.data();
  for (int in = 0; in < affine.in; ++in) {
    const float mean = sum_[in] / static_cast<float>(encoder_.shape.hop);
    for (int z = 0; z < affine.out; ++z) out[z] += mean * *weight++;
  }
  std::fill_n(sum_, width_, 0.0f);
  return out + affine.out;
}

}  // namespace timbre::encoder
