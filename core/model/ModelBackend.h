/// Access to LibTorch. Loading it takes half a second and 150 MB, so it is in a separate module
/// that a worker thread opens with dlopen when it is first needed. Nothing outside that module
/// links torch.
#pragma once

#include <memory>

#include "base/Progress.h"
#include "base/Result.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"
#include "model/ModelConfig.h"
#include "model/PostFilterRequest.h"
#include "model/TrainRequest.h"

namespace timbre::model {

/// What LibTorch makes of a WaveNet decoder sample by sample, on one core, in samples per second of
/// this core's time: what our own sampler is compared with.
struct PortSpeed {
  double natural = 0;  ///< one convolution per layer over its three taps, the obvious code
  double tuned = 0;    ///< products of matrices that were transposed before, the fewest calls
};

/// What the module exports. One instance per process, never destroyed; `load`, `train` and
/// `fitPostFilter` may be called from any thread, one call at a time.
class ModelBackend {
 public:
  virtual ~ModelBackend() = default;
  /// Reads the weights. `threads`: cores one call of the model may use (0: all).
  virtual Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) = 0;
  /// Loads what the functions below need; otherwise they load it themselves. Call it before long
  /// preparations, to find out early whether the functions can run at all.
  virtual Result<void> prepare() { return {}; }
  /// See TrainRequest.
  virtual Result<void> train(const TrainRequest& request, TrainingObserver& observer) = 0;
  /// Fits a post-filter; what comes back takes embeddings and pitches as they are. With `steps` the
  /// same request gives the same numbers on the same processor. Takes one core. BadFormat for a
  /// request or examples that make no sense, Internal when the error grows beyond all numbers.
  /// Cancellable.
  virtual Result<PostFilterWeights> fitPostFilter(const PostFilterRequest& request,
                                                  const PostFilterExamples& examples,
                                                  PostFilterObserver& observer);
  /// About `seconds` for each, with random weights. Cancellable. Not a benchmark for developers:
  /// the study of costs and `timbre bench` answer on the reader's machine what the sampler gains.
  virtual Result<PortSpeed> portSpeed(const WaveNetConfig& config, double seconds,
                                      const Progress& progress);
  /// Seconds by the wall that LibTorch takes to encode a 4 s note on `threads` cores, with random
  /// weights: the quickest of about `seconds`. Cancellable between two of them.
  virtual Result<double> encoderPort(const WaveNetConfig& config, int threads, double seconds,
                                     const Progress& progress);
};

/// For the table of models and defaultBackend() alone, the one way to everything here. Opens the
/// module once; later calls give the same engine. Takes about a second the first time:
/// not on the GUI thread. Internal when the module or a library it needs is missing. Any thread.
Result<ModelBackend*> openTorchBackend();

}  // namespace timbre::model
