#include "studies/NoteClassifier.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/StandardPaths.h"
#include "model/SafeTensors.h"

namespace timbre::studies {
namespace {

constexpr int kMostUnits = 4096;

std::string nameOf(std::size_t layer, const char* part) {
  return "layer" + std::to_string(layer + 1) + "/" + part;
}

int largestOf(std::span<const float> logits) {
  return static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

}  // namespace

Result<NoteClassifier> NoteClassifier::open(const std::filesystem::path& file) {
  const auto tensors = model::SafeTensors::open(file);
  if (!tensors) return tl::unexpected(tensors.error());
  std::array<Layer, 3> layers;
  int in = ClassifierFeatures::kCount;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto found = tensors->tensors().find(nameOf(i, "biases"));
    const std::int64_t out = found != tensors->tensors().end() && found->second.shape.size() == 1
                                 ? found->second.shape[0]
                                 : 0;
    if (out < 1 || out > kMostUnits || (i == 2 && out != kLogits))
      return fail(ErrorCode::BadFormat, file.string() + " is not a classifier of notes");
    auto weights = tensors->floats(nameOf(i, "weights"), {out, in});
    auto biases = tensors->floats(nameOf(i, "biases"), {out});
    if (!weights) return tl::unexpected(weights.error());
    if (!biases) return tl::unexpected(biases.error());
    for (const auto* numbers : {&*weights, &*biases})
      if (!std::all_of(numbers->begin(), numbers->end(), [](float v) { return std::isfinite(v); }))
        return fail(ErrorCode::BadFormat, file.string() + " holds a number that is not finite");
    layers[i] = {in, static_cast<int>(out), std::move(*weights), std::move(*biases)};
    in = static_cast<int>(out);
  }
  NoteClassifier classifier(std::move(layers));
  const auto curve = tensors->metadata().find("curve");
  if (curve != tensors->metadata().end()) classifier.curve_ = curve->second;
  return classifier;
}

Result<void> NoteClassifier::write(const std::filesystem::path& file,
                                   const std::string& curve) const {
  std::map<std::string, model::TensorView> views;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    views[nameOf(i, "weights")] = {{layers_[i].out, layers_[i].in}, layers_[i].weights};
    views[nameOf(i, "biases")] = {{layers_[i].out}, layers_[i].biases};
  }
  return model::writeSafeTensors(file, views, {{"format", "pt"}, {"curve", curve}});
}

NoteGuess NoteClassifier::guess(const ClassifierFeatures& features) const {
  std::vector<float> x = features.values, y;
  for (const Layer& layer : layers_) {
    y = layer.biases;
    for (std::size_t o = 0; o < y.size(); ++o) {
      const float* const w = layer.weights.data() + o * x.size();
      float sum = 0;
      for (std::size_t i = 0; i < x.size(); ++i) sum += w[i] * x[i];
      y[o] += sum;
    }
    x = y;
    for (float& v : x) v = std::max(0.0f, v);
  }
  const std::span<const float> logits(y);
  NoteGuess guess;
  guess.pitch = largestOf(logits.first(kPitches));
  for (std::size_t q = 0; q < kQualities; ++q) guess.qualities[q] = logits[kPitches + q] > 0;
  guess.family = largestOf(logits.subspan(kPitches + kQualities, kFamilies));
  guess.source = largestOf(logits.last(kSources));
  return guess;
}

std::int64_t NoteClassifier::parameters() const {
  std::int64_t sum = 0;
  for (const Layer& layer : layers_)
    sum += static_cast<std::int64_t>(layer.weights.size() + layer.biases.size());
  return sum;
}

std::filesystem::path classifierFile() {
  return assetsFolder() / "studies" / "note-classifier.safetensors";
}

}  // namespace timbre::studies
