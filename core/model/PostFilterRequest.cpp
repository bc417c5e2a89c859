#include "model/PostFilterRequest.h"

namespace timbre::model {

Result<void> writePostFilter(const SafeTensors& file, const WaveNetConfig& config, int hidden,
                             const PostFilterWeights& weights) {
  std::map<std::string, TensorView> tensors;
  for (const auto& spec : postFilterTensors(config, hidden)) {
    const auto found = weights.find(spec.name);
    if (found == weights.end())
      return fail(ErrorCode::Internal, "The fitted post-filter has no " + spec.name);
    tensors[spec.name] = {spec.shape, found->second};
  }
  return rewriteSafeTensors(file, tensors, {});
}

Result<PostFilterWeights> readPostFilter(const SafeTensors& file, const WaveNetConfig& config,
                                         int hidden) {
  PostFilterWeights weights;
  for (const auto& spec : postFilterTensors(config, hidden)) {
    auto numbers = file.floats(spec.name, spec.shape);
    if (!numbers) return tl::unexpected(std::move(numbers.error()));
    weights[spec.name] = std::move(*numbers);
  }
  return weights;
}

}  // namespace timbre::model
