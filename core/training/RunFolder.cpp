#include "training/RunFolder.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "base/AtomicFile.h"

namespace timbre::training {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

Result<void> checkSameModel(const fs::path& file, const model::ModelConfig& config) {
  const auto text = readBytes(file, 1 << 20);
  if (!text) return tl::unexpected(text.error());
  const json before = json::parse(*text, nullptr, false);
  const auto sizes =
      before.is_object() && before.contains("model")
          ? model::parseConfig(before["model"].dump(-1, ' ', false, json::error_handler_t::replace),
                               file.string())
          : fail(ErrorCode::BadFormat, file.string() + " is no configuration of a training run");
  if (!sizes || *sizes != config)
    return fail(ErrorCode::BadFormat, "The folder " + file.parent_path().string() +
                                          " belongs to a run with another configuration; choose "
                                          "another folder, or the same sizes to go on");
  return {};
}

json tricksOf(const model::RecipeOptions& t) {
  return {{"pitch", t.pitch},        {"history", t.inputCorruption}, {"hint", t.spectralAux},
          {"quiet", t.quiet},        {"attacks", t.attacks},         {"hold", t.hold},
          {"balance", t.balance},    {"level_db", t.levelDb},        {"cents", t.cents},
          {"semitones", t.semitones}};
}

std::string describe(const model::TrainRequest& r, const model::ModelConfig& config) {
  json notes = json::array();
  for (const auto& source : r.notes)
    notes.push_back({{"path", source.path.string()}, {"share", source.share}});
  return json{{"model", json::parse(toJson(config))},
              {"notes", notes},
              {"init", r.init.string()},
              {"steps", r.steps},
              {"minutes", r.minutes},
              {"recipe", r.recipe},
              {"tricks", tricksOf(r.recipeOptions)},
              {"schedule_steps", r.scheduleSteps},
              {"batch", r.batch},
              {"crop", r.crop},
              {"rate", r.rate},
              {"seed", r.seed},
              {"device", r.device},
              {"threads", r.threads}}
             .dump(2, ' ', false, json::error_handler_t::replace) +
         "\n";
}

}  // namespace

Result<RunFolder> RunFolder::open(const model::TrainRequest& request,
                                  const model::ModelConfig& config) {
  std::error_code code;
  fs::create_directories(request.run, code);
  if (!fs::is_directory(request.run))
    return fail(ErrorCode::Internal, "Cannot make the folder " + request.run.string() +
                                         " for the run; choose another one");
  FileLock lock(request.run / ".lock", FileLock::When::Now);
  if (lock.busy())
    return fail(ErrorCode::Internal, "Another training is going on in " + request.run.string() +
                                         "; stop it, wait for its end, or choose another folder");
  const fs::path file = request.run / "config.json";
  if (fs::exists(file, code))
    if (auto same = checkSameModel(file, config); !same)
      return tl::unexpected(std::move(same.error()));
  const std::string text = describe(request, config);
  if (auto written = writeBytesAtomically(file, std::as_bytes(std::span(text))); !written)
    return tl::unexpected(std::move(written.error()));
  return RunFolder(request.run, std::move(lock));
}

bool RunFolder::hasState() const {
  std::error_code code;
  return fs::exists(state(), code);
}

std::string toJsonLine(const model::TrainReport& r) {
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
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<void> RunFolder::append(const model::TrainReport& report) {
  const fs::path file = folder_ / "metrics.jsonl";
  std::ofstream out(file, std::ios::app);
  out << toJsonLine(report) << '\n';
  out.close();
  if (!out)
    return fail(ErrorCode::Internal, "Cannot write " + file.string() +
                                         "; make room on the disk and start the run again");
  return {};
}

}  // namespace timbre::training
