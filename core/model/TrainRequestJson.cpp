#include "model/TrainRequestJson.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "base/AtomicFile.h"
#include "base/Files.h"

namespace timbre::model {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kRecipeOptions = "recipe_options";

/// Each option under its key, for reading and for writing.
template <class AnyOptions, class Visit>
void visitRecipe(AnyOptions& o, Visit visit) {
  visit("pitch", o.pitch);
  visit("input_corruption", o.inputCorruption);
  visit("spectral_loss", o.spectralAux);
  visit("residual_scale", o.quiet);
  visit("attacks", o.attacks);
  visit("hold", o.hold);
  visit("balance", o.balance);
  visit("level_db", o.levelDb);
  visit("cents", o.cents);
  visit("semitones", o.semitones);
}

/// The options of the recipe, under today's keys whatever they were called when the run was
/// started. Null where there are none.
json recipeIn(const json& request) {
  static constexpr std::pair<const char*, const char*> kFormer[]{
      {"history", "input_corruption"}, {"hint", "spectral_loss"}, {"quiet", "residual_scale"}};
  json options = request.value(kRecipeOptions, request.value("tricks", json()));
  if (!options.is_object()) return options;
  for (const auto& [former, now] : kFormer)
    if (options.contains(former) && !options.contains(now)) options[now] = options[former];
  return options;
}

template <class Request, class Visit>
void visitOptions(Request& r, Visit visit) {
  visit("steps", r.steps);
  visit("minutes", r.minutes);
  visit("recipe", r.recipe);
  visit("schedule_steps", r.scheduleSteps);
  visit("batch", r.batch);
  visit("crop", r.crop);
  visit("rate", r.rate);
  visit("seed", r.seed);
  visit("device", r.device);
  visit("threads", r.threads);
  visit("report_seconds", r.reportSeconds);
  visit("checkpoint_seconds", r.checkpointSeconds);
}

/// Writes a value under its key.
struct Writer {
  json& object;
  template <class T>
  void operator()(const char* key, const T& value) const {
    object[key] = value;
  }
};

/// Reads what is there; remembers the first key whose value is of another kind.
struct Reader {
  const json& object;
  std::string& wrong;

  template <class T>
  static bool fits(const json& value) {
    if constexpr (std::is_same_v<T, bool>)
      return value.is_boolean();
    else if constexpr (std::is_same_v<T, std::string>)
      return value.is_string();
    else if constexpr (std::is_unsigned_v<T>)
      return value.is_number_unsigned();
    else if constexpr (std::is_integral_v<T>)
      return value.is_number_integer() && value == json(value.get<T>());
    else
      return value.is_number();
  }
  template <class T>
  void operator()(const char* key, T& value) const {
    const auto found = object.find(key);
    if (found == object.end()) return;
    if (fits<T>(*found))
      value = found->get<T>();
    else if (wrong.empty())
      wrong = key;
  }
};

/// In UTF-8 whatever the name's bytes are.
std::string dumped(const json& object, int indent) {
  return object.dump(indent, ' ', false, json::error_handler_t::replace);
}

/// False where a source is not said as it should be.
bool readSources(const json& list, std::vector<TrainingSource>& sources) {
  if (!list.is_array()) return false;
  for (const json& each : list) {
    const auto path = each.is_object() ? each.find("path") : each.end();
    if (path == each.end() || !path->is_string()) return false;
    const json share = each.value("share", json(1.0));
    if (!share.is_number()) return false;
    sources.push_back({path->get<std::string>(), share.get<double>()});
  }
  return true;
}

}  // namespace

std::string toJson(const TrainRequest& r) {
  json object;
  object["model"] = json::parse(r.config, nullptr, false);
  object["notes"] = json::array();
  for (const auto& source : r.notes)
    object["notes"].push_back({{"path", resolved(source.path).string()}, {"share", source.share}});
  object["init"] = r.init.empty() ? "" : resolved(r.init).string();
  visitOptions(r, Writer{object});
  json& recipe = object[kRecipeOptions] = json::object();
  visitRecipe(r.recipeOptions, Writer{recipe});
  return dumped(object, 2) + "\n";
}

Result<TrainRequest> parseTrainRequest(std::string_view text, const std::string& source) {
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::BadFormat, source + " " + what + "; start a new run in another folder");
  };
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object() || !object.contains("model") || !object["model"].is_object())
    return bad("is not the configuration of a training run");
  TrainRequest request;
  request.config = dumped(object["model"], -1);
  std::string wrong;
  if (object.contains("notes") && !readSources(object["notes"], request.notes)) wrong = "notes";
  const Reader read{object, wrong};
  std::string init;
  read("init", init);
  request.init = init;
  visitOptions(request, read);
  if (const json recipe = recipeIn(object); recipe.is_object())
    visitRecipe(request.recipeOptions, Reader{recipe, wrong});
  else if (!recipe.is_null())
    wrong = kRecipeOptions;
  if (!wrong.empty()) return bad("has no valid \"" + wrong + "\"");
  return request;
}

Result<TrainRequest> readTrainRequest(const fs::path& run) {
  const fs::path file = run / "config.json";
  if (!isFile(file))
    return fail(ErrorCode::NotFound,
                run.string() + " holds no training run; give notes to start one");
  const auto text = readBytes(file, 1 << 20);
  if (!text) return tl::unexpected(text.error());
  auto request = parseTrainRequest(*text, file.string());
  if (request) request->run = run;
  return request;
}

std::string kindIn(const std::string& config) {
  const json object = json::parse(config, nullptr, false);
  const auto kind = object.is_object() ? object.find("kind") : object.end();
  return kind != object.end() && kind->is_string() ? kind->get<std::string>() : "";
}

std::string toJsonLine(const TrainReport& r) {
  json line{{"step", r.step},
            {"seconds", r.seconds},
            {"loss", r.loss},
            {"rate", r.rate},
            {"per_second", r.perSecond}};
  if (r.heldOut >= 0) line["held_out"] = r.heldOut;
  if (r.unseen >= 0) line["unseen"] = r.unseen;
  if (r.secondsLeft >= 0) line["seconds_left"] = r.secondsLeft;
  if (r.peakMemoryMb >= 0) line["peak_mb"] = std::round(r.peakMemoryMb);
  if (!r.remark.empty()) line["remark"] = r.remark;
  return dumped(line, -1);
}

}  // namespace timbre::model
