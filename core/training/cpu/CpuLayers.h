/// The parts of a network that the CPU's own trainer is made of: where each layer's numbers lie in
/// one long vector, and its products over shifted rows. No torch here.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "model/ModelConfig.h"
#include "training/cpu/kernels/Kernels.h"

namespace timbre::training {

/// One layer: weight [taps, in, out] and bias [out], as offsets into the vector.
struct AffineLayer {
  std::ptrdiff_t weight = 0, bias = 0;
  int taps = 1, in = 0, out = 0;
};

/// Every affine layer of a list of tensors that lie one behind the other. NAME/W is a weight, [1,
/// taps, in, out], and NAME/biases its bias.
class Layout {
 public:
  explicit Layout(const std::vector<model::TensorSpec>& tensors);
  /// Throws std::out_of_range for an unknown name.
  const AffineLayer& operator[](const std::string& name) const { return affines_.at(name); }
  bool has(const std::string& name) const { return affines_.contains(name); }
  /// Of all tensors, in floats.
  std::ptrdiff_t size() const { return size_; }
  /// Every weight with its matrices turned over, [taps, out, in], at the same offset.
  void turn(const float* weights, float* turned) const;

 private:
  std::map<std::string, AffineLayer> affines_;
  std::ptrdiff_t size_ = 0;
};

/// Row t of the result takes from the rows t - by[k] of what goes in.
struct Shifts {
  std::array<int, 3> by{};
  int count = 1;

  static Shifts none() { return {}; }
  static Shifts causal(int dilation) { return {{2 * dilation, dilation, 0}, 3}; }
  static Shifts centred(int dilation) { return {{dilation, 0, -dilation}, 3}; }
  Shifts back() const { return {{-by[0], -by[1], -by[2]}, count}; }
};

/// Rows [begin, end) of `length`.
struct Rows {
  int begin = 0, end = 0, length = 0;
  int count() const { return end - begin; }
};

/// All rows, or all of one frame, in blocks small enough to stay in the cache between two layers.
inline constexpr int kBlock = 96;
template <class Work>
void forBlocks(int begin, int end, int length, Work&& work) {
  for (int at = begin; at < end; at += kBlock)
    work(Rows{at, at + kBlock < end ? at + kBlock : end, length});
}

/// What one worker needs to compute with a layer.
struct LayerMath {
  const TrainingKernels* kernels;
  const float* weights = nullptr;  ///< as the Layout says
  const float* turned = nullptr;   ///< see Layout::turn
  float* gradients = nullptr;      ///< added to; as the Layout says
  /// Called in the backward pass with the offset from which the gradients are complete; it only
  /// falls.
  const std::function<void(std::ptrdiff_t)>* complete = nullptr;

  /// out (its first row is rows.begin) = start + layer(x), without the layer's own bias; `start`
  /// null: added to out. x has every row, zeros are outside.
  void apply(const AffineLayer& layer, const Shifts& shifts, const float* x, const Rows& rows,
             const float* start, float* out) const;
  /// The gradient of x: out (its first row is rows.begin), set or added to, from y, the gradient of
  /// the result.
  void applyBack(const AffineLayer& layer, const Shifts& shifts, const float* y, const Rows& rows,
                 bool add, float* out) const;
  /// The weights' gradient that rows of y make of x. x and y have every row.
  void learn(const AffineLayer& layer, const Shifts& shifts, const float* x, const float* y,
             const Rows& rows) const;
  void learnBias(const AffineLayer& layer, const float* y, int rows) const {
    kernels->sumRows(y, gradients + layer.bias, rows, layer.out);
  }
  void completeFrom(std::ptrdiff_t offset) const {
    if (complete) (*complete)(offset);
  }
  const float* bias(const AffineLayer& layer) const { return weights + layer.bias; }
};

}  // namespace timbre::training
