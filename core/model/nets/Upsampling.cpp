#include "model/nets/Upsampling.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace timbre::model::nets {
namespace {

/// Which taps each output phase takes, along one axis.
struct Phases {
  int reach = 0;                   ///< inputs used to either side
  std::vector<std::int64_t> taps;  ///< [phase x (2 reach + 1)]; the tap beyond the last is a zero
};

/// Output o = stride * q + phase takes from input i tap o + crop - stride * i, where there is one.
Phases phasesOf(int taps, int stride) {
  const int crop = (taps - stride) / 2;
  Phases phases;
  const auto tapAt = [&](int phase, int before) { return stride * before + phase + crop; };
  while (tapAt(0, phases.reach + 1) < taps || tapAt(stride - 1, -(phases.reach + 1)) >= 0)
    ++phases.reach;
  for (int phase = 0; phase < stride; ++phase)
    for (int before = phases.reach; before >= -phases.reach; --before) {
      const int tap = tapAt(phase, before);
      phases.taps.push_back(tap >= 0 && tap < taps ? tap : taps);
    }
  return phases;
}

at::Tensor indexOf(const Phases& phases, const at::Tensor& like) {
  return at::tensor(phases.taps, at::kLong).to(like.device());
}

}  // namespace

at::Tensor upsampled(const at::Tensor& x, const at::Tensor& kernel, int strideHeight,
                     int strideWidth) {
  const auto in = kernel.size(0), out = kernel.size(1);
  const int taps = static_cast<int>(kernel.size(2));
  const Phases rows = phasesOf(taps, strideHeight), columns = phasesOf(taps, strideWidth);
  // [in, out, k, k] -> [in, out, phase, taps, phase, taps] -> [out * phases, in, taps, taps]
  const at::Tensor spread =
      at::constant_pad_nd(kernel, {0, 1, 0, 1})
          .index_select(2, indexOf(rows, kernel))
          .index_select(3, indexOf(columns, kernel))
          .view({in, out, strideHeight, 2 * rows.reach + 1, strideWidth, 2 * columns.reach + 1});
  const at::Tensor ordinary = spread.permute({1, 2, 4, 0, 3, 5})
                                  .reshape({out * strideHeight * strideWidth, in,
                                            2 * rows.reach + 1, 2 * columns.reach + 1});
  const at::Tensor y = at::conv2d(x, ordinary, {}, at::IntArrayRef{1, 1},
                                  at::IntArrayRef{rows.reach, columns.reach});
  const auto batch = y.size(0), height = y.size(2), width = y.size(3);
  return y.reshape({batch, out, strideHeight, strideWidth, height, width})
      .permute({0, 1, 4, 2, 5, 3})
      .reshape({batch, out, height * strideHeight, width * strideWidth});
}

}  // namespace timbre::model::nets
