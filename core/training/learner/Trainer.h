/// A model that learns: its weights, Adam's moments, the moving averages. LibTorch is behind it,
/// not in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/ProcessRank.h"
#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/TrainRequest.h"
#include "training/data/Crops.h"

namespace timbre::training {

struct TrainerOptions {
  std::uint64_t seed = 1;
  bool paper = false;                       ///< Adam as published; else AdamW and a shorter memory
  model::RecipeOptions recipeOptions = {};  ///< all off for the paper's
  std::string device = "auto";              ///< "auto", "cpu" or "cuda"
  int threads = 0;                          ///< 0: all cores
  ProcessRank process = {};                 ///< several processes: waits for the others
  bool plain = false;  ///< LibTorch's operations on the CPU too, to compare with
};

/// One thread at a time. Nothing is thrown: what LibTorch throws becomes Internal.
class Trainer {
 public:
  /// Fresh weights. Unsupported when the device is not there, BadFormat for one of an unknown name.
  static Result<std::unique_ptr<Trainer>> create(const model::ModelConfig& config,
                                                 const TrainerOptions& options);
  ~Trainer();

  bool onGpu() const;
  /// Steps taken since the weights were fresh.
  std::int64_t steps() const;

  /// Weights of a model of the same kind to begin with; where a layer is wider now, the old part
  /// comes first. The optimiser begins anew; a baseline's normalisation is held as it is.
  /// BadFormat, NotFound.
  Result<void> startFrom(const std::filesystem::path& weights);

  /// One step of Adam with gradients clipped to norm 1; the loss before it. When the loss or a
  /// gradient is not finite nothing is changed and the result is NaN. Batches for the baseline hold
  /// whole notes.
  Result<double> step(const Batch& batch, double rate);
  /// The loss of the moving averages; nothing is learnt.
  Result<double> lossOf(const Batch& batch);

  /// With several processes: everything as rank 0 has it, and `numbers` too. Fails when one is
  /// gone, as step() does.
  Result<void> share(std::span<double> numbers);
  /// Replaces `numbers` by their means over all processes.
  Result<void> mean(std::span<double> numbers);

  /// Remembers everything; restoreSnapshot() returns there.
  Result<void> takeSnapshot();
  Result<void> restoreSnapshot();

  /// Everything that going on exactly needs, with `more` as the file's metadata; atomically.
  Result<void> save(const std::filesystem::path& state,
                    const std::map<std::string, std::string>& more);
  /// The metadata, when the state is of this configuration; BadFormat otherwise, and when it is
  /// damaged.
  Result<std::map<std::string, std::string>> load(const std::filesystem::path& state);
  /// The moving averages as a model that the program can load; atomically.
  Result<void> writeModel(const std::filesystem::path& weights,
                          const std::map<std::string, std::string>& metadata);

 private:
  struct State;
  explicit Trainer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace timbre::training
