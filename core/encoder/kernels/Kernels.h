/// The encoder's loops, once for each kind of processor, behind a table chosen when weights are
/// packed.
#pragma once

#include <span>

namespace timbre::encoder {

/// Rows of memory are this many numbers long, or a multiple of it.
inline constexpr int kWidthStep = 32;
/// Rows that a block has at most.
inline constexpr int kBlockRows = 512;
/// Rows that are held between a layer's two products.
inline constexpr int kHiddenRows = 128;
/// Up to this dilation, two outputs a dilation apart are computed together by Winograd's minimal
/// filtering F(2, 3): four products in place of six. Each output depends on its own three inputs
/// alone, to the last bit. Two such dilations divide a block.
inline constexpr int kPairedDilation = 256;
/// Pairs that are computed at a time.
inline constexpr int kPairs = kHiddenRows / 2;

/// The first layer: one number in, three taps.
struct StartLayer {
  int width = 0;
  const float* weight = nullptr;  ///< [3][width]
  const float* bias = nullptr;    ///< [width]
};

/// Panels of Kernels::panel outputs one after another, each as [tap][in][output], so that one input
/// times one row of it feeds every output of the panel.
struct Layer {
  int width = 0;
  const float* dilated = nullptr;
  const float* paired = nullptr;  ///< four combinations of the three taps, for Kernels::paired
  const float* dilatedBias = nullptr;
  const float* res = nullptr;
  const float* resBias = nullptr;
};

/// `rows` samples in a row, each `width` numbers.
struct LayerBlock {
  const float* taps[3] = {};      ///< the rectified stream a dilation before, here, and after
  const float* stream = nullptr;  ///< the stream here
  float* hidden = nullptr;        ///< scratch, kHiddenRows rows
  float* mixed = nullptr;         ///< scratch, 4 kPairs rows
  float* streamOut = nullptr;     ///< stream + res(relu(dilated(taps)))
  float* rectifiedOut = nullptr;  ///< the same without what is negative
  int rows = 0;
  int dilation = 0;
};

/// Every pointer into rows is 64-byte aligned. No function allocates, locks or throws. What a row
/// becomes does not depend on the rows that are computed with it.
struct Kernels {
  const char* name;
  int panel;  ///< divides kWidthStep
  /// `samples`: one before the first row to one after the last.
  void (*start)(const StartLayer& layer, const float* samples, int rows, float* stream,
                float* rectified);
  void (*layer)(const Layer& layer, const LayerBlock& block);
  /// The same up to rounding, faster: kBlockRows rows, and a dilation that is a power of two up to
  /// kPairedDilation.
  void (*paired)(const Layer& layer, const LayerBlock& block);
  /// sum[width] += each of the rows.
  void (*addRows)(const float* rows, int count, int width, float* sum);
};

/// Null where this build does not know the processor.
const Kernels* portableKernels();
const Kernels* avx2Kernels();
const Kernels* avx512Kernels();

/// What this machine can run, fastest first; the last one is "portable". Any thread.
std::span<const Kernels* const> kernelsHere();

}  // namespace timbre::encoder
