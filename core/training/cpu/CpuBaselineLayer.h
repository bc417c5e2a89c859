/// The layers of the baseline as CpuBaseline's threads compute them, and each thread's share.
/// No torch here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "training/cpu/CpuBaseline.h"
#include "training/cpu/ThreadSum.h"

namespace timbre::training {

struct CpuBaselineLayer {
  PlaneWeights weights;
  bool up;                                      ///< from the small plane to the big one
  float leak;                                   ///< 1: no rectifier
  std::ptrdiff_t weight, beta, mean, variance;  ///< where they begin among the model's numbers

  const PlaneShape& shape() const { return weights.shape(); }
  int channels() const { return up ? shape().bigChannels : shape().smallChannels; }
  std::ptrdiff_t out() const { return up ? shape().big() : shape().small(); }
  std::ptrdiff_t in() const { return up ? shape().small() : shape().big(); }
  std::ptrdiff_t places() const { return out() / channels(); }
};

/// The layers before the pitch joins the embedding.
inline constexpr std::size_t kEncoderLayers = model::kBaselineEncoder.size() + 1;

/// One thread's share of a call.
struct BaselinePart {
  const BaselineBatchInputs* inputs = nullptr;
  ThreadSum* threads = nullptr;
  std::size_t thread = 0;
  int first = 0, count = 0;    ///< its notes
  float* gradients = nullptr;  ///< added to; null: only the loss
};

inline constexpr int kChunk = 256;  ///< rows whose sums float32 keeps well enough

/// Calls work(first row, rows) for all of them, a few at a time.
template <class Work>
void forChunks(std::ptrdiff_t rows, Work&& work) {
  for (std::ptrdiff_t at = 0; at < rows; at += kChunk)
    work(at, static_cast<int>(std::min<std::ptrdiff_t>(kChunk, rows - at)));
}

/// work(first row, rows, sums) adds to the float32 sums of a chunk.
template <class Work>
void addChunks(std::ptrdiff_t rows, std::vector<double>& sums, Work&& work) {
  std::vector<float> chunk(sums.size());
  forChunks(rows, [&](std::ptrdiff_t at, int count) {
    std::fill(chunk.begin(), chunk.end(), 0.0f);
    work(at, count, chunk.data());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += chunk[i];
  });
}

}  // namespace timbre::training
