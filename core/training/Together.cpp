#include "training/Together.h"

#include <ATen/ATen.h>

#include <chrono>
#include <vector>

#include "model/nets/Door.h"
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

struct Together::Group {
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

Result<std::unique_ptr<Together>> Together::join(const Ranks& ranks, bool gpu) {
  try {
    auto group = std::make_unique<Group>();
    group->size = ranks.size;
    c10d::TCPStoreOptions where;
    where.port = ranks.port;
    where.isServer = ranks.first();
    where.numWorkers = ranks.size;
    where.timeout = kArrival;
    group->store = c10::make_intrusive<c10d::TCPStore>(ranks.address, where);
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->timeout = kPatience;
    options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    group->gloo =
        c10::make_intrusive<c10d::ProcessGroupGloo>(group->store, ranks.rank, ranks.size, options);
    if (gpu) {
#if defined(USE_C10D_NCCL)
      group->nccl =
          c10::make_intrusive<c10d::ProcessGroupNCCL>(group->store, ranks.rank, ranks.size);
#else
      return fail(ErrorCode::Unsupported,
                  "This LibTorch has no NCCL, which several GPUs need; train with --device cpu");
#endif
    }
    return std::unique_ptr<Together>(new Together(std::move(group)));
  } catch (...) {
    return fail(ErrorCode::Internal, "The " + std::to_string(ranks.size) +
                                         " processes did not meet at " + ranks.address + ":" +
                                         std::to_string(ranks.port) +
                                         "; see that all were started (" +
                                         model::nets::currentException().message + ")");
  }
}

Together::Together(std::unique_ptr<Group> group) : group_(std::move(group)) {}
Together::~Together() = default;

int Together::size() const {
  return group_->size;
}

void Together::beginMean(const at::Tensor& part) {
  part.mul_(1.0 / group_->size);
  Group::Sum sum{{}, {part}};
  sum.work = group_->onDevice(part, [&](auto& group) { return group.allreduce(sum.parts); });
  group_->sums.push_back(std::move(sum));
}

void Together::finish() {
  auto sums = std::move(group_->sums);
  group_->sums.clear();
  for (auto& sum : sums) sum.work->wait();
}

void Together::share(at::Tensor numbers) {
  std::vector<at::Tensor> parts{numbers};
  group_->onDevice(numbers, [&](auto& group) { return group.broadcast(parts); })->wait();
}

#else

struct Together::Group {};

Result<std::unique_ptr<Together>> Together::join(const Ranks&, bool) {
  return fail(ErrorCode::Unsupported,
              "This LibTorch cannot train with several processes; unset WORLD_SIZE");
}
Together::Together(std::unique_ptr<Group> group) : group_(std::move(group)) {}
Together::~Together() = default;
int Together::size() const {
  return 1;
}
void Together::beginMean(const at::Tensor&) {}
void Together::finish() {}
void Together::share(at::Tensor) {}

#endif

}  // namespace timbre::training
