/// Our own gradients of the baseline against LibTorch's.
#include "training/cpu/CpuBaseline.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/nets/BaselineNet.h"
#include "model/nets/TorchRuntime.h"
#include "training/cpu/SoftPitchEncoding.h"
#include "training/data/Random.h"
#include "training/learner/ParameterStore.h"

namespace timbre::training {

namespace {

const model::BaselineConfig kSmall{.divide = 8, .z = 32, .pitchConditioned = true};

Specs specs() {
  return tensorsOf(model::ModelConfig(kSmall));
}

/// Which statistics normalisation uses, and whether pitches are spread.
struct Case {
  bool held, spread;
};

}  // namespace

class CpuBaselineLearning : public testing::TestWithParam<Case> {
 protected:
  CpuBaselineLearning() : rows_(softPitchEncoding(1)) {
    model::nets::useThreads(1);
    vector_ = vectorOf(model::nets::freshWeights(kSmall, 3, false), specs());
    Random random(5, 0);
    for (auto& [name, tensor] : tensorsIn(vector_, specs()))
      for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        float& x = tensor.data_ptr<float>()[i];
        if (name.ends_with("variance")) x = 0.5f + std::abs(random.normal());
        if (name.ends_with("mean") || name.ends_with("beta")) x = 0.3f * random.normal();
      }
    pictures_ = at::empty({3, 1, 512, 256}, at::kFloat);
    for (std::int64_t i = 0; i < pictures_.numel(); ++i) {
      const auto time = static_cast<float>(i % 256), pitch = static_cast<float>(i / 256 % 512);
      pictures_.data_ptr<float>()[i] =
          std::abs(std::sin(pitch * 0.1f + static_cast<float>(i / 131072)) *
                   std::exp(-time * 0.01f)) *
              0.8f +
          0.05f * std::abs(random.normal());
    }
    pitch_ = at::tensor({40, 60, 61}, at::kLong);
  }

  /// By LibTorch, as exactly as `type`; the statistics that it keeps are left in `vector`.
  double reference(at::ScalarType type, at::Tensor& vector, at::Tensor& gradients) const {
    vector = vector_.to(type, false, true);
    gradients = at::zeros_like(vector);
    auto live = tensorsIn(vector, specs());
    const auto slots = tensorsIn(gradients, specs());
    for (const auto& spec : specs())
      if (spec.trained) {
        live[spec.name].requires_grad_(true);
        live[spec.name].mutable_grad() = slots.find(spec.name)->second;
      }
    model::nets::BaselineNet net(kSmall, live);
    net.setTraining(!GetParam().held, 0.75);
    if (GetParam().spread)
      net.setPitchRows(
          at::from_blob(const_cast<float*>(rows_.data()), {kKeys, kKeys}, at::kFloat).to(type));
    const at::Tensor loss = net.loss(pictures_.to(type), pitch_);
    loss.backward();
    return loss.item<double>();
  }

  double ours(at::Tensor& vector, at::Tensor& gradients, int threads) const {
    vector = vector_.clone();
    gradients = at::full_like(vector, 7);  // set, not added to
    BaselineBatchInputs inputs;
    inputs.weights = vector.data_ptr<float>();
    inputs.count = 3;
    inputs.pictures = pictures_.data_ptr<float>();
    inputs.pitch = pitch_.data_ptr<std::int64_t>();
    if (GetParam().spread) inputs.pitchRows = rows_;
    inputs.gradients = gradients.data_ptr<float>();
    if (!GetParam().held) inputs.statistics = vector.data_ptr<float>();
    inputs.forget = 0.25;
    return CpuBaseline(kSmall, threads).run(inputs);
  }

  std::vector<float> rows_;
  at::Tensor vector_, pictures_, pitch_;
};

TEST_P(CpuBaselineLearning, areLibTorchsOfEveryTensor) {
  at::Tensor wantedVector, wanted, plainVector, plain, vector, gradients;
  const double loss = reference(at::kDouble, wantedVector, wanted);
  reference(at::kFloat, plainVector, plain);
  EXPECT_NEAR(ours(vector, gradients, 1), loss, 1e-5 * loss);
  const auto found = tensorsIn(gradients, specs()), theirs = tensorsIn(plain, specs());
  for (const auto& [name, tensor] : tensorsIn(wanted, specs())) {
    const auto off = [&, wanted = tensor](const at::Tensor& x) {
      return (x - wanted).norm().item<double>();
    };
    // A rectifier that rounding turns over deep inside changes all that lies before it by up to a
    // thousandth; statistics over three numbers enlarge LibTorch's own rounding as they do ours,
    // which begins a few times larger.
    EXPECT_LE(off(found.find(name)->second),
              1e-3 * tensor.norm().item<double>() + 8 * off(theirs.find(name)->second) + 1e-9)
        << name;
  }
  const auto kept = tensorsIn(vector, specs());
  for (const auto& [name, tensor] : tensorsIn(wantedVector, specs()))
    EXPECT_TRUE(at::allclose(kept.find(name)->second.to(at::kDouble), tensor, 1e-4, 1e-5)) << name;
}

