/// The one JSON form of a training run's settings and reports: config.json and the lines of
/// metrics.jsonl. The command line, the run's folder and the window all use it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/Result.h"
#include "model/TrainRequest.h"

namespace timbre::model {

/// Everything but `run`, which is where it lies. Paths are absolute, so that the run can be resumed
/// from any folder.
std::string toJson(const TrainRequest& request);

/// Missing keys keep their defaults, as in runs of older versions. BadFormat, naming `source` and
/// the key, when it is not such an object or a value is not of its kind.
Result<TrainRequest> parseTrainRequest(std::string_view text, const std::string& source);

/// How the run in the folder was started last, `run` included. NotFound when there is none.
Result<TrainRequest> readTrainRequest(const std::filesystem::path& run);

/// "kind" of a request's `config`; empty if there is none.
std::string kindIn(const std::string& config);

/// A line of metrics.jsonl, without its end; what was not measured is left out.
std::string toJsonLine(const TrainReport& report);

}  // namespace timbre::model
