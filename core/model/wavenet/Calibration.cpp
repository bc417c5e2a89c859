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

/// A list of this many positive numbers, or nothing.
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

/// Sounds as a decoder is taught them, encoded by its own model.
class EncodedSounds {
 public:
  static Result<EncodedSounds> of(const OpenedWaveNet& opened, Autoencoder& model,
                                  std::span<const CalibrationSound> sounds, Progress& progress);
  std::vector<sampler::CalibrationNote> notes() const {
    std::vector<sampler::CalibrationNote> notes;
    for (std::size_t i = 0; i < frames_.size(); ++i) notes.push_back({frames_[i], classes_[i]});
    return notes;
  }

 private:
  std::vector<std::vector<float>> frames_;
  std::vector<std::vector<int>> classes_;
};

Result<EncodedSounds> EncodedSounds::of(const OpenedWaveNet& opened, Autoencoder& model,
                                        std::span<const CalibrationSound> sounds,
                                        Progress& progress) {
  EncodedSounds encoded;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    PartOf part(progress, 0.5 * static_cast<double>(i) / static_cast<double>(sounds.size()),
                0.5 * static_cast<double>(i + 1) / static_cast<double>(sounds.size()));
    const auto z = model.encode(sounds[i].clip, sounds[i].pitch, part);
    if (!z) return tl::unexpected(z.error());
    encoded.frames_.push_back(decoderFrames(*z, opened.config, sounds[i].pitch));
    const auto samples =
        sounds[i].clip.samples().first(static_cast<std::size_t>(z->frames) * opened.config.hop);
    auto& classes = encoded.classes_.emplace_back(samples.size());
    std::transform(samples.begin(), samples.end(), classes.begin(), &sampler::muLawClass);
  }
  return encoded;
}

Result<void> writeInto(const SafeTensors& file, const sampler::Calibration& calibration) {
  const nlohmann::json ranges{
      {"stream", calibration.stream}, {"skip", calibration.skip}, {"hidden", calibration.hidden}};
  return rewriteSafeTensors(file, {}, {{kKey, ranges.dump()}});
}

Result<OpenedWaveNet> openFor(const ModelCard& card) {
  if (card.kind != "wavenet")
    return fail(ErrorCode::Unsupported,
                card.file.string() + " is not a WaveNet; only WaveNets can be calibrated");
  return openWaveNet(card.file);
}

Result<EncodedSounds> encodedFor(const ModelCard& card, const OpenedWaveNet& opened,
                                 std::span<const CalibrationSound> sounds, Progress& progress) {
  const auto model = loadWaveNet(card, 0);
  if (!model) return tl::unexpected(model.error());
  return EncodedSounds::of(opened, **model, sounds, progress);
}

Result<void> calibrateWeights(const ModelCard& card, std::span<const CalibrationSound> sounds,
                              Progress& progress) {
  const auto opened = openFor(card);
  if (!opened) return tl::unexpected(opened.error());
  const auto encoded = encodedFor(card, *opened, sounds, progress);
  if (!encoded) return tl::unexpected(encoded.error());
  const auto weights = decoderWeights(opened->file, opened->config);
  if (!weights) return tl::unexpected(weights.error());
  const auto calibration = sampler::calibrate(*weights, encoded->notes());
  if (!calibration) return tl::unexpected(calibration.error());
  if (progress.cancelled()) return cancelled();
  return writeInto(opened->file, *calibration);
}

Result<sampler::CalibrationReport> checkWeights(const ModelCard& card,
                                                std::span<const CalibrationSound> sounds,
                                                Progress& progress) {
  const auto opened = openFor(card);
  if (!opened) return tl::unexpected(opened.error());
  const auto calibration = calibrationOf(opened->file, opened->config);
  if (!calibration) return tl::unexpected(calibration.error());
  if (!*calibration)
    return fail(ErrorCode::BadFormat,
                card.file.string() + " was never calibrated; run timbre calibrate on it");
  const auto encoded = encodedFor(card, *opened, sounds, progress);
  if (!encoded) return tl::unexpected(encoded.error());
  const auto weights = decoderWeights(opened->file, opened->config);
  if (!weights) return tl::unexpected(weights.error());
  return sampler::checkCalibration(*weights, **calibration, encoded->notes(),
                                   [&] { return !progress.cancelled(); });
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

Result<sampler::CalibrationReport> checkModel(const ModelCard& card,
                                              std::span<const CalibrationSound> sounds,
                                              Progress& progress) {
  return catchExceptions(kExceptionText, [&] { return checkWeights(card, sounds, progress); });
}

}  // namespace timbre::model::wavenet
