/// Our own gradients against LibTorch's.
#include "training/cpu/CpuWaveNet.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/nets/TorchRuntime.h"
#include "model/nets/WaveNet.h"
#include "training/cpu/CpuDataParallel.h"
#include "training/cpu/SoftPitchEncoding.h"
#include "training/data/Random.h"
#include "training/learner/ParameterStore.h"
#include "training/learner/SpectralAuxLoss.h"

namespace timbre::training {

namespace {

/// Small, but with every kind of edge: dilations beyond a block, frames that no block divides,
/// three widths, and more than one tile of rows and columns.
const model::WaveNetConfig kSmall{.width = 32,
                                  .skip = 48,
                                  .layers = 9,
                                  .stages = 8,
                                  .aeWidth = 16,
                                  .aeLayers = 9,
                                  .aeStages = 8,
                                  .z = 16,
                                  .hop = 512,
                                  .pitchConditioned = true};
constexpr int kSamples = 1024;

Specs specs() {
  Specs all = tensorsOf(model::ModelConfig(kSmall));
  for (const auto& spec : spectralAuxTensors(kSmall.z)) all.push_back(spec);
  return all;
}

Batch batchOf(int count) {
  Batch batch{count, kSamples, {}, {}, {}};
  for (int i = 0; i < count; ++i) {
    Random random(7, i);
    batch.pitch.push_back(40 + 9 * i);
    for (int t = 0; t < kSamples; ++t) {
      const double x = 60 * std::sin(0.05 * (i + 1) * t) + 5 * random.normal();
      batch.classes.push_back(static_cast<std::uint8_t>(std::clamp(128 + x, 0.0, 255.0)));
      batch.heard.push_back(static_cast<float>(x / 128) + 0.05f * random.normal());
    }
  }
  return batch;
}

struct Reference {
  double nats = 0, spectralAux = 0;
  at::Tensor gradients;
};

}  // namespace

class CpuGradients : public testing::Test {
 protected:
  CpuGradients() : rows_(softPitchEncoding(4)) {
    model::nets::useThreads(1);
    auto weights = model::nets::freshWeights(kSmall, 3, false);
    weights.merge(freshSpectralAux(kSmall.z, 3));
    vector_ = vectorOf(weights, specs());
    Random random(5, 0);  // biases that are not zero; drawn so that no rectifier is near its edge
    for (std::int64_t i = 0; i < vector_.numel(); ++i)
      vector_.data_ptr<float>()[i] += 0.02f * random.normal();
  }

  at::Tensor spectra(const Batch& batch) const {
    const at::Tensor classes = at::from_blob(const_cast<std::uint8_t*>(batch.classes.data()),
                                             {batch.count, kSamples}, at::kByte);
    return spectralTargets((classes.to(at::kFloat) - 128) / 128, kSmall.hop);
  }

  /// By LibTorch.
  Reference reference(const Batch& batch) const {
    const at::Tensor vector = vector_.clone();
    const at::Tensor gradients = at::zeros_like(vector);
    auto live = tensorsIn(vector, specs());
    const auto slots = tensorsIn(gradients, specs());
    for (auto& [name, tensor] : live) {
      tensor.requires_grad_(true);
      tensor.mutable_grad() = slots.find(name)->second;
    }
    model::nets::WaveNet net(kSmall, live);
    net.setPitchRows(at::from_blob(const_cast<float*>(rows_.data()), {kKeys, kKeys}, at::kFloat));
    const at::Tensor classes = at::from_blob(const_cast<std::uint8_t*>(batch.classes.data()),
                                             {batch.count, kSamples}, at::kByte)
                                   .to(at::kLong);
    const at::Tensor pitch =
        at::from_blob(const_cast<std::int64_t*>(batch.pitch.data()), {batch.count}, at::kLong);
    const at::Tensor heard =
        at::from_blob(const_cast<float*>(batch.heard.data()), {batch.count, kSamples}, at::kFloat);
    const at::Tensor z = net.encode((classes.to(at::kFloat) - 128) / 128);
    const at::Tensor nats = net.loss(classes, pitch, z, heard);
    const at::Tensor spectralAux = spectralAuxLoss(live, z, spectra(batch));
    (nats + spectralAux).backward();
    return {nats.item<double>(), spectralAux.item<double>(), gradients};
  }

