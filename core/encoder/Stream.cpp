#include "encoder/Stream.h"

#include <algorithm>

#include "sampler/MuLaw.h"

namespace timbre::encoder {
namespace {

/// A multiple of every kernel's rows, so that only a segment's ends leave some over.
constexpr std::int64_t kBlock = 5 * kHiddenRows;

/// A dilation as long as the sound reaches beyond its ends already.
std::int64_t dilationOf(const PackedEncoder& encoder, std::size_t layer, std::int64_t length) {
  return std::min(std::int64_t{1} << (static_cast<int>(layer) % encoder.shape.stages), length);
}

std::int64_t lookOf(const PackedEncoder& encoder, std::int64_t length) {
  std::int64_t look = 0;
  for (std::size_t i = 0; i < encoder.layers.size(); ++i) look += dilationOf(encoder, i, length);
  return look;
}

Range rangeOf(const Segment& segment, std::int64_t hop, std::int64_t context, std::int64_t length) {
  return {std::max<std::int64_t>(0, segment.first * hop - context),
          std::min(length, segment.last * hop + context)};
}

/// The last layer is `look` samples behind the first.
std::int64_t blocksOf(const Segment& segment, std::int64_t hop, std::int64_t look,
                      std::int64_t length) {
  const std::int64_t first = rangeOf(segment, hop, look, length).from;
  return (segment.last * hop + look - first + kBlock - 1) / kBlock;
}

}  // namespace

std::int64_t stepsOf(const PackedEncoder& encoder, std::int64_t length, const Segment& segment) {
  return blocksOf(segment, encoder.shape.hop, lookOf(encoder, length), length) *
         static_cast<std::int64_t>(encoder.layers.size());
}

Stream::Stream(const PackedEncoder& encoder, std::span<const float> samples)
    : encoder_(encoder),
      samples_(samples),
      length_(static_cast<std::int64_t>(samples.size())),
      width_(encoder.paddedWidth()),
      look_(lookOf(encoder, length_)),
      inputs_(encoder.layers.size()),
      classes_(kBlock + 2) {
  std::int64_t behind = 0;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    inputs_[i].dilation = dilationOf(encoder, i, length_);
    inputs_[i].behind = behind += inputs_[i].dilation;
    inputs_[i].context = look_ - behind;
  }
  const auto take = [this](std::int64_t count) {
    return arena_.take<float>(static_cast<std::size_t>(count * width_));
  };
  const auto layers = static_cast<std::int64_t>(inputs_.size());
  arena_ = sampler::Arena(static_cast<std::size_t>(
      (2 * layers * kBlock + 3 * look_ + 2 * kBlock + kHiddenRows + 1) * width_ * 4));
  for (auto& input : inputs_) {
    input.rectified = take(kBlock + 2 * input.dilation);
    input.stream = take(kBlock + input.dilation);
  }
  last_ = take(kBlock);
  unread_ = take(kBlock);
  hidden_ = take(kHiddenRows);
  sum_ = take(1);
}

Range Stream::needed(const Segment& segment, std::int64_t context) const {
  return rangeOf(segment, encoder_.shape.hop, context, length_);
}

void Stream::clear() {
  for (auto& input : inputs_) {
    std::fill_n(input.rectified, (kBlock + 2 * input.dilation) * width_, 0.0f);
    std::fill_n(input.stream, (kBlock + input.dilation) * width_, 0.0f);
  }
  std::fill_n(sum_, width_, 0.0f);
}

bool Stream::run(const Segment& segment, float* out, const std::function<bool()>& goOn) {
  clear();
  std::int64_t at = needed(segment, look_).from;
  std::int64_t blocks = blocksOf(segment, encoder_.shape.hop, look_, length_);
  for (; blocks > 0; --blocks, at += kBlock) {
    hear(at, needed(segment, look_));
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      compute(i, at - inputs_[i].behind, needed(segment, inputs_[i].context));
      keep(inputs_[i]);
      if (!goOn()) return false;
    }
    out = pool(at - look_, needed(segment, 0), out);
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
  float* const stream = rows(first.stream, first.dilation);
  float* const rectified = rows(first.rectified, 2 * first.dilation);
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
  float* const stream = isLast ? last_ : rows(next->stream, next->dilation);
  float* const rectified = isLast ? unread_ : rows(next->rectified, 2 * next->dilation);
  const std::int64_t from = std::clamp<std::int64_t>(range.from - at, 0, kBlock);
  const std::int64_t to = std::clamp<std::int64_t>(range.to - at, from, kBlock);
  std::fill(rectified, rows(rectified, from), 0.0f);
  std::fill(rows(rectified, to), rows(rectified, kBlock), 0.0f);
  if (from == to) return;
  encoder_.kernels->layer(
      encoder_.layers[layer],
      {.taps = {rows(in.rectified, from), rows(in.rectified, from + in.dilation),
                rows(in.rectified, from + 2 * in.dilation)},
       .stream = rows(in.stream, from),
       .hidden = hidden_,
       .streamOut = rows(stream, from),
       .rectifiedOut = rows(rectified, from),
       .rows = static_cast<int>(to - from)});
}

/// What the next block looks back to moves to the front.
void Stream::keep(const Input& input) {
  const float* const block = input.rectified + kBlock * width_;
  std::copy(block, block + 2 * input.dilation * width_, input.rectified);
  std::copy_n(input.stream + kBlock * width_, input.dilation * width_, input.stream);
}

/// Adds the last layer's rows from the sample `at` on to their frames; the mean commutes with the
/// last product, which so runs once a frame.
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
