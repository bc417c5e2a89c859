/// Sends gradients to the other processes while the rest of them is still being computed, for
/// networks that LibTorch differentiates. Needs LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "training/learner/ProcessGroup.h"

namespace torch::autograd {
struct Node;
}

namespace timbre::training {

/// Listens to the leaves of a network whose gradients lie in one vector. Not movable.
class GradientBuckets {
 public:
  /// `leaves[i]`'s gradient lies at `offsets[i]` of `gradients`, rising. All outlive this.
  GradientBuckets(const std::vector<at::Tensor>& leaves, std::vector<std::int64_t> offsets,
                  at::Tensor gradients, ProcessGroup& together);
  ~GradientBuckets();

  /// Call before each backward pass.
  void begin();
  /// Call after it: sends the rest. ProcessGroup::finish() waits.
  void end();

 private:
  struct Hook;
  void arrived(std::size_t leaf);
  void send(std::int64_t from);

  std::vector<std::int64_t> offsets_;
  at::Tensor gradients_;
  ProcessGroup& group_;
  std::vector<std::shared_ptr<torch::autograd::Node>> nodes_;
  std::mutex mutex_;
  std::vector<bool> silent_;  ///< leaves that the last backward pass did not reach; not waited for
  std::vector<bool> here_;
  std::size_t complete_ = 0;  ///< leaves from this one on are here or silent
  std::int64_t sentFrom_ = 0;
  bool listening_ = false;
};

}  // namespace timbre::training
