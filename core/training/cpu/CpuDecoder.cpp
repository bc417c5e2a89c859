#include "training/cpu/CpuDecoder.h"

#include <algorithm>

namespace timbre::training {
namespace {

constexpr int kClasses = 256;

std::size_t bytesFor(const model::WaveNetConfig& c, std::size_t samples) {
  return sizeof(float) * samples *
         (static_cast<std::size_t>(c.width) * (3 * static_cast<std::size_t>(c.layers) + 3) +
          static_cast<std::size_t>(c.skip) + 1);
}

Rows local(const Rows& rows) {
  return {0, rows.count(), rows.count()};
}

}  // namespace

CpuDecoder::CpuDecoder(const model::WaveNetConfig& config, const Layout& layout, int samples)
    : samples_(samples),
      hop_(config.hop),
      frames_(samples / config.hop),
      width_(config.width),
      skip_(config.skip),
      z_(config.z),
      start_(layout["startconv"]),
      skipStart_(layout["skip_start"]),
      out1_(layout["out1"]),
      condOut1_(layout["cond_map_out1"]),
      logits_(layout["logits"]),
      arena_(bytesFor(config, static_cast<std::size_t>(samples))) {
  take(config, layout);
}

void CpuDecoder::take(const model::WaveNetConfig& config, const Layout& layout) {
  const auto some = [&](int rows, int columns) {
    return arena_.take<float>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  };
  for (int i = 0; i < config.layers; ++i) {
    const std::string n = std::to_string(i + 1);
    layers_.push_back({layout["dilatedconv_" + n], layout["cond_map_" + n], layout["res_" + n],
                       layout["skip_" + n], 1 << (i % config.stages), some(samples_, width_),
                       some(samples_, 2 * width_)});
  }
  const int widest = std::max(2 * width_, skip_);
  before_ = some(samples_, 1);
  stream_ = some(samples_, width_);
  sum_ = some(samples_, skip_);
  back_ = some(samples_, 2 * width_);
  gated_ = some(kBlock, width_);
  gradient_ = some(kBlock, width_);
  heard_ = some(kBlock, skip_);
  hidden_ = some(kBlock, skip_);
  hiddenBack_ = some(kBlock, skip_);
  guess_ = some(kBlock, kClasses);
  frameRows_ = some(frames_, widest);
  frameBack_ = some(frames_, widest);
  dz_ = some(frames_, z_);
  bias_.resize(static_cast<std::size_t>(widest));
}

/// frameRows_ = what the condition adds to each sample of a frame, and both biases.
void CpuDecoder::project(const LayerMath& math, const AffineLayer& map, const AffineLayer& with,
                         const float* condition) {
  math.kernels->addRow(math.bias(map), math.bias(with), bias_.data(), 1, map.out);
  math.apply(map, Shifts::none(), condition, {0, frames_, frames_}, bias_.data(), frameRows_);
}

void CpuDecoder::forwardLayer(const LayerMath& math, std::size_t index) {
  const Layer& layer = layers_[index];
  const bool last = index + 1 == layers_.size();  // its result is unused
  eachBlock([&](const Rows& rows, int frame) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(rows.begin) * width_;
    float* const both = layer.gate + 2 * at;
    math.apply(layer.dilated, Shifts::causal(layer.dilation), layer.in, rows,
               frameRows_ + static_cast<std::ptrdiff_t>(frame) * 2 * width_, both);
    math.kernels->gate(both, gated_, rows.count(), width_);
    if (!last) {
      float* const next = layers_[index + 1].in + at;
      math.kernels->addRow(layer.in + at, math.bias(layer.residual), next, rows.count(), width_);
      math.apply(layer.residual, Shifts::none(), gated_, local(rows), nullptr, next);
    }
    math.apply(layer.skip, Shifts::none(), gated_, local(rows), nullptr,
               sum_ + static_cast<std::ptrdiff_t>(rows.begin) * skip_);
  });
}

double CpuDecoder::forward(const LayerMath& math, const float* heard, const float* condition,
                           const std::uint8_t* classes, float scale) {
  before_[0] = 0;
  std::copy_n(heard, samples_ - 1, before_ + 1);
  const Rows all{0, samples_, samples_};
  math.apply(start_, Shifts::causal(1), before_, all, math.bias(start_), layers_[0].in);
  std::copy_n(math.bias(skipStart_), skip_, bias_.data());  // the biases of all skips at once
  for (const auto& layer : layers_)
    math.kernels->addRow(math.bias(layer.skip), bias_.data(), bias_.data(), 1, skip_);
  math.apply(skipStart_, Shifts::none(), layers_[0].in, all, bias_.data(), sum_);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    project(math, layers_[i].condition, layers_[i].dilated, condition);
    forwardLayer(math, i);
  }
  project(math, condOut1_, out1_, condition);
  std::fill_n(frameBack_, frames_ * skip_, 0.0f);
  std::fill_n(dz_, frames_ * z_, 0.0f);
  const double nats = head(math, classes, scale);
  if (math.gradients) learnProjection(math, condOut1_, out1_, condition);
  return nats;
}

double CpuDecoder::head(const LayerMath& math, const std::uint8_t* classes, float scale) {
  double nats = 0;
  eachBlock([&](const Rows& rows, int frame) {
    const Rows here = local(rows);
    const std::int64_t count = static_cast<std::int64_t>(here.count()) * skip_;
    math.kernels->rectify(sum_ + static_cast<std::ptrdiff_t>(rows.begin) * skip_, heard_, count);
    math.apply(out1_, Shifts::none(), heard_, here,
               frameRows_ + static_cast<std::ptrdiff_t>(frame) * skip_, hidden_);
    math.kernels->rectify(hidden_, hidden_, count);
    math.apply(logits_, Shifts::none(), hidden_, here, math.bias(logits_), guess_);
    nats += math.kernels->crossEntropy(guess_, classes + rows.begin, here.count(), scale);
    if (math.gradients) headBack(math, rows, frame);
  });
  return nats;
}

