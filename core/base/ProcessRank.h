/// The processes that share one task, as their launcher describes them.
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
/// or 1. `meeting`: whether they communicate; else address and port may be missing. BadFormat
/// names the invalid variable.
Result<ProcessRank> processRank(bool meeting = true);

}  // namespace timbre
