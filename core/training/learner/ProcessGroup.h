/// Sums over the processes that train one model. Needs LibTorch with its c10d.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "base/ProcessRank.h"
#include "base/Result.h"

namespace timbre::training {

/// Gloo between processors, NCCL between GPUs where LibTorch has it. Every process calls the same
/// functions in the same order. They throw when another process has ended.
class ProcessGroup {
 public:
  /// Waits for the others. Unsupported where LibTorch has no c10d, Internal when they do not come.
  static Result<std::unique_ptr<ProcessGroup>> join(const ProcessRank& process, bool gpu);
  ~ProcessGroup();

  int size() const;
  /// Starts to replace `part` with its mean over all processes; part must stay until finish().
  void beginMean(const at::Tensor& part);
  /// Waits for everything that was started.
  void finish();
  /// Replaces `numbers` by rank 0's.
  void share(at::Tensor numbers);

 private:
  struct Group;
  explicit ProcessGroup(std::unique_ptr<Group> group);
  std::unique_ptr<Group> group_;
};

}  // namespace timbre::training
