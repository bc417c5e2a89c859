/// The door to LibTorch. Loading it costs half a second and 150 MB, so it sits in a module of its
/// own that is opened with dlopen when it is first needed, on a worker thread; nothing outside that
/// module links torch.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"
#include "model/TrainRequest.h"

namespace timbre::model {

/// A real sound that shows a network which activations occur.
struct CalibrationSound {
  audio::AudioClip clip;  ///< at the model's rate; a second or two are enough
  double pitch = -1;      ///< MIDI, for pitch-conditioned models
};

/// What the module exports. One instance per process, never destroyed; `load` and `train` may be
/// called from any thread, one call at a time.
class Engine {
 public:
  virtual ~Engine() = default;
  /// Reads the weights. `threads`: cores one call of the model may use (0: all).
  virtual Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) = 0;
  /// See TrainRequest.
  virtual Result<void> train(const TrainRequest& request, TrainingEars& ears) = 0;
  /// Finds the ranges a WaveNet's activations take on these sounds and writes them into its weights
  /// file, which from then on is played in bytes, several times faster. Unsupported for models that
  /// are not generated sample by sample.
  virtual Result<void> calibrate(const ModelCard& card, std::span<const CalibrationSound> sounds,
                                 Progress& progress) = 0;
};

/// Opens the module once; later calls give the same engine. Takes about a second the first time:
/// not on the GUI thread. Internal when the module or a library it needs is missing. Any thread.
Result<Engine*> openEngine();

}  // namespace timbre::model
