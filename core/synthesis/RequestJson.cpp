// toJson(), parseRequests() and requestsIn() of SynthesisRequest.h.
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;  // to be raised when an older program would misread what is written
constexpr std::string_view kStart = "{\"timbrescope\":";
constexpr std::size_t kMostSounds = 64;
constexpr std::size_t kMostNotes = 64;
constexpr std::size_t kMostText = 4096;  // bytes of a name

template <class T>
using Names = std::array<std::pair<T, std::string_view>, 4>;

constexpr Names<SynthesisKind> kKinds{{{SynthesisKind::Original, "original"},
                                       {SynthesisKind::Reconstruction, "reconstruction"},
                                       {SynthesisKind::Morph, "morph"},
                                       {SynthesisKind::DecodedEmbedding, "decoded embedding"}}};
constexpr std::array<std::pair<SynthesisQuality, std::string_view>, 2> kQualities{
    {{SynthesisQuality::Preview, "preview"}, {SynthesisQuality::Final, "final"}}};

// Writing.

template <class T, std::size_t N>
std::string nameOf(const std::array<std::pair<T, std::string_view>, N>& names, T value) {
  for (const auto& [each, name] : names)
    if (each == value) return std::string(name);
  return {};
}

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

Json jsonOf(const NoteReference& note) {
  return {{"id", note.id}, {"hash", note.hash}};
}

Json jsonOf(const SourceNote& source) {
  Json json = jsonOf(source.note);
  if (source.soft) {
    json["soft"] = jsonOf(*source.soft);
    json["dynamics"] = source.dynamics;
  }
  json["weight"] = source.weight;
  if (source.pitch >= 0) json["pitch"] = source.pitch;
  return json;
}

Json jsonOf(const SynthesisRequest& request) {
  Json json{{"kind", nameOf(kKinds, request.kind)},
            {"quality", nameOf(kQualities, request.quality)}};
  json["notes"] = Json::array();
  for (const SourceNote& source : request.notes) json["notes"].push_back(jsonOf(source));
  if (request.embedding) json["embedding"] = jsonOf(*request.embedding);
  if (request.model) json["model"] = {{"name", request.model->name}, {"hash", request.model->hash}};
  put(json, "pitch", request.pitch);
  put(json, "seed", request.seed);
  put(json, "temperature", request.temperature);
  put(json, "griffin_lim_iterations", request.griffinLimIterations);
  put(json, "paper_griffin_lim", request.paperGriffinLim);
  put(json, "post_filter", request.postFilter);
  json["program"] = request.program;
  return json;
}

// Reading. A wrong value is thrown as the words that name it, and caught in parseRequests().

struct Damage {
  std::string what;
};

const Json& member(const Json& json, const std::string& key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (!json.is_object() || found == json.end()) throw Damage{"\"" + key + "\" is missing"};
  return *found;
}

std::string textOf(const Json& json, const std::string& key) {
  const Json& value = member(json, key);
  if (!value.is_string() || value.get_ref<const std::string&>().size() > kMostText)
    throw Damage{"\"" + key + "\" is not a name"};
  return value.get<std::string>();
}

double numberOf(const Json& json, const std::string& key) {
  const Json& value = member(json, key);
  if (!value.is_number() || !std::isfinite(value.get<double>()))
    throw Damage{"\"" + key + "\" is not a number"};
  return value.get<double>();
}

template <class T, class Test>
void take(const Json& json, const char* key, std::optional<T>& value, Test test) {
  const auto found = json.find(key);
  if (found == json.end()) return;
  if (!test(*found)) throw Damage{"\"" + std::string(key) + "\" has an invalid value"};
  value = found->template get<T>();
}

template <class T, std::size_t N>
T named(const Json& json, const std::string& key,
        const std::array<std::pair<T, std::string_view>, N>& names) {
  const std::string text = textOf(json, key);
  for (const auto& [value, name] : names)
    if (name == text) return value;
  throw Damage{"\"" + key + "\" is \"" + text + "\", which is unknown"};
}

