#include "training/learner/ProcessGroup.h"

#include <ATen/ATen.h>

#include <chrono>
#include <vector>

#include "base/CatchExceptions.h"
#include "model/ExceptionText.h"
#include "model/nets/TorchRuntime.h"
#if defined(USE_C10D_GLOO)
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#if defined(USE_C10D_NCCL)
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#endif

namespace timbre::training {

#if defined(USE_C10D_GLOO)

namespace {

constexpr std::chrono::minutes kPatience{30};  // while rank 0 measures or writes
constexpr std::chrono::seconds kArrival{300};  // until all have come

using Pending = decltype(std::declval<c10d::ProcessGroupGloo&>().barrier());

}  // namespace

struct ProcessGroup::Group {
  int size = 1;
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;
#if defined(USE_C10D_NCCL)
  c10::intrusive_ptr<c10d::ProcessGroupNCCL> nccl;
#endif
  struct Sum {
    Pending work;
    std::vector<at::Tensor> parts;
  };
  std::vector<Sum> sums;

  template <class Call>
  Pending onDevice(const at::Tensor& where, Call&& call) {
#if defined(USE_C10D_NCCL)
    if (where.is_cuda()) return call(*nccl);
#endif
    (void)where;
    return call(*gloo);
  }
};

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const ProcessRank& process, bool gpu) {
  try {
    auto group = std::make_unique<Group>();
    group->size = process.size;
    c10d::TCPStoreOptions where;
    where.port = process.port;
    where.isServer = process.first();
    where.numWorkers = process.size;
    where.timeout = kArrival;
    group->store = c10::make_intrusive<c10d::TCPStore>(process.address, where);
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->timeout = kPatience;
    options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    group->gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(group->store, process.rank,
                                                              process.size, options);
    if (gpu) {
#if defined(USE_C10D_NCCL)
      group->nccl =
          c10::make_intrusive<c10d::ProcessGroupNCCL>(group->store, process.rank, process.size);
#else
      return fail(ErrorCode::Unsupported,
                  "This LibTorch has no NCCL, which several GPUs need; train with --device cpu");
#endif
    }
    return std::unique_ptr<ProcessGroup>(new ProcessGroup(std::move(group)));
  } catch (...) {
    return fail(ErrorCode::Internal, "The " + std::to_string(process.size) +
                                         " processes could not connect at " + process.address +
                                         ":" + std::to_string(process.port) +
                                         "; check that all of them are running (" +
                                         currentException(model::kExceptionText).message + ")");
  }
}

ProcessGroup::ProcessGroup(std::unique_ptr<Group> group) : group_(std::move(group)) {}
ProcessGroup::~ProcessGroup() = default;

int ProcessGroup::size() const {
  return group_->size;
}

void ProcessGroup::beginMean(const at::Tensor& part) {
  part.mul_(1.0 / group_->size);
  Group::Sum sum{{}, {part}};
  sum.work = group_->onDevice(part, [&](auto& group) { return group.allreduce(sum.parts); });
  group_->sums.push_back(std::move(sum));
}

void ProcessGroup::finish() {
  auto sums = std::move(group_->sums);
  group_->sums.clear();
  for (auto& sum : sums) sum.work->wait();
}

void ProcessGroup::share(at::Tensor numbers) {
  std::vector<at::Tensor> parts{numbers};
  group_->onDevice(numbers, [&](auto& group) { return group.broadcast(parts); })->wait();
}

#else

struct ProcessGroup::Group {};

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const ProcessRank&, bool) {
  return fail(ErrorCode::Unsupported,
              "This LibTorch cannot train with several processes; unset WORLD_SIZE");
}
ProcessGroup::ProcessGroup(std::unique_ptr<Group> group) : group_(std::move(group)) {}
ProcessGroup::~ProcessGroup() = default;
int ProcessGroup::size() const {
  return 1;
}
void ProcessGroup::beginMean(const at::Tensor&) {}
void ProcessGroup::finish() {}
void ProcessGroup::share(at::Tensor) {}

#endif

}  // namespace timbre::training
