#include "encoder/kernels/Kernels.h"

#include <algorithm>
#include <string>
#include <vector>

#include "sampler/Sampler.h"

namespace timbre::encoder {

std::span<const Kernels* const> kernelsHere() {
  static const auto kernels = [] {
    const auto here = sampler::targetsHere();
    std::vector<const Kernels*> found;
    for (const Kernels* one : {avx512Kernels(), avx2Kernels(), portableKernels()})
      if (one && std::ranges::find(here, std::string(one->name)) != here.end())
        found.push_back(one);
    return found;
  }();
  return kernels;
}

}  // namespace timbre::encoder