  CpuLosses ours(const Batch& batch, int threads, at::Tensor& gradients) {
    CpuDataParallel dataParallel(kSmall, specs(), threads);
    gradients = at::zeros_like(vector_);
    const at::Tensor wanted = spectra(batch);
    BatchInputs inputs;
    inputs.weights = vector_.data_ptr<float>();
    inputs.pitchRows = rows_;
    inputs.spectra = wanted.data_ptr<float>();
    inputs.gradients = gradients.data_ptr<float>();
    return dataParallel.run(inputs, batch);
  }

  std::vector<float> rows_;
  at::Tensor vector_;
};

TEST_F(CpuGradients, areLibTorchsOfEveryTensor) {
  const Batch batch = batchOf(2);
  const Reference wanted = reference(batch);
  at::Tensor gradients;
  const CpuLosses losses = ours(batch, 1, gradients);
  // Both sum a few thousand products in float32, in their own orders.
  EXPECT_NEAR(losses.nats, wanted.nats, 1e-5 * wanted.nats);
  EXPECT_NEAR(losses.spectralAux, wanted.spectralAux, 1e-5 * wanted.spectralAux);
  const auto found = tensorsIn(gradients, specs());
  for (const auto& [name, tensor] : tensorsIn(wanted.gradients, specs())) {
    const double size = tensor.norm().item<double>();
    const double off = (found.find(name)->second - tensor).norm().item<double>();
    EXPECT_LE(off, 1e-4 * size + 1e-9) << name;
  }
}

TEST_F(CpuGradients, areTheSameOnEveryKernelWithinRounding) {
  const Batch batch = batchOf(1);
  const Layout layout(specs());
  std::vector<float> turned(static_cast<std::size_t>(layout.size()));
  layout.turn(vector_.data_ptr<float>(), turned.data());
  const at::Tensor wanted = spectra(batch);
  std::vector<at::Tensor> found;
  for (const auto* kernels : trainingKernelsHere()) {
    found.push_back(at::zeros_like(vector_));
    CpuWaveNet net(kSmall, layout, kSamples);
    const LayerMath math{kernels, vector_.data_ptr<float>(), turned.data(),
                         found.back().data_ptr<float>()};
    const CpuCrop crop{batch.classes.data(), batch.heard.data(),
                       rows_.data() + batch.pitch[0] * kKeys, wanted.data_ptr<float>()};
    EXPECT_GT(net.run(math, crop, 1).nats, 0);
    const double off = (found.back() - found.front()).norm().item<double>();
    EXPECT_LE(off, 1e-5 * found.front().norm().item<double>()) << kernels->name;
  }
}

TEST_F(CpuGradients, areTheSameOnTwoThreadsWithinRounding) {
  const Batch batch = batchOf(3);
  at::Tensor one, two, again;
  const CpuLosses alone = ours(batch, 1, one), together = ours(batch, 2, two);
  (void)ours(batch, 2, again);
  EXPECT_NEAR(alone.nats, together.nats, 1e-9);
  EXPECT_LE((one - two).norm().item<double>(), 1e-5 * one.norm().item<double>());
  EXPECT_TRUE(at::equal(two, again));  // to the last bit
}

TEST(SoftPitchEncoding, unfoldsToWhatFoldsBack) {
  const auto rows = softPitchEncoding(4);
  std::vector<float> table(kKeys * 3);
  Random random(1, 1);
  for (float& x : table) x = random.normal();
  std::vector<float> other = table;
  unfoldSpread(rows, other.data(), 3);
  foldSpread(rows, other.data(), 3);
  for (std::size_t i = 0; i < table.size(); ++i) EXPECT_NEAR(other[i], table[i], 1e-4);
}

}  // namespace timbre::training
