/// The baseline's convolutions on a CPU. No torch here.
#pragma once

#include <cstddef>
#include <vector>

#include "training/cpu/kernels/Kernels.h"

namespace timbre::training {

/// A convolution with strides from a big plane to a small one, or its transpose back; weights are
/// [kernel, kernel, bigChannels, smallChannels]. Planes are [height, width, channels].
struct PlaneShape {
  int kernel = 1, strideHeight = 1, strideWidth = 1;
  int height = 1, width = 1;  ///< of the small plane
  int smallChannels = 0, bigChannels = 0;
  int bigHeight = 1, bigWidth = 1;

  std::ptrdiff_t small() const { return std::ptrdiff_t{1} * height * width * smallChannels; }
  std::ptrdiff_t big() const { return std::ptrdiff_t{1} * bigHeight * bigWidth * bigChannels; }
  std::ptrdiff_t weights() const {
    return std::ptrdiff_t{1} * kernel * kernel * bigChannels * smallChannels;
  }
  int cropHeight() const { return (kernel - strideHeight) / 2; }
  int cropWidth() const { return (kernel - strideWidth) / 2; }
};

/// A computation with some planes, stored one after another. Unneeded inputs and unwanted outputs
/// are null. It outputs either small or big planes, not both.
struct PlaneTask {
  int count = 0;
  const float* small = nullptr;  ///< in: for bigOut and learnt
  const float* big = nullptr;    ///< in: for smallOut and learnt
  float* smallOut = nullptr;     ///< set
  float* bigOut = nullptr;       ///< set
  float* learnt = nullptr;       ///< added to: big times small, as PlaneWeights::learn takes it
};

/// The weights of one convolution as its products take them; all workers share them.
class PlaneWeights {
 public:
  /// `needsBig`: whether anybody wants big planes to come out. Throws std::bad_alloc.
  PlaneWeights(const PlaneShape& shape, bool needsBig);
  const PlaneShape& shape() const { return shape_; }
  /// Takes new weights. They stay where they are until the next call.
  void take(const float* weights, const TrainingKernels& kernels);
  /// How long `learnt` is in a task.
  std::size_t learntSize() const { return learntSize_; }
  /// gradients += what was learnt, in the weights' own layout.
  void learn(const float* learnt, float* gradients, const TrainingKernels& kernels) const;

  /// Winograd's way is worth it: planes of many tiles.
  bool tiled() const { return columnTaps_ > 0; }
  int columnTaps() const { return columnTaps_; }
  int columnPoints() const { return columnTaps_ + 3; }
  int phases() const { return shape_.strideHeight * shape_.strideWidth; }
  /// [out of small: in = bigChannels * phases or taps][smallChannels], of one pair of points.
  const float* toSmall(int points) const { return toSmall_ + points * pairSize_; }
  const float* toBig(int points) const { return toBig_.data() + points * pairSize_; }

 private:
  template <class Work>
  void forTaps(Work&& work) const;

  PlaneShape shape_;
  int columnTaps_ = 0;  ///< 3 or 5; 0: not tiled
  std::ptrdiff_t pairSize_ = 0;
  std::size_t learntSize_ = 0;
  bool needsBig_;
  const float* toSmall_ = nullptr;
  std::vector<float> ownToSmall_, toBig_;
};

/// One worker's way of computing with them; it keeps the memory that this takes.
class PlaneWorker {
 public:
  explicit PlaneWorker(const TrainingKernels& kernels) : kernels_(&kernels) {}
  /// Throws std::bad_alloc.
  void run(const PlaneWeights& weights, const PlaneTask& task);

 private:
  struct Strips;
  void runTiles(const PlaneWeights& weights, const PlaneTask& task);
  void runStrips(const PlaneWeights& weights, const PlaneTask& task, const Strips& strips);
  void showSmall(const PlaneShape& shape, const PlaneTask& task, const Strips& strips);
  void collectSmall(const PlaneShape& shape, const PlaneTask& task, const Strips& strips);
  void showBig(const PlaneShape& shape, const PlaneTask& task, const Strips& strips);
  void multiply(const PlaneWeights& weights, const PlaneTask& task, const Strips& strips, int row);
  void runColumns(const PlaneWeights& weights, const PlaneTask& task);
  void gather(const PlaneShape& shape, const float* big, std::ptrdiff_t begin, int rows);
  void scatter(const PlaneShape& shape, std::ptrdiff_t begin, int rows, float* big) const;

  const TrainingKernels* kernels_;
  std::vector<float> small_, big_, smallPoints_, bigPoints_, edge_;
};

}  // namespace timbre::training
