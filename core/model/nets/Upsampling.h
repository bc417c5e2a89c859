/// TensorFlow's "SAME" transposed convolution as an ordinary one.
#pragma once

#include <ATen/core/Tensor.h>

namespace timbre::model::nets {

/// x [batch, in, height, width], kernel [in, out, k, k] -> [batch, out, height * strideHeight,
/// width * strideWidth], no bias; what torch's conv_transpose2d gives, its full output cropped by
/// (k - stride) / 2 at the start. Each output phase is a convolution of its own with every
/// stride-th tap; all of them are done at once and their results interleaved. Half the time of
/// conv_transpose2d on a CPU, forward and backward, since that goes by way of a matrix of k * k
/// copies of the input and oneDNN has no part in it.
at::Tensor upsampled(const at::Tensor& x, const at::Tensor& kernel, int strideHeight,
                     int strideWidth);

}  // namespace timbre::model::nets
