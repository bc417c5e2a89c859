#include "training/learner/PostFilterNetwork.h"

#include <algorithm>
#include <cmath>

namespace timbre::training {

using model::PostFilterWeights;

namespace {

constexpr double kWeightDecay = 0.01;  // AdamW's, of the learning rate

}  // namespace

PostFilterNetwork::PostFilterNetwork(const PostFilterWeights& weights,
                                     const model::WaveNetConfig& config, int hidden) {
  std::size_t at = 0;
  for (const auto& spec : postFilterTensors(config, hidden)) {
    names_.push_back(spec.name);
    const auto& values = weights.at(spec.name);
    const auto shape = spec.shape.size() == 1
                           ? spec.shape
                           : model::Shape{spec.shape.end()[-2], spec.shape.end()[-1]};
    Layer& layer = layers_[at / 2];
    layer.numbers[at % 2] = at::empty(shape, at::kFloat);
    std::copy(values.begin(), values.end(), layer.numbers[at % 2].data_ptr<float>());
    layer.first[at % 2] = at::zeros(shape, at::kFloat);
    layer.second[at % 2] = at::zeros(shape, at::kFloat);
    ++at;
  }
}

PostFilterWeights PostFilterNetwork::weights() const {
  PostFilterWeights weights;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const at::Tensor& numbers = layers_[i / 2].numbers[i % 2];
    const float* begin = numbers.data_ptr<float>();
    weights[names_[i]] = {begin, begin + numbers.numel()};
  }
  return weights;
}

at::Tensor PostFilterNetwork::operator()(const at::Tensor& in) {
  at::Tensor x = in;
  for (std::size_t i = 0; i < kLayers; ++i) {
    x = at::addmm(layers_[i].numbers[1], x, layers_[i].numbers[0]);
    if (i + 1 < kLayers) heard_[i] = x.relu_();
  }
  return x;
}

void PostFilterNetwork::learn(const at::Tensor& in, at::Tensor back) {
  for (std::size_t i = kLayers; i-- > 0;) {
    const at::Tensor& heard = i == 0 ? in : heard_[i - 1];
    layers_[i].gradients = {at::mm(heard.t(), back), back.sum(0)};
    if (i > 0) back = at::mm(back, layers_[i].numbers[0].t()).mul_(heard.gt(0));
  }
}

void PostFilterNetwork::step(double rate) {
  constexpr double kFirst = 0.9, kSecond = 0.999, kEpsilon = 1e-8;
  ++steps_;
  const double n = static_cast<double>(steps_);
  const double first = 1 - std::pow(kFirst, n), second = std::sqrt(1 - std::pow(kSecond, n));
  for (Layer& layer : layers_)
    for (std::size_t i = 0; i < layer.numbers.size(); ++i) {
      const at::Tensor& gradient = layer.gradients[i];
      layer.first[i].mul_(kFirst).add_(gradient, 1 - kFirst);
      layer.second[i].mul_(kSecond).addcmul_(gradient, gradient, 1 - kSecond);
      const at::Tensor size = layer.second[i].sqrt().div_(second).add_(kEpsilon);
      layer.numbers[i].mul_(1 - rate * kWeightDecay).addcdiv_(layer.first[i], size, -rate / first);
    }
}

}  // namespace timbre::training
