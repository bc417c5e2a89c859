/// What CpuBaseline is made of: its layers, and one thread's notes on their way through them. For
/// CpuBaseline's own files.
#pragma once

#include <algorithm>
#include <barrier>

#include "training/CpuBaseline.h"
#include "training/SoftPitchEncoding.h"

namespace timbre::training {

struct CpuBaseline::Layer {
  PlaneWeights weights;
  bool up;     ///< from the small plane to the big one
  float leak;  ///< 1: no rectifier
  std::ptrdiff_t weight, beta, mean, variance;

  const PlaneShape& shape() const { return weights.shape(); }
  int channels() const { return up ? shape().bigChannels : shape().smallChannels; }
  std::ptrdiff_t out() const { return up ? shape().big() : shape().small(); }
  std::ptrdiff_t in() const { return up ? shape().small() : shape().big(); }
  std::ptrdiff_t places() const { return out() / channels(); }
};

/// Where the workers of a call sum what each found.
struct CpuBaseline::Meeting {
  explicit Meeting(std::size_t workers)
      : parts(workers), barrier(static_cast<std::ptrdiff_t>(workers)) {}
  /// Replaces `numbers` by their sum over all workers, which must all come.
  void sum(std::size_t worker, std::vector<double>& numbers);
  /// Lets the others go on without one that failed.
  void leave(std::size_t worker);

  std::vector<const std::vector<double>*> parts;
  std::barrier<> barrier;
};

/// One of the threads of a call.
struct Share {
  std::size_t number = 0, of = 1;
};

/// Keeps what its notes' way back needs: for each about 130 MB / divide.
class CpuBaseline::Worker {
 public:
  Worker(const std::vector<Layer>& layers, const std::map<std::string, std::ptrdiff_t>& offsets,
         std::ptrdiff_t size, const model::BaselineConfig& config, const TrainingKernels& kernels);
  /// Its part of the notes. Its gradients are complete after it: in the lesson's for number 0.
  void run(const BaselineBatchInputs& inputs, const Share& share, Meeting& meeting);
  double loss() const { return loss_; }
  /// Null where the last call made none here.
  const float* ownGradients() const { return own_.empty() ? nullptr : own_.data(); }

 private:
  struct Norm {
    std::vector<float> scale, shift;
  };
  void prepare();
  const float* in(std::size_t layer) const;
  NormRow norm(std::size_t layer) const;
  void forward();
  void tell();
  void normalise(std::size_t layer);
  void measure(std::size_t layer);
  void hold(std::size_t layer, const double* mean, const double* variance);
  void compare();
  void back();
  void dim(std::ptrdiff_t begin, int rows);
  void normaliseBack(std::size_t layer);
  void measureBack(std::size_t layer, std::vector<double>& sums, std::vector<double>& tilts);
  void learnPitch();
  std::ptrdiff_t offset(const char* name) const { return offsets_.at(name); }
  float* outOf(std::size_t layer) { return outs_[layer].data(); }
  std::ptrdiff_t rows(std::size_t layer) const { return count_ * layers_[layer].places(); }

  const std::vector<Layer>& layers_;
  const std::map<std::string, std::ptrdiff_t>& offsets_;
  std::ptrdiff_t size_;
  model::BaselineConfig config_;
  const TrainingKernels* kernels_;
  PlaneWorker planes_;
  std::vector<std::vector<float>> outs_, learnt_;
  std::vector<Norm> norms_;
  std::vector<float> told_, logits_, gradient_, next_, own_;
  std::vector<double> dimmed_;  ///< gradients of the last 1 x 1's weights and of its bias
  double loss_ = 0;
  // Of the present call:
  const BaselineBatchInputs* lesson_ = nullptr;
  Meeting* meeting_ = nullptr;
  Share share_;
  int first_ = 0, count_ = 0;  ///< its notes
  float* gradients_ = nullptr;
};

/// The layers before the embedding is told the pitch.
inline constexpr std::size_t kEncoderLayers = model::kBaselineEncoder.size() + 1;

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
