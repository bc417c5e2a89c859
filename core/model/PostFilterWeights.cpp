#include "model/PostFilterWeights.h"

#include <string>

#include "base/CountText.h"

namespace timbre::model {
namespace {

constexpr const char* kFirst = "post_filter_1/biases";

}  // namespace

std::vector<TensorSpec> postFilterTensors(const WaveNetConfig& config, int hidden) {
  std::vector<TensorSpec> specs;
  const auto add = [&](const std::string& name, std::int64_t in, std::int64_t out) {
    specs.push_back({name + "/W", {1, 1, in, out}});
    specs.push_back({name + "/biases", {out}});
  };
  add("post_filter_1", config.condition() + 2 * config.z, hidden);
  add("post_filter_2", hidden, hidden);
  add("post_filter_3", hidden, kPostFilterBins);
  return specs;
}

Result<std::optional<int>> postFilterHidden(const SafeTensors& file, const WaveNetConfig& config) {
  const auto first = file.tensors().find(kFirst);
  if (first == file.tensors().end()) return std::nullopt;
  if (config.hop * 4 != kPostFilterWindow)
    return fail(ErrorCode::BadFormat,
                file.path().string() + " holds a post-filter, but frames of " +
                    countText(config.hop, "sample") + " cannot have one; export the weights again");
  constexpr std::int64_t kMost = 65536;
  const auto& shape = first->second.shape;
  if (shape.size() != 1 || shape[0] < 1 || shape[0] > kMost)
    return fail(ErrorCode::BadFormat, file.path().string() + ": " + kFirst + " is " +
                                          describe(shape) +
                                          ", which does not fit a post-filter; fit it again");
  const int hidden = static_cast<int>(shape[0]);
  for (const auto& spec : postFilterTensors(config, hidden))
    if (auto there = file.expect(spec.name, spec.shape); !there)
      return tl::unexpected(std::move(there.error()));
  return hidden;
}

}  // namespace timbre::model