/// The head's way back, while its block is in the cache; the skips' gradient takes their place.
void CpuDecoder::headBack(const LayerMath& math, const Rows& rows, int frame) {
  const Rows here = local(rows);
  const std::int64_t count = static_cast<std::int64_t>(here.count()) * skip_;
  math.learn(logits_, Shifts::none(), hidden_, guess_, here);
  math.learnBias(logits_, guess_, here.count());
  math.applyBack(logits_, Shifts::none(), guess_, here, false, hiddenBack_);
  math.kernels->rectifyBack(hidden_, hiddenBack_, hiddenBack_, false, count);
  math.learn(out1_, Shifts::none(), heard_, hiddenBack_, here);
  math.kernels->sumRows(hiddenBack_, frameBack_ + static_cast<std::ptrdiff_t>(frame) * skip_,
                        here.count(), skip_);
  math.applyBack(out1_, Shifts::none(), hiddenBack_, here, false, hidden_);
  math.kernels->rectifyBack(heard_, hidden_, sum_ + static_cast<std::ptrdiff_t>(rows.begin) * skip_,
                            false, count);
}

/// frameBack_ is the gradient of project()'s result.
void CpuDecoder::learnProjection(const LayerMath& math, const AffineLayer& map,
                                 const AffineLayer& with, const float* condition) {
  math.learn(map, Shifts::none(), condition, frameBack_, {0, frames_, frames_});
  math.learnBias(map, frameBack_, frames_);
  math.learnBias(with, frameBack_, frames_);
  for (int f = 0; f < frames_; ++f)
    for (int j = 0; j < z_; ++j) {
      const float* const row = math.weights + map.weight + static_cast<std::ptrdiff_t>(j) * map.out;
      const float* const back = frameBack_ + static_cast<std::ptrdiff_t>(f) * map.out;
      float sum = 0;
      for (int i = 0; i < map.out; ++i) sum += row[i] * back[i];
      dz_[f * z_ + j] += sum;
    }
}

void CpuDecoder::gatesBack(const LayerMath& math, std::size_t index) {
  const Layer& layer = layers_[index];
  const bool last = index + 1 == layers_.size();
  std::fill_n(frameBack_, frames_ * 2 * width_, 0.0f);
  eachBlock([&](const Rows& rows, int frame) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(rows.begin) * width_;
    const float* const skips = sum_ + static_cast<std::ptrdiff_t>(rows.begin) * skip_;
    const Rows here = local(rows);
    math.applyBack(layer.skip, Shifts::none(), skips, here, false, gradient_);
    if (!last) math.applyBack(layer.residual, Shifts::none(), stream_ + at, here, true, gradient_);
    math.kernels->gateBack(layer.gate + 2 * at, gradient_, back_ + 2 * at, gated_, here.count(),
                           width_);
    math.learn(layer.skip, Shifts::none(), gated_, skips, here);
    if (!last) {
      math.learn(layer.residual, Shifts::none(), gated_, stream_ + at, here);
      math.learnBias(layer.residual, stream_ + at, here.count());
    }
    math.kernels->sumRows(back_ + 2 * at,
                          frameBack_ + static_cast<std::ptrdiff_t>(frame) * 2 * width_,
                          here.count(), 2 * width_);
  });
}

void CpuDecoder::backLayer(const LayerMath& math, std::size_t index, const float* condition) {
  const Layer& layer = layers_[index];
  gatesBack(math, index);
  learnProjection(math, layer.condition, layer.dilated, condition);
  const Shifts shifts = Shifts::causal(layer.dilation);
  eachBlock([&](const Rows& rows, int) {
    math.learn(layer.dilated, shifts, layer.in, back_, rows);
    math.applyBack(layer.dilated, shifts, back_, rows, true,
                   stream_ + static_cast<std::ptrdiff_t>(rows.begin) * width_);
  });
}

void CpuDecoder::back(const LayerMath& math, const float* condition, float* dz) {
  std::fill_n(stream_, static_cast<std::ptrdiff_t>(samples_) * width_, 0.0f);
  std::fill_n(bias_.data(), skip_, 0.0f);
  math.kernels->sumRows(sum_, bias_.data(), samples_, skip_);  // the same for every skip's bias
  const auto learnSkipBias = [&](const AffineLayer& skip) {
    math.kernels->sumRows(bias_.data(), math.gradients + skip.bias, 1, skip_);
  };
  for (std::size_t i = layers_.size(); i-- > 0;) {
    backLayer(math, i, condition);
    learnSkipBias(layers_[i].skip);
    math.completeFrom(layers_[i].dilated.weight);
  }
  learnSkipBias(skipStart_);
  eachBlock([&](const Rows& rows, int) {
    float* const stream = stream_ + static_cast<std::ptrdiff_t>(rows.begin) * width_;
    math.learn(skipStart_, Shifts::none(), layers_[0].in, sum_, rows);
    math.applyBack(skipStart_, Shifts::none(), sum_, rows, true, stream);
    math.learn(start_, Shifts::causal(1), before_, stream_, rows);
    math.learnBias(start_, stream, rows.count());
  });
  math.completeFrom(start_.weight);
  for (int i = 0; i < frames_ * z_; ++i) dz[i] += dz_[i];
}

}  // namespace timbre::training
