/// A model in training: its weights, Adam's moments, the moving averages. The header does not
/// include LibTorch.
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
  bool paper = false;                       ///< Adam as published; else AdamW with faster averages
  model::RecipeOptions recipeOptions = {};  ///< all off for the paper's
  std::string device = "auto";              ///< "auto", "cpu" or "cuda"
  int threads = 0;                          ///< 0: all cores
  ProcessRank process = {};                 ///< several processes: waits for the others
  bool plain = false;  ///< LibTorch's operations on the CPU too, to compare with
};

/// One thread at a time. Nothing is thrown: what LibTorch throws becomes Internal.
class Trainer {
 public:
  /// Random weights. Unsupported when the device is absent, BadFormat for an unknown device name.
  static Result<std::unique_ptr<Trainer>> create(const model::ModelConfig& config,
                                                 const TrainerOptions& options);
  ~Trainer();

  bool onGpu() const;
  /// Steps taken since the start.
  std::int64_t steps() const;

  /// Starts from the weights of a model of the same kind; where a layer is wider now, the old part
  /// comes first. Resets the optimiser; keeps a baseline's normalisation unchanged.
  /// BadFormat, NotFound.
  Result<void> startFrom(const std::filesystem::path& weights);

  /// One step of Adam with gradients clipped to norm 1; the loss before it. When the loss or a
  /// gradient is not finite nothing is changed and the result is NaN. Batches for the baseline hold
  /// whole notes.
  Result<double> step(const Batch& batch, double rate);
  /// The loss of the moving averages; changes nothing.
  Result<double> lossOf(const Batch& batch);

  /// With several processes: copies everything from rank 0, `numbers` too. Fails when a process has
  /// ended, as step() does.
  Result<void> share(std::span<double> numbers);
  /// Replaces `numbers` by their means over all processes.
  Result<void> mean(std::span<double> numbers);

  /// Takes a snapshot in memory; restoreSnapshot() returns to it.
  Result<void> takeSnapshot();
  Result<void> restoreSnapshot();

  /// Writes the checkpoint, with `more` as the file's metadata; atomically.
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
