#include "sampler/Affine.h"

#include <algorithm>
#include <cmath>

#include "base/CountText.h"

namespace timbre::sampler {
namespace {

tl::unexpected<Error> bad(const std::string& tensor, const std::string& what) {
  return fail(ErrorCode::BadFormat, "The tensor " + tensor + " " + what +
                                        "; the weights file does not fit its configuration");
}

}  // namespace

Result<void> check(const Affine& affine, const ExpectedAffine& e) {
  const auto sizes = [](int taps, int in, int out) {
    return std::to_string(taps) + " x " + std::to_string(in) + " x " + std::to_string(out);
  };
  if (affine.taps != e.taps || affine.in != e.in || affine.out != e.out)
    return bad(e.name + "/W", "is " + sizes(affine.taps, affine.in, affine.out) + " where " +
                                  sizes(e.taps, e.in, e.out) + " belongs");
  const std::size_t count = static_cast<std::size_t>(e.taps) * e.in * e.out;
  if (affine.weight.size() != count)
    return bad(e.name + "/W", "holds " + countText(affine.weight.size(), "number") + " where " +
                                  std::to_string(count) + " belong");
  if (affine.bias.size() != static_cast<std::size_t>(e.out))
    return bad(e.name + "/biases", "holds " + countText(affine.bias.size(), "number") + " where " +
                                       std::to_string(e.out) + " belong");
  const auto finite = [](float x) { return std::isfinite(x); };
  if (!std::ranges::all_of(affine.weight, finite))
    return bad(e.name + "/W", "holds a number that is not finite");
  if (!std::ranges::all_of(affine.bias, finite))
    return bad(e.name + "/biases", "holds a number that is not finite");
  return {};
}

Result<void> check(const std::vector<Affine>& list, const ExpectedAffine& e, int layers) {
  if (list.size() != static_cast<std::size_t>(layers))
    return fail(ErrorCode::BadFormat, "The weights have " + countText(list.size(), "tensor") + ' ' +
                                          e.name + "_1, _2 ... where the configuration has " +
                                          countText(layers, "layer"));
  for (int i = 0; i < layers; ++i) {
    const auto checked =
        check(list[i], {e.name + "_" + std::to_string(i + 1), e.taps, e.in, e.out});
    if (!checked) return checked;
  }
  return {};
}

}  // namespace timbre::sampler
