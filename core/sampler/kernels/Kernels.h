/// The hot loops, once for each kind of processor, behind a table chosen when weights are packed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace timbre::sampler {

/// Rows come in panels of 64, then of 16; a panel lies as [column][row], so that one input times
/// one column feeds every row of the panel.
inline constexpr int kWidePanel = 64;
inline constexpr int kNarrowPanel = 16;
constexpr int paddedRows(int rows) {
  return (rows + kNarrowPanel - 1) / kNarrowPanel * kNarrowPanel;
}

/// rows x columns; rows a multiple of 16, the ones beyond the network's are zero.
struct Matrix {
  int rows = 0;
  int columns = 0;
  const float* data = nullptr;
};

/// `columns` samples of `rows` numbers each in consecutive rows of memory.
struct PastBlock {
  const float* oldest = nullptr;  ///< inputs two dilations ago, [samples][stride]
  const float* older = nullptr;   ///< inputs one dilation ago
  const float* start = nullptr;   ///< [rows], added to every sample: conditioning and bias
  float* out = nullptr;           ///< [samples][rows]
  int stride = 0;
  int samples = 0;
};

struct Int8Network;
struct Int8Notes;

/// How a processor stores the integer engine's activations. An activation is an integer of 8 bits
/// or of 16 whose middle is the zero point; a product may take them less a constant, which the
/// offsets of its rows give back.
struct ByteStorage {
  std::uint8_t byteZero;   ///< what zero is stored as, with 8 bits
  std::uint8_t fineZero;   ///< and with 16, in its first `columns` bytes; the others are 0
  std::int32_t byteTaken;  ///< by products of 8 bits
  std::int32_t fineTaken;  ///< by products of 16 bits
  std::int32_t highTaken;  ///< by products of the high 8 of 16 bits
  int fineColumns;         ///< of weights for 16 bits that lie together in a row: 4, or 2
  bool dotProduct;         ///< the processor has an instruction for products of bytes
};

/// Every pointer is 64-byte aligned except `logits`. No function allocates, locks or throws.
struct Kernels {
  const char* name;
  /// y[rows] += bias[rows] + m x; `bias` may be null.
  void (*product)(const Matrix& m, const float* x, const float* bias, float* y);
  /// out = start + m [oldest; older]: m has twice as many columns as an input has numbers.
  void (*past)(const Matrix& m, const PastBlock& block);
  /// out[n] = sigmoid(filter[n]) tanh(gate[n]); n a multiple of 16.
  void (*gate)(const float* filter, const float* gate, float* out, int n);
  /// The first class whose cumulated probability reaches `uniform` in [0, 1), from 256 logits times
  /// `sharpness` (1 / temperature).
  int (*draw)(const float* logits, float sharpness, double uniform);
  /// The integer engine's work on its share of a sample (Int8Types.h). `inputs` [notes][5] as in
  /// LogitsEngine.h; the logits are left in the notes.
  void (*runBytes)(const Int8Network& net, Int8Notes& notes, const float* inputs,
                   std::uint64_t sample);
  /// A new frame for one note. Once all that change have one, freshenBytes() makes what the current
  /// block has left of past taps.
  void (*holdBytes)(const Int8Network& net, Int8Notes& notes, int note, const float* frame);
  void (*freshenBytes)(const Int8Network& net, Int8Notes& notes, std::uint64_t sample);
  /// The past taps of those layers of a share whose block begins at `sample`.
  void (*pastBytes)(const Int8Network& net, Int8Notes& notes, std::uint64_t sample);
  ByteStorage storage;
};

/// Null where this build does not know the processor.
const Kernels* portableKernels();
const Kernels* neonKernels();
const Kernels* ssse3Kernels();
const Kernels* avx2Kernels();
const Kernels* avxVnniKernels();
const Kernels* avx512Kernels();
const Kernels* avx512VnniKernels();

/// What this machine can run, fastest first; the last one is "portable". Any thread.
std::span<const Kernels* const> kernelsHere();

}  // namespace timbre::sampler