TEST_P(CpuBaselineLearning, areTheSameOnTwoThreadsWithinRounding) {
  at::Tensor alone, one, together, two, again;
  const double loss = ours(alone, one, 1);
  EXPECT_NEAR(ours(together, two, 2), loss, 1e-5 * loss);
  (void)ours(together, again, 2);
  EXPECT_TRUE(at::equal(two, again));  // to the last bit
  // Held, each note is computed by itself and only sums differ; else as above.
  EXPECT_LE((one - two).norm().item<double>(),
            (GetParam().held ? 1e-5 : 2e-2) * one.norm().item<double>());
  EXPECT_TRUE(at::allclose(alone, together, 1e-4, 1e-5));
}

INSTANTIATE_TEST_SUITE_P(CpuBaseline, CpuBaselineLearning,
                         testing::Values(Case{true, true}, Case{false, false}),
                         [](const auto& way) { return way.param.held ? "held" : "measured"; });

/// One kind of convolution, both ways, and how it learns.
struct PlaneCase {
  int kernel, strideHeight, strideWidth, height, width, small, big;
};

class Planes : public testing::TestWithParam<PlaneCase> {
 protected:
  static at::Tensor drawn(std::int64_t count) {
    Random random(9, count);
    at::Tensor x = at::empty({count}, at::kFloat);
    for (std::int64_t i = 0; i < count; ++i) x.data_ptr<float>()[i] = random.normal();
    return x;
  }
  static double off(const at::Tensor& found, const at::Tensor& wanted) {
    return ((found - wanted).norm() / wanted.norm()).item<double>();
  }
};

TEST_P(Planes, areWhatLibTorchComputes) {
  const PlaneCase& c = GetParam();
  constexpr int kCount = 3;
  const PlaneShape shape{c.kernel,
                         c.strideHeight,
                         c.strideWidth,
                         c.height,
                         c.width,
                         c.small,
                         c.big,
                         c.height * c.strideHeight,
                         c.width * c.strideWidth};
  const at::Tensor small = drawn(kCount * shape.small()), big = drawn(kCount * shape.big());
  const at::Tensor weights = drawn(shape.weights());
  const auto planes = [](const at::Tensor& x, int height, int width, int channels) {
    return x.to(at::kDouble).view({-1, height, width, channels}).permute({0, 3, 1, 2});
  };
  const at::Tensor smallPlanes = planes(small, c.height, c.width, c.small);
  at::Tensor bigPlanes = planes(big, shape.bigHeight, shape.bigWidth, c.big).contiguous();
  at::Tensor kernel = weights.to(at::kDouble)
                          .view({c.kernel, c.kernel, c.big, c.small})
                          .permute({3, 2, 0, 1})
                          .contiguous();
  bigPlanes.requires_grad_(true), kernel.requires_grad_(true);
  const int top = shape.cropHeight(), left = shape.cropWidth();
  const int bottom = c.kernel - c.strideHeight - top, right = c.kernel - c.strideWidth - left;
  const at::Tensor down =
      at::conv2d(at::constant_pad_nd(bigPlanes, {left, right, top, bottom}), kernel, {},
                 {c.strideHeight, c.strideWidth}, at::IntArrayRef{0, 0});
  (down * smallPlanes).sum().backward();
  for (const auto* kernels : trainingKernelsHere()) {
    PlaneWeights ours(shape, true);
    ours.take(weights.data_ptr<float>(), *kernels);
    at::Tensor smallOut = at::full_like(small, 3), bigOut = at::full_like(big, 3);
    at::Tensor gradient = at::zeros_like(weights);
    std::vector<float> learnt(ours.learntSize());
    float* const into = ours.tiled() ? learnt.data() : gradient.data_ptr<float>();
    PlaneWorker worker(*kernels);
    const float *smallIn = small.data_ptr<float>(), *bigIn = big.data_ptr<float>();
    worker.run(ours, {kCount, smallIn, nullptr, nullptr, bigOut.data_ptr<float>(), nullptr});
    worker.run(ours, {kCount, smallIn, bigIn, smallOut.data_ptr<float>(), nullptr, into});
    if (ours.tiled()) ours.learn(learnt.data(), gradient.data_ptr<float>(), *kernels);
    // Winograd's larger numbers cost about one decimal of float32.
    const auto same = [&](const at::Tensor& found, const at::Tensor& wanted) {
      return off(found.view({-1}).to(at::kDouble), wanted.reshape({-1}));
    };
    EXPECT_LE(same(smallOut, down.detach().permute({0, 2, 3, 1})), 1e-5) << kernels->name;
    EXPECT_LE(same(bigOut, bigPlanes.grad().permute({0, 2, 3, 1})), 1e-5) << kernels->name;
    EXPECT_LE(same(gradient, kernel.grad().permute({2, 3, 1, 0})), 1e-5) << kernels->name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    CpuBaseline, Planes,
    testing::Values(PlaneCase{5, 2, 1, 16, 20, 16, 32}, PlaneCase{5, 2, 2, 20, 16, 32, 16},
                    PlaneCase{4, 2, 2, 16, 16, 16, 48}, PlaneCase{4, 2, 2, 4, 8, 32, 16},
                    PlaneCase{4, 2, 1, 1, 1, 16, 16}, PlaneCase{1, 1, 1, 1, 1, 48, 32}));

}  // namespace timbre::training
