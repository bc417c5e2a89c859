#include "model/nets/ShiftedProducts.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#include "model/nets/TorchRuntime.h"

namespace timbre::model::nets {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// Rows that one task computes: few enough for its part of the result to stay in the cache while
/// the taps are added.
constexpr std::int64_t kRowsATask = 512;

/// The sizes of one call, and the tasks it is cut into. The BLAS itself runs on one thread (see
/// useThreads): its own threads and LibTorch's would wait for each other.
struct Plan {
  Plan(const at::Tensor& x, const at::Tensor& weight)
      : notes(x.size(0)),
        length(x.size(1)),
        in(x.size(2)),
        out(weight.size(2)),
        tasksANote((length + kRowsATask - 1) / kRowsATask) {}
  std::int64_t tasks() const { return notes * tasksANote; }

  std::int64_t notes, length, in, out;
  std::int64_t tasksANote;
};

/// Rows [begin, end) of one note; row r of the result takes row r - shift of x where there is one.
struct Rows {
  Rows(const Plan& plan, std::int64_t task)
      : first(task / plan.tasksANote * plan.length),
        begin(task % plan.tasksANote * kRowsATask),
        end(std::min(begin + kRowsATask, plan.length)) {}
  std::int64_t first;  ///< of the note, counted over the batch
  std::int64_t begin, end;
};

/// The BLAS that LibTorch itself stands on; nullptr when it hides it.
using Sgemm = void (*)(const char*, const char*, const int*, const int*, const int*, const float*,
                       const float*, const int*, const float*, const int*, const float*, float*,
                       const int*);
Sgemm sgemm() {
  static const auto found = reinterpret_cast<Sgemm>(symbolBehindTorch("sgemm_"));
  return found;
}

/// C [m, n] += A B, row-major; `a` and `b` say whether A and B are given transposed. The BLAS
/// counts in columns, so it is told C^T += B^T A^T.
struct Product {
  bool a = false, b = false;
  void operator()(std::int64_t rows, std::int64_t columns, std::int64_t inner, const float* left,
                  const float* right, float* out) const {
    const int m = static_cast<int>(rows), n = static_cast<int>(columns),
              k = static_cast<int>(inner);
    const float one = 1;
    const int leftStride = a ? m : k, rightStride = b ? k : n;
    sgemm()(b ? "T" : "N", a ? "T" : "N", &n, &m, &k, &one, right, &rightStride, left, &leftStride,
            &one, out, &n);
  }
};
constexpr Product addProduct{};
constexpr Product addTimesTransposed{.a = false, .b = true};
constexpr Product addTransposedTimes{.a = true, .b = false};

at::Tensor forwardRows(const at::Tensor& input, const at::Tensor& kernel, const at::Tensor& bias,
                       const std::vector<std::int64_t>& shifts) {
  const at::Tensor x = input.contiguous(), weight = kernel.contiguous(), b = bias.contiguous();
  const Plan plan(x, weight);
  at::Tensor y = at::empty({plan.notes, plan.length, plan.out}, x.options());
  const float *xs = x.data_ptr<float>(), *ws = weight.data_ptr<float>(), *bs = b.data_ptr<float>();
  float* const ys = y.data_ptr<float>();
  at::parallel_for(0, plan.tasks(), 1, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t task = from; task < to; ++task) {
      const Rows rows(plan, task);
      for (std::int64_t r = rows.begin; r < rows.end; ++r)
        std::copy_n(bs, plan.out, ys + (rows.first + r) * plan.out);
      for (std::size_t k = 0; k < shifts.size(); ++k) {
        const std::int64_t begin = std::max(rows.begin, shifts[k]);
        const std::int64_t end =
            std::min(rows.end, plan.length + std::min<std::int64_t>(0, shifts[k]));
        if (begin < end)
          addProduct(end - begin, plan.out, plan.in,
                     xs + (rows.first + begin - shifts[k]) * plan.in,
                     ws + static_cast<std::int64_t>(k) * plan.in * plan.out,
                     ys + (rows.first + begin) * plan.out);
      }
    }
  });
  return y;
}

