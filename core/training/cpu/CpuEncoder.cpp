#include "training/cpu/CpuEncoder.h"

#include <algorithm>

namespace timbre::training {
namespace {

std::size_t encoderBytes(const model::WaveNetConfig& c, std::size_t samples) {
  return sizeof(float) * samples * static_cast<std::size_t>(c.aeWidth) *
         (2 * static_cast<std::size_t>(c.aeLayers) + 3);
}

}  // namespace

CpuEncoder::CpuEncoder(const model::WaveNetConfig& config, const Layout& layout, int samples)
    : samples_(samples),
      hop_(config.hop),
      width_(config.aeWidth),
      start_(layout["ae_startconv"]),
      bottleneck_(layout["ae_bottleneck"]),
      arena_(encoderBytes(config, static_cast<std::size_t>(samples))) {
  const auto plane = static_cast<std::size_t>(samples) * static_cast<std::size_t>(width_);
  const auto frames = static_cast<std::size_t>(samples / hop_);
  for (int i = 0; i < config.aeLayers; ++i) {
    const std::string n = std::to_string(i + 1);
    layers_.push_back({layout["ae_dilatedconv_" + n], layout["ae_res_" + n],
                       1 << (i % config.aeStages), arena_.take<float>(plane),
                       arena_.take<float>(plane)});
  }
  sum_ = arena_.take<float>(plane);
  back_ = arena_.take<float>(plane);
  block_ = arena_.take<float>(static_cast<std::size_t>(kBlock) * static_cast<std::size_t>(width_));
  mean_ = arena_.take<float>(frames * static_cast<std::size_t>(width_));
  z_ = arena_.take<float>(frames * static_cast<std::size_t>(config.z));
}

void CpuEncoder::forwardLayer(const LayerMath& math, const Layer& layer) {
  math.kernels->rectify(sum_, layer.heard, static_cast<std::int64_t>(samples_) * width_);
  forBlocks(0, samples_, samples_, [&](const Rows& rows) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(rows.begin) * width_;
    float* const r = layer.rectified + at;
    math.apply(layer.dilated, Shifts::centred(layer.dilation), layer.heard, rows,
               math.bias(layer.dilated), r);
    math.kernels->rectify(r, r, static_cast<std::int64_t>(rows.count()) * width_);
    math.kernels->addRow(sum_ + at, math.bias(layer.residual), sum_ + at, rows.count(), width_);
    math.apply(layer.residual, Shifts::none(), layer.rectified, rows, nullptr, sum_ + at);
  });
}

const float* CpuEncoder::forward(const LayerMath& math, const float* x) {
  math.apply(start_, Shifts::centred(1), x, {0, samples_, samples_}, math.bias(start_), sum_);
  for (const auto& layer : layers_) forwardLayer(math, layer);
  const int frames = samples_ / hop_;
  std::fill_n(mean_, frames * width_, 0.0f);
  for (int f = 0; f < frames; ++f)
    math.kernels->sumRows(sum_ + static_cast<std::ptrdiff_t>(f) * hop_ * width_, mean_ + f * width_,
                          hop_, width_);
  for (int i = 0; i < frames * width_; ++i) mean_[i] /= static_cast<float>(hop_);
  math.apply(bottleneck_, Shifts::none(), mean_, {0, frames, frames}, math.bias(bottleneck_), z_);
  return z_;
}

void CpuEncoder::backLayer(const LayerMath& math, const Layer& layer) {
  forBlocks(0, samples_, samples_, [&](const Rows& rows) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(rows.begin) * width_;
    const auto count = static_cast<std::int64_t>(rows.count()) * width_;
    math.applyBack(layer.residual, Shifts::none(), sum_, rows, false, block_);
    math.kernels->rectifyBack(layer.rectified + at, block_, back_ + at, false, count);
    math.learn(layer.residual, Shifts::none(), layer.rectified, sum_, rows);
    math.learnBias(layer.residual, sum_ + at, rows.count());
    math.learnBias(layer.dilated, back_ + at, rows.count());
  });
  const Shifts shifts = Shifts::centred(layer.dilation);
  forBlocks(0, samples_, samples_, [&](const Rows& rows) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(rows.begin) * width_;
    math.learn(layer.dilated, shifts, layer.heard, back_, rows);
    math.applyBack(layer.dilated, shifts, back_, rows, false, block_);
    math.kernels->rectifyBack(layer.heard + at, block_, sum_ + at, true,
                              static_cast<std::int64_t>(rows.count()) * width_);
  });
}

void CpuEncoder::back(const LayerMath& math, const float* x, const float* dz) {
  const int frames = samples_ / hop_;
  const Rows all{0, frames, frames};
  math.learn(bottleneck_, Shifts::none(), mean_, dz, all);
  math.learnBias(bottleneck_, dz, frames);
  math.applyBack(bottleneck_, Shifts::none(), dz, all, false, mean_);
  for (int i = 0; i < frames * width_; ++i) mean_[i] /= static_cast<float>(hop_);
  for (int t = 0; t < samples_; ++t)
    std::copy_n(mean_ + t / hop_ * width_, width_, sum_ + static_cast<std::ptrdiff_t>(t) * width_);
  math.completeFrom(bottleneck_.weight);
  for (std::size_t i = layers_.size(); i-- > 0;) {
    backLayer(math, layers_[i]);
    math.completeFrom(layers_[i].dilated.weight);
  }
  forBlocks(0, samples_, samples_, [&](const Rows& rows) {
    math.learn(start_, Shifts::centred(1), x, sum_, rows);
    math.learnBias(start_, sum_ + static_cast<std::ptrdiff_t>(rows.begin) * width_, rows.count());
  });
}

}  // namespace timbre::training
