// Upsampling by phases against torch's own transposed convolution, for every layer form of the
// baseline.
#include "model/nets/Upsampling.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/variable.h>

namespace timbre::model::nets {

namespace {

struct Form {
  int taps, strideHeight, strideWidth;
};

/// TensorFlow's SAME: the full output, what is too much taken off half before and half after.
at::Tensor byTorch(const at::Tensor& x, const at::Tensor& kernel, const Form& form) {
  const auto full =
      at::conv_transpose2d(x, kernel, {}, at::IntArrayRef{form.strideHeight, form.strideWidth});
  const auto height = x.size(2) * form.strideHeight, width = x.size(3) * form.strideWidth;
  return full.narrow(2, (full.size(2) - height) / 2, height)
      .narrow(3, (full.size(3) - width) / 2, width);
}

}  // namespace

TEST(Upsampling, isTorchsTransposedConvolutionWithItsGradients) {
  at::manual_seed(3);
  for (const Form form : {Form{1, 1, 1}, Form{4, 2, 2}, Form{5, 2, 2}, Form{5, 2, 1}}) {
    const auto x = at::rand({2, 3, 6, 5}).requires_grad_(true);
    const auto kernel = at::rand({3, 4, form.taps, form.taps}).requires_grad_(true);
    const auto weights = at::rand({2, 4, 6 * form.strideHeight, 5 * form.strideWidth});
    const auto ours = upsampled(x, kernel, form.strideHeight, form.strideWidth);
    const auto theirs = byTorch(x, kernel, form);
    ASSERT_EQ(ours.sizes(), theirs.sizes());
    EXPECT_LT((ours - theirs).abs().max().item<double>(),
              1e-5);  // sums of up to 75 products in float32
    (ours * weights).sum().backward();
    const auto gradX = x.grad().clone(), gradKernel = kernel.grad().clone();
    x.mutable_grad().zero_();
    kernel.mutable_grad().zero_();
    (theirs * weights).sum().backward();
    EXPECT_LT((gradX - x.grad()).abs().max().item<double>(),
              1e-4);  // sums of some hundred products
    EXPECT_LT((gradKernel - kernel.grad()).abs().max().item<double>(), 1e-4);
  }
}

}  // namespace timbre::model::nets
