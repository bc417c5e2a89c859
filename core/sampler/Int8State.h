/// The memory of the integer network's notes. Private to this room.
#pragma once

#include <vector>

#include "sampler/Arena.h"
#include "sampler/kernels/Int8Types.h"

namespace timbre::sampler {

class Int8State {
 public:
  /// `staggered`: the layers' blocks of past taps begin at different samples, so that every sample
  /// has about as many to do.
  Int8State(const Int8Network& net, const ByteStorage& storage, int notes, bool staggered);
  /// The whole network as one core's share. The rings belong to the memory.
  Int8Notes notes();
  std::vector<Int8Ring> rings() const { return rings_; }
  /// What `other`, made alike, remembers.
  void assign(const Int8State& other);

 private:
  Int8Ring ringOf(const Int8Layer& layer, int phase);

  const Int8Network& net_;
  const ByteStorage& storage_;
  int count_;
  Arena memory_;
  std::vector<Int8Ring> rings_;
  Int8Notes notes_;
};

}  // namespace timbre::sampler
