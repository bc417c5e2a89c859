// Both networks at tiny widths: shapes, what depends on what, gradients.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "model/nets/BaselineNet.h"
#include "model/nets/ShiftedProducts.h"
#include "model/nets/TorchRuntime.h"
#include "model/nets/WaveNet.h"

namespace timbre::model::nets {

namespace {

const WaveNetConfig kTiny{.width = 6,
                          .skip = 5,
                          .layers = 6,
                          .stages = 3,
                          .aeWidth = 4,
                          .aeLayers = 6,
                          .aeStages = 3,
                          .z = 3,
                          .hop = 16};
const BaselineConfig kTinyBaseline{.divide = 64, .z = 7, .pitchConditioned = true};

WaveNet waveNet(const WaveNetConfig& config = kTiny) {
  return {config, freshWeights(config, 1, false)};
}
BaselineNet baseline() {
  return {kTinyBaseline, freshWeights(kTinyBaseline, 1, false)};
}

at::Tensor noise(at::IntArrayRef shape, std::uint64_t seed = 1) {
  at::manual_seed(seed);
  return at::rand(shape) * 2 - 1;
}

double difference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

}  // namespace

class Networks : public testing::Test {
 protected:
  Networks() { useThreads(1); }
};

TEST_F(Networks, shiftedProductsAreConvolutionsWithTheirGradients) {
  const int length = 40, in = 3, out = 5;
  for (const std::int64_t d : {1, 8, 32}) {
    at::Tensor x = noise({2, length, in}), w = noise({3, in, out}), b = noise({out});
    at::Tensor x2 = x.clone(), w2 = w.clone(), b2 = b.clone();
    for (at::Tensor* t : {&x, &w, &b, &x2, &w2, &b2}) t->requires_grad_(true);
    const at::Tensor ours = shiftedProducts(x, w, b, {2 * d, d, 0});
    const at::Tensor padded = at::constant_pad_nd(x2.transpose(1, 2), {2 * d, 0});
    const at::Tensor reference =
        at::conv1d(padded, w2.permute({2, 1, 0}), b2, {1}, at::IntArrayRef{0}, {d}).transpose(1, 2);
    EXPECT_LT(difference(ours, reference), 1e-5);
    const at::Tensor direction = noise({2, length, out}, 2);
    (ours * direction).sum().backward();
    (reference * direction).sum().backward();
    EXPECT_LT(difference(x.grad(), x2.grad()), 1e-5);
    EXPECT_LT(difference(w.grad(), w2.grad()), 1e-4);  // sums over 80 positions
    EXPECT_LT(difference(b.grad(), b2.grad()), 1e-4);
  }
}

TEST_F(Networks, theGateHasTheGradientOfItsFormula) {
  at::Tensor x = noise({2, 3, 8}) * 3, y = x.clone();
  x.requires_grad_(true), y.requires_grad_(true);
  const at::Tensor ours = gate(x),
                   reference = at::sigmoid(y.narrow(2, 0, 4)) * at::tanh(y.narrow(2, 4, 4));
  EXPECT_LT(difference(ours, reference), 1e-6);
  const at::Tensor direction = noise({2, 3, 4}, 2);
  (ours * direction).sum().backward();
  (reference * direction).sum().backward();
  EXPECT_LT(difference(x.grad(), y.grad()), 1e-6);
}

TEST_F(Networks, waveNetHasTheShapesItSays) {
  const InferenceCall call(1);
  const auto net = waveNet();
  const at::Tensor x = noise({2, 64});
  EXPECT_EQ(net.encode(x).sizes(), (at::IntArrayRef{2, 4, 3}));
  EXPECT_EQ(net.logits(x, net.encode(x)).sizes(), (at::IntArrayRef{2, 64, 256}));
}

TEST_F(Networks, encoderSeesNoFurtherThanItsContext) {
  const InferenceCall call(1);
  auto weights = freshWeights(kTiny, 1, false);
  for (auto& [name, tensor] : weights) tensor.abs_();  // so that no ReLU shuts a path
  const WaveNet net(kTiny, weights);
  const std::int64_t context = kTiny.encoderContext(), at = 100;
  const at::Tensor x = noise({1, 256}).abs();
  at::Tensor changed = x.clone();
  changed[0][at] += 0.5;
  const at::Tensor moved = (net.encoderLayers(changed) - net.encoderLayers(x)).abs().amax({0, 2});
  EXPECT_EQ(moved.narrow(0, 0, at - context).max().item<float>(), 0);
  EXPECT_EQ(moved.narrow(0, at + context + 1, 256 - at - context - 1).max().item<float>(), 0);
  EXPECT_GT(moved[at - context].item<float>(), 0);
  EXPECT_GT(moved[at + context].item<float>(), 0);
}

TEST_F(Networks, decoderHearsOnlyThePast) {
  const InferenceCall call(1);
  const auto net = waveNet();
  const at::Tensor x = noise({1, 64}), z = noise({1, 4, 3}, 2);
  at::Tensor changed = x.clone();
  changed[0][40] += 0.5;
  const at::Tensor moved = (net.logits(changed, z) - net.logits(x, z)).abs().amax({0, 2});
  EXPECT_EQ(moved.narrow(0, 0, 41).max().item<float>(), 0);
  EXPECT_GT(moved[41].item<float>(), 0);
}

TEST_F(Networks, waveNetToldThePitchListensToIt) {
  const InferenceCall call(1);
  WaveNetConfig config = kTiny;
  config.pitchConditioned = true;
  const auto net = waveNet(config);
  const at::Tensor x = noise({1, 64}), z = net.encode(x);
  const auto at60 = net.condition(z, at::full({1}, 60, at::kLong)),
             at61 = net.condition(z, at::full({1}, 61, at::kLong));
  EXPECT_EQ(at60.size(2), 3 + 128);
  EXPECT_GT(difference(net.logits(x, at60), net.logits(x, at61)), 0);
}

TEST_F(Networks, baselineHasTheShapesItSays) {
  const InferenceCall call(1);
  const auto net = baseline();
  const at::Tensor pictures = noise({2, 1, 512, 256}).abs(), pitch = at::full({2}, 60, at::kLong);
  const at::Tensor z = net.encode(pictures);
  EXPECT_EQ(z.sizes(), (at::IntArrayRef{2, 7, 1, 1}));
  const at::Tensor painted = net.decode(z, pitch);
  EXPECT_EQ(painted.sizes(), pictures.sizes());
  EXPECT_GE(painted.min().item<float>(), 0);
  EXPECT_LE(painted.max().item<float>(), 1);
}

TEST_F(Networks, baselineTreatsEachNoteAlone) {
  const InferenceCall call(1);
  const auto net = baseline();
  const at::Tensor pictures = noise({3, 1, 512, 256}).abs();
  // Batches of different sizes may be summed in another order.
  EXPECT_LT(difference(net.encode(pictures)[1], net.encode(pictures.narrow(0, 1, 1))[0]), 1e-5);
}

TEST_F(Networks, baselineLearnsItsStatistics) {
  auto net = baseline();
  const at::Tensor pictures = noise({2, 1, 512, 256}).abs(), pitch = at::full({2}, 60, at::kLong);
  const at::Tensor mean = net.weights().at("encoder/0_Layer/0/BatchNorm/moving_mean");
  net.setTraining(true, 0.5);
  const at::NoGradGuard nothing;
  (void)net.loss(pictures, pitch);
  EXPECT_GT(mean.abs().max().item<float>(), 0);
  net.setTraining(false);
  const at::Tensor before = mean.clone();
  (void)net.loss(pictures, pitch);
  EXPECT_EQ(difference(before, mean), 0);
}

TEST_F(Networks, freshWeightsFollowFromTheSeedAlone) {
  const auto a = freshWeights(kTiny, 5, false), b = freshWeights(kTiny, 5, false),
             c = freshWeights(kTiny, 6, false);
  const auto name = "dilatedconv_2/W";
  EXPECT_EQ(difference(a.at(name), b.at(name)), 0);
  EXPECT_GT(difference(a.at(name), c.at(name)), 0);
  EXPECT_LE(a.at(name).abs().max().item<double>(), std::sqrt(3.0 / 18));
  EXPECT_EQ(a.at("dilatedconv_2/biases").abs().max().item<double>(), 0);
}

TEST_F(Networks, exceptionsBecomeOneLine) {
  const auto broken = catchExceptions(kExceptionText, []() -> Result<int> {
    (void)at::zeros({2}).view({3});
    return 1;
  });
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::Internal);
  EXPECT_EQ(broken.error().message.find('\n'), std::string::npos);
}

}  // namespace timbre::model::nets
