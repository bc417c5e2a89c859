/// What a WaveNet's post-filter is fitted to, and how. No torch here.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/PostFilterWeights.h"

namespace timbre::model {

/// Frames of real notes: the network's input and its target. A frame takes about 2.3 kB, so the
/// largest set takes about 1.1 GB.
struct PostFilterExamples {
  static constexpr int kMostFrames = 500'000;
  /// Spectra are kept in steps of 1 / 4096 of a power of ten: 0.005 dB.
  static constexpr float kStep = 1.0f / 4096;

  int channels = 0;  ///< of the embedding
  int frames = 0;
  int heldBack = 0;  ///< the first frames, held out of the fit; their notes give no others
  std::vector<float> embeddings;      ///< [frames x 3 channels]: of the frame before, it, the next
  std::vector<std::uint8_t> pitch;    ///< [frames], MIDI, 0..127
  std::vector<std::int16_t> spectra;  ///< [frames x kPostFilterBins], log10, in kSteps
};

/// The tensors of postFilterTensors() by their names.
using PostFilterWeights = std::map<std::string, std::vector<float>>;

struct PostFilterRequest {
  WaveNetConfig config;
  int hidden = 384;
  std::int64_t steps = 0;  ///< 0: as long as `minutes` say
  double minutes = 5;
  double rate = 1e-3;  ///< at first; falls to 0 along half a cosine
  int batch = 256;     ///< frames per step
  std::uint64_t seed = 1;
  PostFilterWeights start;  ///< to continue from, of the same sizes; empty: a fresh network
  double reportSeconds = 15;
};

/// How far the network's spectra are from the true ones: root of the mean square over all bins.
struct PostFilterReport {
  std::int64_t step = 0;
  double seconds = 0;
  double fittedDb = 0;
  double heldBackDb = -1;   ///< negative: no frames are held back
  double secondsLeft = -1;  ///< negative: unknown
};

/// Called on the thread that fits.
class PostFilterObserver : public Progress {
 public:
  virtual void reported(const PostFilterReport& report) = 0;
};

/// Puts a post-filter into the weights file, which is replaced atomically; its other tensors and
/// its metadata stay as they are. Internal when it cannot be written.
Result<void> writePostFilter(const SafeTensors& file, const WaveNetConfig& config, int hidden,
                             const PostFilterWeights& weights);
/// The post-filter that the file holds, if it is one of this size.
Result<PostFilterWeights> readPostFilter(const SafeTensors& file, const WaveNetConfig& config,
                                         int hidden);

}  // namespace timbre::model
