/// The building block of both networks, and the check that a file's numbers are one.
#pragma once

#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre::sampler {

/// One affine map, row-major [taps x in x out]: the released checkpoint's layout, tap 0 the oldest
/// sample.
struct Affine {
  int taps = 1, in = 0, out = 0;
  std::vector<float> weight;
  std::vector<float> bias;
};

struct ExpectedAffine {
  std::string name;  ///< as in the released checkpoint
  int taps, in, out;
};

/// BadFormat names the tensor that has another shape or a number that is not finite.
Result<void> check(const Affine& affine, const ExpectedAffine& expected);
/// For name_1, name_2 ...: one for each layer.
Result<void> check(const std::vector<Affine>& list, const ExpectedAffine& expected, int layers);

}  // namespace timbre::sampler
