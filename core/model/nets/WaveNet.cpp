#include "model/nets/WaveNet.h"

#include <ATen/ATen.h>

#include <vector>

#include "model/nets/ShiftedProducts.h"

namespace timbre::model::nets {

namespace {

std::string numbered(const char* name, int layer) {
  return name + std::to_string(layer + 1);
}

}  // namespace

at::Tensor WaveNet::affine(const std::string& name, const at::Tensor& x, int dilation,
                           Reach reach) const {
  const at::Tensor weight = weights_.find(name + "/W")->second.squeeze(0);
  const at::Tensor& bias = weights_.find(name + "/biases")->second;
  const std::int64_t d = dilation;
  if (weight.size(0) == 1) return shiftedProducts(x, weight, bias, {0}, half_);
  const std::vector<std::int64_t> shifts = reach == Reach::Causal
                                               ? std::vector<std::int64_t>{2 * d, d, 0}
                                               : std::vector<std::int64_t>{d, 0, -d};
  return shiftedProducts(x, weight, bias, shifts, half_);
}

at::Tensor WaveNet::encoderLayers(const at::Tensor& x, const std::function<bool()>& goOn) const {
  at::Tensor en = affine("ae_startconv", x.unsqueeze(-1), 1, Reach::Centred).to(at::kFloat);
  for (int i = 0; i < config_.aeLayers; ++i) {
    const at::Tensor h = affine(numbered("ae_dilatedconv_", i), at::relu(en),
                                1 << (i % config_.aeStages), Reach::Centred);
    en = en + affine(numbered("ae_res_", i), at::relu(h));
    if (goOn && !goOn()) return {};
  }
  return en;
}

at::Tensor WaveNet::bottleneck(const at::Tensor& hidden) const {
  const auto frames = hidden.size(1) / config_.hop;
  return affine("ae_bottleneck", hidden.view({hidden.size(0), frames, config_.hop, -1}).mean(2))
      .to(at::kFloat);
}

at::Tensor WaveNet::condition(const at::Tensor& z, const at::Tensor& pitch) const {
  if (!config_.pitchConditioned) return z;
  const at::Tensor oneHot = pitchRows_.defined() ? pitchRows_.index_select(0, pitch)
                                                 : at::one_hot(pitch, 128).to(z.options());
  return at::cat({z, oneHot.unsqueeze(1).expand({-1, z.size(1), -1})}, -1);
}

/// x [B, T, C] plus the affine map of the frames [B, F, condition], each held for a hop.
at::Tensor WaveNet::plus(const at::Tensor& x, const std::string& name,
                         const at::Tensor& frames) const {
  const at::Tensor held = affine(name, frames).unsqueeze(2);
  return (x.view({x.size(0), frames.size(1), config_.hop, -1}) + held).view(x.sizes());
}

at::Tensor WaveNet::logits(const at::Tensor& x, const at::Tensor& condition) const {
  const at::Tensor before =
      at::constant_pad_nd(x.narrow(1, 0, x.size(1) - 1), {1, 0}).unsqueeze(-1);
  at::Tensor l = affine("startconv", before).to(at::kFloat);
  at::Tensor s = affine("skip_start", l).to(at::kFloat);
  for (int i = 0; i < config_.layers; ++i) {
    const at::Tensor d = affine(numbered("dilatedconv_", i), l, 1 << (i % config_.stages));
    const at::Tensor g = gate(plus(d, numbered("cond_map_", i), condition));
    if (i + 1 < config_.layers)
      l = l + affine(numbered("res_", i), g);  // the last one's result is unused
    s = s + affine(numbered("skip_", i), g);
  }
  s = at::relu(plus(affine("out1", at::relu(s)), "cond_map_out1", condition));
  return affine("logits", s).to(at::kFloat);
}

at::Tensor WaveNet::loss(const at::Tensor& classes, const at::Tensor& pitch, const at::Tensor& z,
                         const at::Tensor& heard) const {
  const at::Tensor guess = logits(heard, condition(z, pitch));
  return at::cross_entropy_loss(guess.view({-1, 256}), classes.reshape({-1}));
}

}  // namespace timbre::model::nets
