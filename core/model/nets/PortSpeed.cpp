/// Two ports of the sampler to LibTorch. Both keep each layer's inputs, so that a sample costs one
/// step a layer, and have the conditioning of a frame ready: what they lack is our own kernels.
#include "model/nets/PortSpeed.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/ThreadTime.h"
#include "base/Units.h"
#include "model/nets/TorchRuntime.h"
#include "model/nets/WaveNet.h"
#include "model/nets/Weights.h"

namespace timbre::model::nets {
namespace {

using at::Tensor;

/// Random weights of about the size they have; the arithmetic does not mind.
Tensor random(at::IntArrayRef sizes, double inputs) {
  return at::randn(sizes) / std::sqrt(inputs);
}

/// The inputs of a layer, [1, width] each, as far as its oldest tap reaches.
struct Queue {
  Queue(int dilation, int width)
      : length(2 * dilation + 1), reach(dilation), inputs(at::zeros({length, width})) {}
  Tensor tap(std::int64_t back) const { return inputs[(at + length - back) % length]; }
  std::int64_t length, reach, at = 0;
  Tensor inputs;
};

class Port {
 public:
  explicit Port(const WaveNetConfig& config) : c_(config) {
    for (int i = 0; i < c_.layers; ++i) queues_.emplace_back(1 << (i % c_.stages), c_.width);
  }
  virtual ~Port() = default;
  /// One sample, drawn from the logits of the one before.
  void next() {
    const Tensor logits = run(last_);
    last_ = at::multinomial(at::softmax(logits.view({256}), 0), 1).to(at::kFloat) / 128 - 1;
  }

 protected:
  virtual Tensor run(const Tensor& x) = 0;

  const WaveNetConfig c_;
  std::vector<Queue> queues_;
  Tensor last_ = at::zeros({1});
};

class Natural final : public Port {
 public:
  explicit Natural(const WaveNetConfig& config)
      : Port(config),
        start_(random({c_.width, 1, 3}, 3)),
        skipStart_(random({c_.skip, c_.width, 1}, c_.width)),
        head_(random({c_.skip, c_.skip, 1}, c_.skip)),
        logits_(random({256, c_.skip, 1}, c_.skip)),
        heard_(at::zeros({1, 1, 3})) {
    for (int i = 0; i < c_.layers; ++i) {
      dilated_.push_back(random({2 * c_.width, c_.width, 3}, 3 * c_.width));
      condition_.push_back(at::zeros({1, 2 * c_.width, 1}));
      residual_.push_back(random({c_.width, c_.width, 1}, 4 * c_.width));
      skip_.push_back(random({c_.skip, c_.width, 1}, 4 * c_.width));
    }
  }

 private:
  Tensor run(const Tensor& x) override {
    heard_ = at::cat({heard_.slice(2, 1), x.view({1, 1, 1})}, 2);
    Tensor stream = at::conv1d(heard_, start_);
    Tensor sum = at::conv1d(stream, skipStart_);
    for (int i = 0; i < c_.layers; ++i) {
      Queue& q = queues_[i];
      q.inputs[q.at].copy_(stream.view({-1}));
      const Tensor taps = at::stack({q.tap(2 * q.reach), q.tap(q.reach), q.tap(0)}, 1);
      const Tensor gate = at::conv1d(taps.unsqueeze(0), dilated_[i]) + condition_[i];
      const auto halves = gate.chunk(2, 1);
      const Tensor z = at::sigmoid(halves[0]) * at::tanh(halves[1]);
      stream = stream + at::conv1d(z, residual_[i]);
      sum = sum + at::conv1d(z, skip_[i]);
      q.at = (q.at + 1) % q.length;
    }
    return at::conv1d(at::relu(at::conv1d(at::relu(sum), head_)), logits_);
  }

