/// What a training run is told and what it says.
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
  bool inputCorruption = true;  ///< noise and holes in what the WaveNet's decoder hears
  bool spectralAux = true;  ///< its embedding must tell the spectrum to a small network, not kept
  bool quiet = true;        ///< its residual branches begin at 0.3 of their scale
  bool attacks = true;      ///< a third of its crops hold the attack
  bool hold = true;         ///< the baseline's normalisation is measured after 700 steps, then held
  bool balance = false;     ///< every instrument family is drawn equally often
  double levelDb = 0;       ///< crops louder or softer by up to so much
  double cents = 0;         ///< and higher or lower by up to so much
  int semitones = 0;  ///< and by up to so many whole ones, as notes of the pitch they then have
};

/// A run is a folder: config.json (how it was started), metrics.jsonl (one JSON object a report),
/// state.safetensors (to go on from), weights.safetensors (moving averages; a model like any
/// other).
struct TrainRequest {
  std::string config;  ///< JSON as in the weights file's metadata: "kind" and every size
  std::vector<TrainingSource> notes;
  std::filesystem::path
      run;  ///< made when absent; resumed when it holds a state of the same config
  std::filesystem::path init;  ///< weights to start from; empty: fresh ones
  std::int64_t steps = 0;      ///< stop after so many steps in all; 0: no limit
  double minutes = 0;          ///< stop after so much training time in this call; 0: no limit
  std::int64_t scheduleSteps =
      0;            ///< length of the learning-rate schedule; 0: the paper's (250,000 or 1,800,000)
  int batch = 0;    ///< 0: the model's default on this device
  int crop = 3072;  ///< WaveNet: samples a crop, a multiple of 512
  double rate = 0;  ///< peak learning rate; 0: the recipe's
  std::string recipe = "compact";  ///< "compact": ours, with tricks; "paper": as published
  RecipeOptions recipeOptions;     ///< of the compact recipe
  std::uint64_t seed = 1;
  std::string device = "auto";     ///< "auto", "cpu" or "cuda"
  int threads = 0;                 ///< 0: all cores
  double reportSeconds = 15;       ///< between lines of metrics.jsonl
  double checkpointSeconds = 300;  ///< between states on disk
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
  std::string remark;  ///< a sentence, when something out of the ordinary happened; else empty
};

/// Called on the training thread.
class TrainingObserver : public Progress {
 public:
  virtual void reported(const TrainReport& report) = 0;
};

}  // namespace timbre::model
