#include "training/learner/StateFile.h"

#include <ATen/ATen.h>

#include "model/SafeTensors.h"

namespace timbre::training {

using Metadata = std::map<std::string, std::string>;

namespace {

bool isCount(const std::string& text) {
  return !text.empty() && text.size() <= 15 &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

Result<void> check(const Metadata& metadata, const std::filesystem::path& path,
                   const model::ModelConfig& config, const std::string& recipe) {
  const auto bad = [&](const char* what) {
    return fail(ErrorCode::BadFormat, path.string() + what);
  };
  const auto sizes = metadata.find("config"), step = metadata.find("step"),
             kept = metadata.find("recipe");
  if (sizes == metadata.end() || step == metadata.end() || !isCount(step->second))
    return bad(" is not the checkpoint of a training run; choose another folder for the run");
  const auto parsed = model::parseConfig(sizes->second, path.string());
  if (!parsed || *parsed != config)
    return bad(" belongs to a run with another configuration; choose another folder for the run");
  if (kept == metadata.end() || kept->second != recipe)
    return bad(
        " belongs to a run with another recipe; choose another folder for the run, or resume with "
        "the same recipe");
  return {};
}

}  // namespace

Result<void> writeState(const std::filesystem::path& path, ParameterStore& vectors,
                        std::int64_t steps, const model::ModelConfig& config, Metadata metadata) {
  metadata["config"] = toJson(config);
  metadata["step"] = std::to_string(steps);
  std::vector<at::Tensor> kept;
  std::map<std::string, model::TensorView> views;
  for (std::size_t i = 0; i < kVectorNames.size(); ++i) {
    kept.push_back(vectors.all()[i]->detach().to(at::kCPU).contiguous());
    const auto count = kept.back().numel();
    views[kVectorNames[i]] = {{count},
                              {kept.back().data_ptr<float>(), static_cast<std::size_t>(count)}};
  }
  return model::writeSafeTensors(path, views, metadata);
}

Result<SavedState> readState(const std::filesystem::path& path, const model::ModelConfig& config,
                             const std::string& recipe, std::int64_t numbers) {
  const auto file = model::SafeTensors::open(path);
  if (!file) return tl::unexpected(file.error());
  SavedState state;
  state.metadata = Metadata(file->metadata().begin(), file->metadata().end());
  if (auto fits = check(state.metadata, path, config, recipe); !fits)
    return tl::unexpected(fits.error());
  for (std::size_t i = 0; i < kVectorNames.size(); ++i) {
    auto values = file->floats(kVectorNames[i], {numbers});
    if (!values) return tl::unexpected(std::move(values.error()));
    at::Tensor& vector = *state.vectors.all()[i];
    vector = at::from_blob(values->data(), {numbers}, at::kFloat).clone();
    if (!at::isfinite(vector).all().item<bool>())
      return fail(
          ErrorCode::BadFormat,
          path.string() + " holds numbers that are not finite; start a new run in another folder");
  }
  state.steps = std::stoll(state.metadata.at("step"));
  return state;
}

}  // namespace timbre::training