  Tensor start_, skipStart_, head_, logits_, heard_;
  std::vector<Tensor> dilated_, condition_, residual_, skip_;
};

class Tuned final : public Port {
 public:
  explicit Tuned(const WaveNetConfig& config)
      : Port(config),
        start_(random({3, c_.width + c_.skip}, 3)),
        head_(random({c_.skip, c_.skip}, c_.skip)),
        logits_(random({c_.skip, 256}, c_.skip)),
        heard_(at::zeros({1, 3})),
        taps_(at::zeros({1, 3 * c_.width})),
        sums_(at::zeros({1, c_.width + c_.skip})),
        gate_(at::zeros({1, 2 * c_.width})),
        zeros_(at::zeros({1, std::max({2 * c_.width, c_.width + c_.skip, 256})})) {
    for (int i = 0; i < c_.layers; ++i) {
      dilated_.push_back(random({3 * c_.width, 2 * c_.width}, 3 * c_.width));
      out_.push_back(random({c_.width, c_.width + c_.skip}, 4 * c_.width));
    }
  }

 private:
  Tensor run(const Tensor& x) override {
    heard_ = at::cat({heard_.slice(1, 1), x.view({1, 1})}, 1);
    at::mm_out(sums_, heard_, start_);
    const std::int64_t width = c_.width;
    const Tensor stream = sums_.slice(1, 0, width);
    for (int i = 0; i < c_.layers; ++i) {
      Queue& q = queues_[i];
      q.inputs[q.at].copy_(stream.view({-1}));
      at::cat_out(taps_, {q.tap(2 * q.reach).unsqueeze(0), q.tap(q.reach).unsqueeze(0), stream}, 1);
      at::addmm_out(gate_, zeros_.slice(1, 0, 2 * width), taps_, dilated_[i]);
      Tensor filter = gate_.slice(1, 0, width);
      Tensor signal = gate_.slice(1, width);
      const Tensor z = filter.sigmoid_().mul_(signal.tanh_());
      sums_.addmm_(z, out_[i]);
      q.at = (q.at + 1) % q.length;
    }
    const Tensor hidden = at::mm(sums_.slice(1, width).relu(), head_).relu_();
    return at::mm(hidden, logits_);
  }

  Tensor start_, head_, logits_, heard_, taps_, sums_, gate_, zeros_;
  std::vector<Tensor> dilated_, out_;
};

/// The quickest of many segments: what else runs on the machine only ever slows one down.
double samplesPerSecond(Port& port, double seconds, const Progress& progress) {
  constexpr int kSegment = 4;
  port.next();
  double best = 1e9, spent = 0;
  while (spent < seconds && !progress.cancelled()) {
    const ThreadTime time;
    for (int i = 0; i < kSegment; ++i) port.next();
    const double took = time.seconds();
    best = std::min(best, took);
    spent += took;
  }
  return kSegment / best;
}

}  // namespace

Result<PortSpeed> portSpeed(const WaveNetConfig& config, double seconds, const Progress& progress) {
  return catchExceptions(kExceptionText, [&]() -> Result<PortSpeed> {
    const InferenceCall call(1);
    PortSpeed speed;
    Natural natural(config);
    speed.natural = samplesPerSecond(natural, seconds, progress);
    Tuned tuned(config);
    speed.tuned = samplesPerSecond(tuned, seconds, progress);
    if (progress.cancelled()) return cancelled();
    return speed;
  });
}

Result<double> encoderPort(const WaveNetConfig& config, int threads, double seconds,
                           const Progress& progress) {
  return catchExceptions(kExceptionText, [&]() -> Result<double> {
    const InferenceCall call(threads);
    const WaveNet net(config, freshWeights(config, 1, true));
    const Tensor sound = at::rand({1, kNoteSamples}) - 0.5;
    double best = 1e9, spent = 0;
    while (spent < seconds) {
      if (progress.cancelled()) return cancelled();
      const auto begin = std::chrono::steady_clock::now();
      net.encode(sound);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      best = std::min(best, took.count());
      spent += took.count();
    }
    return best;
  });
}

}  // namespace timbre::model::nets
