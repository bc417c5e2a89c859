/// The hot loops of training on a CPU, once for each kind of processor, behind a table. No torch
/// here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "training/cpu/kernels/Conv2dKernels.h"

namespace timbre::training {

/// What numbers of channels are made of: every size below that counts channels is a multiple of it.
inline constexpr int kChannels = 16;

/// One matrix times another.
struct Factors {
  const float* left = nullptr;
  const float* right = nullptr;
};

/// out [rows x columns] = start + sum over the terms of left [rows x inner] right [inner x
/// columns].
struct Product {
  std::array<Factors, 3> terms;
  int count = 1;  ///< of terms
  int rows = 0, inner = 0, columns = 0;
  std::ptrdiff_t leftRow = 0, leftInner = 1;  ///< left(i, k) lies at i * leftRow + k * leftInner
  std::ptrdiff_t rightStride = 0, outStride = 0;
  const float* start = nullptr;  ///< [columns], the same for each row; null: zeros
  float* out = nullptr;
  bool add = false;  ///< out itself is the start
};

/// One step of AdamW over n numbers, and of the moving averages.
struct AdamStep {
  float *weights, *averages, *first, *second;
  const float* gradients;
  std::int64_t count;
  float beta1, beta2, epsilon;
  float clip;    ///< what the gradients are multiplied by
  float rate;    ///< of the step, with the correction of the first moment
  float spread;  ///< correction of the second moment's root
  float keep;    ///< 1 - rate * weight decay
  float blend;   ///< part of the new weight in its average
};

/// Rows lie one behind the other. No function allocates or throws; any thread.
struct TrainingKernels {
  const char* name;
  void (*product)(const Product& p);
  /// both [rows x 2 width] = (f, g) becomes (sigmoid f, tanh g); out [rows x width] = their
  /// product.
  void (*gate)(float* both, float* out, int rows, int width);
  /// From (sigmoid f, tanh g) and the gradient of their product: the gradients of (f, g), and the
  /// product once more.
  void (*gateBack)(const float* both, const float* gradient, float* back, float* product, int rows,
                   int width);
  /// out[i] = max(x[i], 0); n a multiple of kChannels, as below.
  void (*rectify)(const float* x, float* out, std::int64_t n);
  /// out[i] = (add ? out[i] : 0) + (x[i] > 0 ? gradient[i] : 0).
  void (*rectifyBack)(const float* x, const float* gradient, float* out, bool add, std::int64_t n);
  /// out = x with `row` [columns] added to each of its rows.
  void (*addRow)(const float* x, const float* row, float* out, int rows, int columns);
  /// sums[columns] += every row of x.
  void (*sumRows)(const float* x, float* sums, int rows, int columns);
  /// The summed cross-entropy of rows of 256 logits, which become its gradient times `scale`.
  double (*crossEntropy)(float* logits, const std::uint8_t* classes, int rows, float scale);
  /// The sum of the squares.
  double (*squares)(const float* x, std::int64_t n);
  void (*adam)(const AdamStep& step);
  Conv2dKernels pictures;
};

/// Null where this build does not know the processor.
const TrainingKernels* portableTrainingKernels();
const TrainingKernels* avx2TrainingKernels();
const TrainingKernels* avx512TrainingKernels();

/// What this machine can run, fastest first; the last one is "portable". Any thread.
std::span<const TrainingKernels* const> trainingKernelsHere();

}  // namespace timbre::training
