#include "synthesis/SynthesisRequest.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/ContentHash.h"

namespace timbre::synthesis {
namespace {

constexpr std::size_t kStemBytes = 200;  // leaves room for a folder of parts and an ending

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string percent(double share) {
  return std::to_string(std::lround(share * 100));
}

bool layered(const SourceNote& source) {
  return source.soft.has_value();
}

std::string subject(const SynthesisRequest& request) {
  if (request.kind == SynthesisKind::DecodedEmbedding)
    return "Embedding " + (request.embedding ? request.embedding->id : std::string("without name"));
  if (request.kind != SynthesisKind::Morph)
    return "Note " + (request.notes.empty() ? "without name" : request.notes.front().note.id);
  std::string text = "Morph of ";
  for (std::size_t i = 0; i < request.notes.size(); ++i) {
    const SourceNote& source = request.notes[i];
    const bool last = i + 1 == request.notes.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += source.note.id + " (" + percent(source.weight) + " %)";
  }
  return text;
}

std::string dynamicsOf(const SynthesisRequest& request) {
  const auto found = std::ranges::find_if(request.notes, layered);
  return found == request.notes.end() ? "" : ", dynamics " + percent(found->dynamics) + " %";
}

std::string maker(const SynthesisRequest& request) {
  const std::string name = request.model ? request.model->name : "an unknown model";
  const std::string hash = request.model && !request.model->hash.empty()
                               ? " (" + request.model->hash.substr(0, 12) + ")"
                               : "";
  const bool rebuilt = request.kind == SynthesisKind::Reconstruction;
  return (rebuilt ? " reconstructed by " : " by ") + name + hash;
}

std::string optionsOf(const SynthesisRequest& request) {
  std::string text;
  if (request.pitch) text += ", pitch " + number(*request.pitch);
  if (request.seed) text += ", seed " + std::to_string(*request.seed);
  if (request.temperature) text += ", temperature " + number(*request.temperature);
  if (request.griffinLimIterations)
    text += ", " + std::to_string(*request.griffinLimIterations) + " iterations";
  if (request.paperGriffinLim.value_or(false)) text += " as in the paper";
  if (request.postFilter) text += *request.postFilter ? ", post-filter on" : ", post-filter off";
  return text;
}

/// What every file system takes, and no option looks like.
std::string tame(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' ||
        std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos)
      c = '_';
  if (text.starts_with('-') || text.starts_with('.')) text.front() = '_';
  return text;
}

/// At most `bytes`, never within a character of UTF-8.
std::string cut(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0u) == 0x80u) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

std::string hashOf(const audio::AudioClip& clip) {
  const auto samples = contentHashOf(std::as_bytes(clip.samples()));
  return contentHashOf(samples.hex() + " at " + std::to_string(clip.rate().hz)).hex();
}

void setModel(SynthesisRequest& request, const model::ModelCard& card,
              const model::DecodeOptions& options) {
  request.model = ModelReference{card.name, card.hash};
  request.pitch = card.pitchConditioned ? options.pitch : std::nullopt;
  request.seed = options.seed;
  request.temperature.reset();
  if (card.samples) {
    // As it was typed: 0.3, not the nearest float's 0.30000001192.
    request.temperature = std::round(static_cast<double>(options.temperature) * 1e6) / 1e6;
  }
  request.griffinLimIterations.reset();
  request.paperGriffinLim.reset();
  if (card.iterations > 0) {
    request.griffinLimIterations = options.griffinLimIterations;
    request.paperGriffinLim = options.paperGriffinLim;
  }
  request.postFilter.reset();
  if (card.postFilter) request.postFilter = options.postFilter;
}

std::string describe(const SynthesisRequest& request) {
  if (request.kind == SynthesisKind::Original) return subject(request) + " as recorded";
  const bool preview = request.quality == SynthesisQuality::Preview;
  return (preview ? "Preview: " : "") + subject(request) + dynamicsOf(request) + maker(request) +
         optionsOf(request);
}

std::string fileStem(const SynthesisRequest& request) {
  const std::string preview = request.quality == SynthesisQuality::Preview ? "-preview" : "";
  std::string ending;
  if (request.kind == SynthesisKind::Morph) {
    for (std::size_t i = 1; i < request.notes.size(); ++i)
      ending += "_t" + percent(request.notes[i].weight);
    const auto found = std::ranges::find_if(request.notes, layered);
    if (found != request.notes.end()) ending += "_d" + percent(found->dynamics);
  }
  if (request.model) ending += "-" + cut(tame(request.model->name), kStemBytes / 4);
  ending += preview;
  std::vector<std::string> names;
  for (const SourceNote& source : request.notes) names.push_back(source.note.id);
  if (names.empty()) names.push_back(request.embedding ? request.embedding->id : "sound");
  const std::size_t room =
      (kStemBytes - std::min(kStemBytes / 2, ending.size())) / names.size() - 4;
  std::string stem;
  for (const std::string& name : names)
    stem += (stem.empty() ? "" : "_to_") + cut(tame(name), room);
  return cut(stem + ending, kStemBytes);
}

std::string toComment(std::span<const SynthesisRequest> requests) {
  std::string text;
  for (const SynthesisRequest& request : requests) text += describe(request) + "\n";
  return text + toJson(requests);
}

}  // namespace timbre::synthesis
