/// The processes that share one piece of work, as their launcher says it.
#pragma once

#include <cstdint>
#include <string>

#include "base/Result.h"

namespace timbre {

struct ProcessRank {
  int rank = 0;
  int size = 1;         ///< 1: alone
  int local = 0;        ///< number among those on this machine
  std::string address;  ///< where rank 0 listens
  std::uint16_t port = 0;
  bool first() const { return rank == 0; }
};

/// RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT; alone where WORLD_SIZE is not set
/// or 1. `meeting`: whether they will talk to each other; else address and port may be missing.
/// BadFormat names the variable that makes no sense.
Result<ProcessRank> processRank(bool meeting = true);

}  // namespace timbre
