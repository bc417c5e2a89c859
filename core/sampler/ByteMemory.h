/// The memory of the integer network's notes. Private to this room.
#pragma once

#include <vector>

#include "sampler/Arena.h"
#include "sampler/kernels/Bytes.h"

namespace timbre::sampler {

class ByteMemory {
 public:
  /// `staggered`: the layers' blocks of past taps begin at different samples, so that every sample
  /// has about as many to do.
  ByteMemory(const ByteNetwork& net, int notes, bool staggered);
  /// The whole network as one core's share. The rings belong to the memory.
  ByteNotes notes();
  std::vector<ByteRing> rings() const { return rings_; }
  /// What `other`, made alike, remembers.
  void assign(const ByteMemory& other);

 private:
  ByteRing ringOf(const ByteLayer& layer, int phase);

  const ByteNetwork& net_;
  int count_;
  Arena memory_;
  std::vector<ByteRing> rings_;
  ByteNotes notes_;
};

}  // namespace timbre::sampler
