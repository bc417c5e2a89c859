#include "training/learner/ParameterStore.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "training/cpu/kernels/Kernels.h"

namespace timbre::training {

using model::ModelConfig;
using model::nets::Weights;

namespace {

std::int64_t sizeOf(const model::TensorSpec& spec) {
  std::int64_t count = 1;
  for (const auto size : spec.shape) count *= size;
  return count;
}

/// Adam over [at, at + count) of the vectors.
void adamOf(ParameterStore& v, const at::Tensor& gradients, const AdamRule& rule, std::int64_t step,
            std::int64_t at, std::int64_t count) {
  const auto taken = static_cast<double>(step);
  const double first = 1 - std::pow(rule.beta1, taken), second = 1 - std::pow(rule.beta2, taken);
  if (v.weights.device().is_cpu()) {
    const auto f = [](double x) { return static_cast<float>(x); };
    const auto from = [&](const at::Tensor& t) { return t.data_ptr<float>() + at; };
    trainingKernelsHere().front()->adam(
        {from(v.weights), from(v.averages), from(v.first), from(v.second), from(gradients), count,
         f(rule.beta1), f(rule.beta2), f(rule.epsilon), f(rule.clip), f(rule.rate / first),
         f(1 / std::sqrt(second)), f(1 - rule.rate * rule.decay), f(rule.blend)});
    return;
  }
  const auto part = [&](const at::Tensor& t) { return t.narrow(0, at, count); };
  const at::Tensor g = part(gradients) * rule.clip;
  at::Tensor w = part(v.weights), m = part(v.first), s = part(v.second);
  m.mul_(rule.beta1).add_(g, 1 - rule.beta1);
  s.mul_(rule.beta2).addcmul_(g, g, 1 - rule.beta2);
  const at::Tensor spread = s.sqrt().mul_(1 / std::sqrt(second)).add_(rule.epsilon);
  w.mul_(1 - rule.rate * rule.decay).addcdiv_(m, spread, -rule.rate / first);
  part(v.averages).lerp_(w, rule.blend);
}

/// A stretch of an axis: where it lies and lay.
struct Stretch {
  std::int64_t now, before, count;
};

/// An axis that is made of parts grows part by part.
std::vector<Stretch> stretches(std::vector<std::pair<std::int64_t, std::int64_t>> sizes) {
  std::vector<Stretch> out;
  std::int64_t now = 0, before = 0;
  for (const auto& [size, old] : sizes) {
    if (const auto count = std::min(size, old); count > 0) out.push_back({now, before, count});
    now += size;
    before += old;
  }
  return out;
}

int conditionOf(const ModelConfig& config) {
  return std::visit([](const auto& c) { return c.condition(); }, config);
}
int embeddingOf(const ModelConfig& config) {
  return std::visit([](const auto& c) { return c.z; }, config);
}

std::vector<Stretch> axisStretches(std::string_view name, std::size_t axis, const at::Tensor& now,
                                   const at::Tensor& old, const ModelConfig& config,
                                   const ModelConfig& oldConfig) {
  const auto place = static_cast<std::int64_t>(axis);
  const auto size = now.size(place), before = old.size(place);
  const bool last = place + 1 == now.dim();
  const bool told = name.starts_with("cond_map") && name.ends_with("/W") && axis == 2;
  const bool toldBaseline = name.starts_with("decoder/0_Layer/0/weights") && last;
  const bool gate = name.starts_with("dilatedconv") ||
                    (name.starts_with("cond_map") && !name.starts_with("cond_map_out1"));
  if (told || toldBaseline) {
    const int z = embeddingOf(config), oldZ = embeddingOf(oldConfig);
    return stretches({{z, oldZ}, {conditionOf(config) - z, conditionOf(oldConfig) - oldZ}});
  }
  if (gate && last) return stretches({{size / 2, before / 2}, {size / 2, before / 2}});
  return stretches({{size, before}});
}

/// Copies what both have, axis by axis.
void copyParts(std::string_view name, std::size_t axis, const at::Tensor& now,
               const at::Tensor& old, const std::vector<std::vector<Stretch>>& axes) {
  if (axis == axes.size()) {
    at::Tensor(now).copy_(old);
    return;
  }
  const auto place = static_cast<std::int64_t>(axis);
  for (const auto& s : axes[axis])
    copyParts(name, axis + 1, now.narrow(place, s.now, s.count),
              old.narrow(place, s.before, s.count), axes);
}

}  // namespace

ParameterStore ParameterStore::clone() const {
  ParameterStore copy = *this;
  for (at::Tensor* vector : copy.all()) *vector = vector->detach().clone();
  return copy;
}

Weights tensorsIn(const at::Tensor& vector, const Specs& specs) {
  Weights tensors;
  std::int64_t at = 0;
  for (const auto& spec : specs) {
    tensors[spec.name] = vector.narrow(0, at, sizeOf(spec)).view(spec.shape).detach();
    at += sizeOf(spec);
  }
  return tensors;
}

at::Tensor vectorOf(const Weights& weights, const Specs& specs) {
  std::vector<at::Tensor> parts;
  for (const auto& spec : specs) parts.push_back(weights.find(spec.name)->second.reshape({-1}));
  return at::cat(parts);
}

void adamStep(ParameterStore& vectors, const at::Tensor& gradients, const Specs& specs,
              const AdamRule& rule, std::int64_t step) {
  std::int64_t at = 0, begin = 0;
  for (const auto& spec : specs) {  // runs of trained tensors in one go
    const auto count = sizeOf(spec);
    if (!spec.trained) {
      if (at > begin) adamOf(vectors, gradients, rule, step, begin, at - begin);
      vectors.averages.narrow(0, at, count).lerp_(vectors.weights.narrow(0, at, count), rule.blend);
      begin = at + count;
    }
    at += count;
  }
  if (at > begin) adamOf(vectors, gradients, rule, step, begin, at - begin);
}

Weights grown(Weights fresh, const ModelConfig& config, const Weights& old,
              const ModelConfig& oldConfig) {
  for (auto& [name, tensor] : fresh) {
    const auto found = old.find(name);
    if (found == old.end() || found->second.dim() != tensor.dim()) continue;
    const at::Tensor& before = found->second;
    if (before.sizes() != tensor.sizes() && tensor.dim() > 1) tensor.mul_(0.3);
    std::vector<std::vector<Stretch>> axes;
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(tensor.dim()); ++axis)
      axes.push_back(axisStretches(name, axis, tensor, before, config, oldConfig));
    copyParts(name, 0, tensor, before, axes);
  }
  return fresh;
}

}  // namespace timbre::training
