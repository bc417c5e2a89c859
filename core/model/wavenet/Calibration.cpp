#include "model/wavenet/Calibration.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/ExceptionText.h"
#include "model/wavenet/WaveNetAutoencoder.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/MuLaw.h"

namespace timbre::model::wavenet {
namespace {

constexpr const char* kKey = "calibration";

/// A list of so many positive numbers, or nothing.
bool read(const nlohmann::json& json, const char* name, std::size_t count,
          std::vector<float>& numbers) {
  const auto found = json.find(name);
  if (found == json.end() || !found->is_array() || found->size() != count) return false;
  for (const auto& number : *found) {
    if (!number.is_number() || !std::isfinite(number.get<float>()) || number.get<float>() < 0)
      return false;
    numbers.push_back(number.get<float>());
  }
  return true;
}

bool read(const nlohmann::json& json, const char* name, float& number) {
  std::vector<float> one;
  if (!json.contains(name) || !read({{name, {json[name]}}}, name, 1, one)) return false;
  number = one.front();
  return true;
}

/// A range for each channel of each layer; files of before have one a layer.
bool readStream(const nlohmann::json& json, const WaveNetConfig& config,
                std::vector<float>& stream) {
  const auto layers = static_cast<std::size_t>(config.layers);
  const auto width = static_cast<std::size_t>(config.width);
  if (read(json, "stream", layers * width, stream)) return true;
  std::vector<float> ofLayers;
  stream.clear();
  if (!read(json, "stream", layers, ofLayers)) return false;
  for (const float peak : ofLayers) stream.insert(stream.end(), width, peak);
  return true;
}

Result<sampler::Calibration> measured(const OpenedWaveNet& opened, Autoencoder& model,
                                      std::span<const CalibrationSound> sounds,
                                      Progress& progress) {
  std::vector<std::vector<float>> frames;
  std::vector<std::vector<int>> classes;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    PartOf part(progress, 0.5 * static_cast<double>(i) / static_cast<double>(sounds.size()),
                0.5 * static_cast<double>(i + 1) / static_cast<double>(sounds.size()));
    const auto z = model.encode(sounds[i].clip, sounds[i].pitch, part);
    if (!z) return tl::unexpected(z.error());
    frames.push_back(decoderFrames(*z, opened.config, sounds[i].pitch));
    const auto samples =
        sounds[i].clip.samples().first(static_cast<std::size_t>(z->frames) * opened.config.hop);
    classes.emplace_back(samples.size());
    std::transform(samples.begin(), samples.end(), classes.back().begin(), &sampler::muLawClass);
  }
  std::vector<sampler::CalibrationNote> notes;
  for (std::size_t i = 0; i < sounds.size(); ++i) notes.push_back({frames[i], classes[i]});
  const auto weights = decoderWeights(opened.file, opened.config);
  if (!weights) return tl::unexpected(weights.error());
  return sampler::calibrate(*weights, notes);
}

Result<void> writeInto(const SafeTensors& file, const sampler::Calibration& calibration) {
  const nlohmann::json ranges{
      {"stream", calibration.stream}, {"skip", calibration.skip}, {"hidden", calibration.hidden}};
  return rewriteSafeTensors(file, {}, {{kKey, ranges.dump()}});
}

Result<void> calibrateWeights(const ModelCard& card, std::span<const CalibrationSound> sounds,
                              Progress& progress) {
  if (card.kind != "wavenet")
    return fail(ErrorCode::Unsupported,
                card.file.string() + " is no WaveNet; only WaveNets are calibrated");
  const auto opened = openWaveNet(card.file);
  if (!opened) return tl::unexpected(opened.error());
  const auto model = loadWaveNet(card, 0);
  if (!model) return tl::unexpected(model.error());
  const auto calibration = measured(*opened, **model, sounds, progress);
  if (!calibration) return tl::unexpected(calibration.error());
  if (progress.cancelled()) return cancelled();
  return writeInto(opened->file, *calibration);
}

}  // namespace

Result<std::optional<sampler::Calibration>> calibrationOf(const SafeTensors& file,
                                                          const WaveNetConfig& config) {
  const auto text = file.metadata().find(kKey);
  if (text == file.metadata().end()) return std::nullopt;
  const auto json = nlohmann::json::parse(text->second, nullptr, false);
  sampler::Calibration calibration;
  if (!json.is_object() || !readStream(json, config, calibration.stream) ||
      !read(json, "skip", calibration.skip) || !read(json, "hidden", calibration.hidden))
    return fail(ErrorCode::BadFormat,
                "The calibration in " + file.path().string() +
                    " does not fit its network; run timbre calibrate on it again");
  return calibration;
}

Result<void> calibrateModel(const ModelCard& card, std::span<const CalibrationSound> sounds,
                            Progress& progress) {
  return catchExceptions(kExceptionText, [&] { return calibrateWeights(card, sounds, progress); });
}

}  // namespace timbre::model::wavenet
