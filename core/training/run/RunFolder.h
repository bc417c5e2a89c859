/// The folder of a training run: its settings, its checkpoint, its reports. No torch here.
#pragma once

#include <filesystem>

#include "base/FileLock.h"
#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/TrainRequest.h"

namespace timbre::training {

class RunFolder {
 public:
  /// Makes the folder, or opens one whose config.json is of the same model; writes config.json (the
  /// request as it is now) and cuts off a line of metrics.jsonl that has no end. BadFormat when the
  /// folder belongs to a run of other sizes, Internal when it cannot be written or another process
  /// trains in it: it is ours until this object is gone, or this process, however it ends.
  static Result<RunFolder> open(const model::TrainRequest& request,
                                const model::ModelConfig& config);

  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path state() const { return folder_ / "state.safetensors"; }
  std::filesystem::path weights() const { return folder_ / "weights.safetensors"; }
  bool hasState() const;

  /// One line of metrics.jsonl, whole or not at all.
  Result<void> append(const model::TrainReport& report);

 private:
  RunFolder(std::filesystem::path folder, FileLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::filesystem::path folder_;
  FileLock lock_;
};

}  // namespace timbre::training
