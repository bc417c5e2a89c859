/// The two operations a WaveNet spends its time in, with their gradients, channels last. Needs
/// LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace timbre::model::nets {

/// y[b, t] = bias + sum over taps k of x[b, t - shifts[k]] weight[k], zeros outside.
/// x [B, T, in], weight [taps, in, out], bias [out] -> [B, T, out]. On the CPU the shifted products
/// are added up in place, nothing is copied; on a GPU the taps are joined to one product, in
/// bfloat16 when `half`.
at::Tensor shiftedProducts(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                           const std::vector<std::int64_t>& shifts, bool half = false);

/// sigmoid of the first half of the channels times tanh of the second: [B, T, 2 C] -> [B, T, C].
at::Tensor gate(const at::Tensor& x);

}  // namespace timbre::model::nets
