/// The settings of a training run, and its reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/Progress.h"

namespace timbre::model {

/// Notes to train on.
struct TrainingSource {
  std::filesystem::path path;  ///< an NSynth-format folder or a training pack
  double share = 1;            ///< how often its notes are drawn, relative to the other sources'
};

/// What our own recipe adds to the paper's. Which of them help was measured:
/// assets/models/README.md.
struct RecipeOptions {
  bool pitch = true;            ///< neighbouring keys share what they learn of the pitch
  bool inputCorruption = true;  ///< noise and gaps in the input of the WaveNet's decoder
  bool spectralAux = true;      ///< auxiliary loss: a small network predicts the spectrum from the
                                ///< embedding; it is discarded afterwards
  bool quiet = true;            ///< its residual branches start at 0.3 of their scale
  bool attacks = true;          ///< a third of its crops hold the attack
  bool hold = true;      ///< the baseline's normalisation is measured after 700 steps, then held
  bool balance = false;  ///< every instrument family is drawn equally often
  double levelDb = 0;    ///< crops are up to this many dB louder or softer
  double cents = 0;      ///< and up to this many cents higher or lower
  int semitones = 0;  ///< and transposed by up to this many semitones, labelled with the new pitch
};

/// A run is a folder: config.json (how it was started), metrics.jsonl (one JSON object per
/// report), state.safetensors (the checkpoint to resume from), weights.safetensors (moving
/// averages; a model like any other).
struct TrainRequest {
  std::string config;  ///< JSON as in the weights file's metadata: "kind" and every size
  std::vector<TrainingSource> notes;
  std::filesystem::path
      run;  ///< made when absent; resumed when it holds a state of the same config
  std::filesystem::path init;  ///< weights to start from; empty: random ones
  std::int64_t steps = 0;      ///< stop after this many steps in total; 0: no limit
  double minutes = 0;          ///< stop after this much training time in this call; 0: no limit
  std::int64_t scheduleSteps =
      0;            ///< length of the learning-rate schedule; 0: the paper's (250,000 or 1,800,000)
  int batch = 0;    ///< 0: the model's default on this device
  int crop = 3072;  ///< WaveNet: samples per crop, a multiple of 512
  double rate = 0;  ///< peak learning rate; 0: the recipe's
  std::string recipe = "compact";  ///< "compact": ours, with additions; "paper": as published
  RecipeOptions recipeOptions;     ///< of the compact recipe
  std::uint64_t seed = 1;
  std::string device = "auto";     ///< "auto", "cpu" or "cuda"
  int threads = 0;                 ///< 0: all cores
  double reportSeconds = 15;       ///< between lines of metrics.jsonl
  double checkpointSeconds = 300;  ///< between checkpoints
};

/// One report, as metrics.jsonl holds it.
struct TrainReport {
  std::int64_t step = 0;
  double seconds = 0;        ///< of training, over all calls
  double loss = 0;           ///< moving mean: nats per sample, or weighted squared error
  double heldOut = -1;       ///< on pitches never trained on; negative: not measured this time
  double unseen = -1;        ///< on instruments never trained on; the same
  double rate = 0;           ///< learning rate
  double perSecond = 0;      ///< audio samples (WaveNet) or notes (baseline) per second
  double secondsLeft = -1;   ///< negative: unknown
  double peakMemoryMb = -1;  ///< the most this process has held so far; negative: unknown
  std::string remark;        ///< a sentence when something unusual happened; else empty
};

/// Called on the training thread.
class TrainingObserver : public Progress {
 public:
  virtual void reported(const TrainReport& report) = 0;
};

}  // namespace timbre::model
