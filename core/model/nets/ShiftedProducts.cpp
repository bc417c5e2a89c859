#include "model/nets/ShiftedProducts.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace timbre::model::nets {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// The rows of [T, C] that meet under a shift: `late` of the result, `early` of what is shifted.
struct Overlap {
  Overlap(std::int64_t length, std::int64_t shift)
      : rows(std::max<std::int64_t>(0, length - std::abs(shift))),
        late(std::max<std::int64_t>(0, shift)),
        early(std::max<std::int64_t>(0, -shift)) {}
  std::int64_t rows, late, early;
};

void addProduct(at::Tensor out, const at::Tensor& a, const at::Tensor& b) {
  at::addmm_out(out, out, a, b);
}

/// y [T, out] = bias + the shifted products of x [T, in].
void forwardRow(at::Tensor y, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                const std::vector<std::int64_t>& shifts) {
  y.copy_(bias.expand_as(y));
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const Overlap o(x.size(0), shifts[k]);
    if (o.rows > 0)
      addProduct(y.narrow(0, o.late, o.rows), x.narrow(0, o.early, o.rows),
                 weight[static_cast<std::int64_t>(k)]);
  }
}

at::Tensor forwardRows(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       const std::vector<std::int64_t>& shifts) {
  at::Tensor y = at::empty({x.size(0), x.size(1), weight.size(2)}, x.options());
  for (std::int64_t b = 0; b < x.size(0); ++b) forwardRow(y[b], x[b], weight, bias, shifts);
  return y;
}

class ShiftedProducts : public Function<ShiftedProducts> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias, std::vector<std::int64_t> shifts) {
    const at::Tensor y = forwardRows(x, weight, bias, shifts);
    context->save_for_backward({x, weight});
    context->saved_data["shifts"] = std::move(shifts);
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    const auto shifts = context->saved_data["shifts"].toIntVector();
    const at::Tensor gy = gradients[0].contiguous();
    at::Tensor gx = at::zeros_like(x), gw = at::zeros_like(weight);
    for (std::int64_t b = 0; b < x.size(0); ++b)
      for (std::size_t i = 0; i < shifts.size(); ++i) {
        const auto k = static_cast<std::int64_t>(i);
        const Overlap o(x.size(1), shifts[i]);
        if (o.rows == 0) continue;
        const at::Tensor late = gy[b].narrow(0, o.late, o.rows);
        addProduct(gx[b].narrow(0, o.early, o.rows), late, weight[k].t());
        addProduct(gw[k], x[b].narrow(0, o.early, o.rows).t(), late);
      }
    return {gx, gw, gy.sum(at::IntArrayRef{0, 1}), at::Tensor()};
  }
};

constexpr std::int64_t kRowsATask = 512;

class Gate : public Function<Gate> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
    const auto half = x.size(-1) / 2;
    const at::Tensor s = at::sigmoid(x.narrow(-1, 0, half)), t = at::tanh(x.narrow(-1, half, half));
    context->save_for_backward({s, t});
    return s * t;
  }

  /// One pass over the numbers where separate operations would take seven.
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const at::Tensor s = saved[0].contiguous(), t = saved[1].contiguous(),
                     gy = gradients[0].contiguous();
    const auto half = s.size(-1), rows = s.numel() / half;
    auto shape = s.sizes().vec();
    shape.back() = 2 * half;
    at::Tensor gx = at::empty(shape, s.options());
    const float *sp = s.data_ptr<float>(), *tp = t.data_ptr<float>(), *gp = gy.data_ptr<float>();
    float* const out = gx.data_ptr<float>();
    at::parallel_for(0, rows, kRowsATask, [&](std::int64_t from, std::int64_t to) {
      for (std::int64_t r = from; r < to; ++r) {
        const float *sr = sp + r * half, *tr = tp + r * half, *gr = gp + r * half;
        float* const o = out + 2 * r * half;
        for (std::int64_t c = 0; c < half; ++c) {
          const float product = sr[c] * tr[c] * gr[c];
          o[c] = product * (1 - sr[c]);
          o[half + c] = gr[c] * sr[c] * (1 - tr[c] * tr[c]);
        }
      }
    });
    return {gx};
  }
};

at::Tensor shifted(const at::Tensor& x, std::int64_t shift) {
  if (shift == 0) return x;
  const auto length = x.size(1);
  if (std::abs(shift) >= length) return at::zeros_like(x);
  if (shift > 0) return at::constant_pad_nd(x.narrow(1, 0, length - shift), {0, 0, shift, 0});
  return at::constant_pad_nd(x.narrow(1, -shift, length + shift), {0, 0, 0, -shift});
}

at::Tensor joinedProducts(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          const std::vector<std::int64_t>& shifts) {
  std::vector<at::Tensor> taps;
  for (const auto shift : shifts) taps.push_back(shifted(x, shift));
  const at::Tensor joined = taps.size() == 1 ? taps[0] : at::cat(taps, -1);
  return at::linear(joined, weight.reshape({-1, weight.size(2)}).t(), bias);
}

}  // namespace

at::Tensor shiftedProducts(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                           const std::vector<std::int64_t>& shifts, bool half) {
  if (half)
    return joinedProducts(x.to(at::kBFloat16), weight.to(at::kBFloat16), bias.to(at::kBFloat16),
                          shifts);
  // A product over one channel is no product for a BLAS: the three taps of the first layer are
  // joined.
  if (x.device().is_cpu() && x.size(2) > 1)
    return ShiftedProducts::apply(x.contiguous(), weight, bias, shifts);
  return joinedProducts(x, weight, bias, shifts);
}

at::Tensor gate(const at::Tensor& x) {
  if (at::GradMode::is_enabled() && x.device().is_cpu() && x.scalar_type() == at::kFloat)
    return Gate::apply(x);
  const auto half = x.size(-1) / 2;
  return at::sigmoid(x.narrow(-1, 0, half)) * at::tanh(x.narrow(-1, half, half));
}

}  // namespace timbre::model::nets