NoteReference noteOf(const Json& json) {
  return {textOf(json, "id"), textOf(json, "hash")};
}

SourceNote sourceOf(const Json& json) {
  SourceNote source;
  source.note = noteOf(json);
  if (json.contains("soft")) {
    source.soft = noteOf(json["soft"]);
    source.dynamics = numberOf(json, "dynamics");
  }
  source.weight = numberOf(json, "weight");
  if (json.contains("pitch")) source.pitch = numberOf(json, "pitch");
  return source;
}

void takeOptions(const Json& json, SynthesisRequest& request) {
  const auto finite = [](const Json& j) { return j.is_number() && std::isfinite(j.get<double>()); };
  const auto flag = [](const Json& j) { return j.is_boolean(); };
  const auto count = [](const Json& j) {
    return j.is_number_unsigned() && j.get<std::uint64_t>() <= 1'000'000;
  };
  take(json, "pitch", request.pitch, finite);
  take(json, "seed", request.seed, [](const Json& j) { return j.is_number_unsigned(); });
  take(json, "temperature", request.temperature, finite);
  take(json, "griffin_lim_iterations", request.griffinLimIterations, count);
  take(json, "paper_griffin_lim", request.paperGriffinLim, flag);
  take(json, "post_filter", request.postFilter, flag);
}

SynthesisRequest requestOf(const Json& json) {
  SynthesisRequest request;
  request.kind = named(json, "kind", kKinds);
  request.quality = named(json, "quality", kQualities);
  const Json& notes = member(json, "notes");
  if (!notes.is_array() || notes.size() > kMostNotes)
    throw Damage{"\"notes\" is not a list of notes"};
  for (const Json& note : notes) request.notes.push_back(sourceOf(note));
  if (json.contains("embedding")) request.embedding = noteOf(json["embedding"]);
  if (json.contains("model"))
    request.model = ModelReference{textOf(json["model"], "name"), textOf(json["model"], "hash")};
  takeOptions(json, request);
  request.program = textOf(json, "program");
  return request;
}

std::vector<SynthesisRequest> soundsOf(const Json& json) {
  const Json& sounds = member(json, "sounds");
  if (!sounds.is_array() || sounds.empty() || sounds.size() > kMostSounds)
    throw Damage{"\"sounds\" is not a list of sounds"};
  std::vector<SynthesisRequest> requests;
  for (const Json& sound : sounds) requests.push_back(requestOf(sound));
  return requests;
}

tl::unexpected<Error> damaged(const std::string& origin, const std::string& why) {
  return fail(ErrorCode::BadFormat, origin + ": The description of how it was made is damaged (" +
                                        why + "); the rest of the file may be whole");
}

}  // namespace

std::string toJson(std::span<const SynthesisRequest> requests) {
  Json json{{"timbrescope", kVersion}};
  json["sounds"] = Json::array();
  for (const SynthesisRequest& request : requests) json["sounds"].push_back(jsonOf(request));
  // A name that is not UTF-8 costs its odd bytes, not the description.
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

Result<std::vector<SynthesisRequest>> parseRequests(std::string_view text,
                                                    const std::string& origin) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return damaged(origin, "it is not JSON");
  try {
    const Json& version = member(json, "timbrescope");
    if (!version.is_number_integer()) return damaged(origin, "it has no version");
    if (version.get<std::int64_t>() > kVersion)
      return fail(ErrorCode::Unsupported,
                  origin + ": A newer version of Timbrescope wrote its description (format " +
                      version.dump() + "); update Timbrescope to read it");
    return soundsOf(json);
  } catch (const Damage& damage) {
    return damaged(origin, damage.what);
  }
}

Result<std::vector<SynthesisRequest>> requestsIn(std::string_view comment,
                                                 const std::string& origin) {
  const auto start = comment.find(kStart);
  if (start == std::string_view::npos) return std::vector<SynthesisRequest>();
  const auto end = comment.rfind('}');
  return parseRequests(comment.substr(start, end - start + 1), origin);
}

}  // namespace timbre::synthesis
