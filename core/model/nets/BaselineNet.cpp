#include "model/nets/BaselineNet.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "model/nets/Upsampling.h"

namespace timbre::model::nets {

namespace {

constexpr double kLeak = 0.1;
constexpr double kEpsilon = 1e-3;

/// TensorFlow's "SAME": how much zero goes before and after `size`.
std::pair<std::int64_t, std::int64_t> samePadding(std::int64_t size, int kernel, int stride) {
  const std::int64_t total =
      std::max<std::int64_t>(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
  return {total / 2, total - total / 2};
}

}  // namespace

const at::Tensor& BaselineNet::weight(std::string_view side, std::string_view scope,
                                      std::string_view name) const {
  std::string key(side);
  key.append("/").append(scope).append("_Layer/").append(scope).append("/").append(name);
  return weights_.find(key)->second;
}

at::Tensor BaselineNet::normalised(const at::Tensor& x, std::string_view side,
                                   std::string_view scope) const {
  return at::batch_norm(
      x, {}, weight(side, scope, "BatchNorm/beta"), weight(side, scope, "BatchNorm/moving_mean"),
      weight(side, scope, "BatchNorm/moving_variance"), training_, 1 - decay_, kEpsilon, false);
}

at::Tensor BaselineNet::down(const at::Tensor& x, const BaselineLayer& layer) const {
  const auto [top, bottom] = samePadding(x.size(2), layer.kernel, layer.strideHeight);
  const auto [left, right] = samePadding(x.size(3), layer.kernel, layer.strideWidth);
  const at::Tensor kernel =
      weight("encoder", layer.scope, "weights").permute({3, 2, 0, 1}).contiguous();
  const at::Tensor padded =
      layer.kernel == 1 ? x : at::constant_pad_nd(x, {left, right, top, bottom});
  const at::Tensor y = at::conv2d(padded, kernel, {}, {layer.strideHeight, layer.strideWidth},
                                  at::IntArrayRef{0, 0});
  return normalised(y, "encoder", layer.scope);
}

at::Tensor BaselineNet::up(const at::Tensor& x, const BaselineLayer& layer) const {
  const at::Tensor kernel =
      weight("decoder", layer.scope, "weights").permute({3, 2, 0, 1}).contiguous();
  return normalised(upsampled(x, kernel, layer.strideHeight, layer.strideWidth), "decoder",
                    layer.scope);
}

at::Tensor BaselineNet::encode(const at::Tensor& pictures,
                               const std::function<bool()>& goOn) const {
  at::Tensor x = pictures;
  for (const auto& layer : kBaselineEncoder) {
    x = at::leaky_relu(down(x, layer), kLeak);
    if (goOn && !goOn()) return {};
  }
  return down(x, {"z", 1, 1, 1, config_.z});
}

at::Tensor BaselineNet::decode(const at::Tensor& z, const at::Tensor& pitch,
                               const std::function<bool()>& goOn) const {
  at::Tensor x = z;
  if (config_.pitchConditioned) {
    const at::Tensor& table = weights_.find("decoder/PitchEmbedding/embedding_weights")->second;
    const at::Tensor rows = pitchRows_.defined()
                                ? at::matmul(pitchRows_.index_select(0, pitch), table)
                                : table.index_select(0, pitch);
    x = at::cat({x, rows.unsqueeze(-1).unsqueeze(-1)}, 1);
  }
  for (const auto& layer : kBaselineDecoder) {
    x = at::leaky_relu(up(x, layer), kLeak);
    if (goOn && !goOn()) return {};
  }
  const at::Tensor kernel = weight("decoder", "mag", "weights").permute({3, 2, 0, 1});
  return at::sigmoid(at::conv2d(x, kernel.contiguous(), weight("decoder", "mag", "biases")));
}

at::Tensor BaselineNet::loss(const at::Tensor& pictures, const at::Tensor& pitch) const {
  const at::Tensor weighting =
      at::cat({at::linspace(10, 1, 256, pictures.options()), at::ones({256}, pictures.options())})
          .view({1, 1, 512, 1});
  const at::Tensor difference = decode(encode(pictures), pitch) - pictures;
  return (weighting * difference * difference).mean();
}

}  // namespace timbre::model::nets
