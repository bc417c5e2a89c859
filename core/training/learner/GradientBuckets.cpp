#include "training/learner/GradientBuckets.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

namespace timbre::training {

using torch::autograd::FunctionPostHook;
using torch::autograd::variable_list;

namespace {

constexpr std::int64_t kBucket = 1 << 20;  // floats

}  // namespace

/// Called when a leaf's gradient has been added to its place.
struct GradientBuckets::Hook : FunctionPostHook {
  Hook(GradientBuckets& to, std::size_t which) : buckets(to), leaf(which) {}
  variable_list operator()(const variable_list& outputs, const variable_list&) override {
    buckets.arrived(leaf);
    return outputs;
  }
  GradientBuckets& buckets;
  std::size_t leaf;
};

GradientBuckets::GradientBuckets(const std::vector<at::Tensor>& leaves,
                                 std::vector<std::int64_t> offsets, at::Tensor gradients,
                                 ProcessGroup& together)
    : offsets_(std::move(offsets)),
      gradients_(std::move(gradients)),
      group_(together),
      silent_(leaves.size()),
      here_(leaves.size()) {
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    nodes_.push_back(torch::autograd::impl::grad_accumulator(leaves[i]));
    nodes_.back()->add_post_hook(std::make_unique<Hook>(*this, i));
  }
}

GradientBuckets::~GradientBuckets() = default;

void GradientBuckets::begin() {
  const std::lock_guard lock(mutex_);
  here_.assign(here_.size(), false);
  complete_ = here_.size();
  sentFrom_ = gradients_.numel();
  listening_ = true;
}

void GradientBuckets::send(std::int64_t from) {
  if (from < sentFrom_) group_.beginMean(gradients_.narrow(0, from, sentFrom_ - from));
  sentFrom_ = from;
}

void GradientBuckets::arrived(std::size_t leaf) {
  const std::lock_guard lock(mutex_);
  if (!listening_) return;
  here_[leaf] = true;
  while (complete_ > 0 && (here_[complete_ - 1] || silent_[complete_ - 1])) --complete_;
  const std::int64_t from = complete_ < offsets_.size() ? offsets_[complete_] : gradients_.numel();
  if (sentFrom_ - from >= kBucket) send(from);
}

void GradientBuckets::end() {
  const std::lock_guard lock(mutex_);
  listening_ = false;
  for (std::size_t i = 0; i < here_.size(); ++i) silent_[i] = !here_[i];
  send(0);
}

}  // namespace timbre::training