/// The gradient of x: row r takes what row r + shift of the result hands back.
at::Tensor backwardRows(const at::Tensor& gy, const at::Tensor& x, const at::Tensor& weight,
                        const std::vector<std::int64_t>& shifts) {
  const Plan plan(x, weight);
  at::Tensor gx = at::empty_like(x);
  const float *gs = gy.data_ptr<float>(), *ws = weight.data_ptr<float>();
  float* const out = gx.data_ptr<float>();
  at::parallel_for(0, plan.tasks(), 1, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t task = from; task < to; ++task) {
      const Rows rows(plan, task);
      std::fill(out + (rows.first + rows.begin) * plan.in, out + (rows.first + rows.end) * plan.in,
                0.0f);
      for (std::size_t k = 0; k < shifts.size(); ++k) {
        const std::int64_t begin = std::max(rows.begin, -shifts[k]);
        const std::int64_t end =
            std::min(rows.end, plan.length - std::max<std::int64_t>(0, shifts[k]));
        if (begin < end)
          addTimesTransposed(end - begin, plan.in, plan.out,
                             gs + (rows.first + begin + shifts[k]) * plan.out,
                             ws + static_cast<std::int64_t>(k) * plan.in * plan.out,
                             out + (rows.first + begin) * plan.in);
      }
    }
  });
  return gx;
}

/// The gradient of the weights: each thread sums its own rows, then the threads are summed in their
/// order.
at::Tensor backwardWeights(const at::Tensor& gy, const at::Tensor& x, const at::Tensor& weight,
                           const std::vector<std::int64_t>& shifts) {
  const Plan plan(x, weight);
  const std::int64_t parts = std::min<std::int64_t>(at::get_num_threads(), plan.tasks());
  const std::int64_t size = weight.numel();
  at::Tensor sums = at::zeros({parts, weight.size(0), plan.in, plan.out}, x.options());
  const float *gs = gy.data_ptr<float>(), *xs = x.data_ptr<float>();
  float* const out = sums.data_ptr<float>();
  at::parallel_for(0, parts, 1, [&](std::int64_t firstPart, std::int64_t lastPart) {
    for (std::int64_t part = firstPart; part < lastPart; ++part)
      for (std::int64_t task = part * plan.tasks() / parts;
           task < (part + 1) * plan.tasks() / parts; ++task) {
        const Rows rows(plan, task);
        for (std::size_t k = 0; k < shifts.size(); ++k) {
          const std::int64_t begin = std::max(rows.begin, shifts[k]);
          const std::int64_t end =
              std::min(rows.end, plan.length + std::min<std::int64_t>(0, shifts[k]));
          if (begin < end)
            addTransposedTimes(
                plan.in, plan.out, end - begin, xs + (rows.first + begin - shifts[k]) * plan.in,
                gs + (rows.first + begin) * plan.out,
                out + part * size + static_cast<std::int64_t>(k) * plan.in * plan.out);
        }
      }
  });
  return parts == 1 ? sums[0] : sums.sum(0);
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
    const at::Tensor x = saved[0].contiguous(), weight = saved[1].contiguous(),
                     gy = gradients[0].contiguous();
    const auto shifts = context->saved_data["shifts"].toIntVector();
    return {backwardRows(gy, x, weight, shifts), backwardWeights(gy, x, weight, shifts),
            gy.sum(at::IntArrayRef{0, 1}), at::Tensor()};
  }
};

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
  // A product over one channel is not a product for a BLAS: the three taps of the first layer are
  // joined.
  if (x.device().is_cpu() && x.size(2) > 1 && sgemm()) {
    if (!at::GradMode::is_enabled()) return forwardRows(x, weight, bias, shifts);
    return ShiftedProducts::apply(x, weight, bias, shifts);
  }
  return joinedProducts(x, weight, bias, shifts);
}

at::Tensor gate(const at::Tensor& x) {
  if (at::GradMode::is_enabled() && x.device().is_cpu() && x.scalar_type() == at::kFloat)
    return Gate::apply(x);
  const auto half = x.size(-1) / 2;
  return at::sigmoid(x.narrow(-1, 0, half)) * at::tanh(x.narrow(-1, half, half));
}

}  // namespace timbre::model::nets
