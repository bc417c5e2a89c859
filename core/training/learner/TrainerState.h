/// The state of a Trainer. Needs LibTorch; private to Trainer.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <string>

#include "training/learner/GradientSource.h"
#include "training/learner/NormSchedule.h"
#include "training/learner/ParameterStore.h"
#include "training/learner/ProcessGroup.h"
#include "training/learner/Trainer.h"

namespace timbre::training {

/// Everything throws what LibTorch throws.
struct Trainer::State {
  model::ModelConfig config;
  TrainerOptions options;
  GradientSetup setup;
  std::int64_t steps = 0;
  NormSchedule norm;
  ParameterStore now;
  at::Tensor gradients;
  std::unique_ptr<ProcessGroup> together;  ///< null: alone
  std::unique_ptr<GradientSource> source;
  std::optional<ParameterStore> snapshot;
  std::int64_t rememberedSteps = 0;

  State(const model::ModelConfig& model, const TrainerOptions& wanted);
  const model::WaveNetConfig* waveNet() const { return std::get_if<model::WaveNetConfig>(&config); }
  const Specs& specs() const { return setup.specs; }
  at::Device device() const { return setup.device; }
  /// Before anything is computed: sums go over these processes.
  void join(std::unique_ptr<ProcessGroup> others);
  /// Starts with these weights and a reset optimiser.
  void begin(model::nets::Weights weights);
  model::nets::Weights fresh() const;
  /// The vectors of `now` have just been replaced.
  void bind();
  /// From the keys' own numbers to what one-hot pitches need (`fold`), or back; in copies.
  void spread(model::nets::Weights& weights, bool fold) const;
  double step(const Batch& batch, double rate);
  double measure(const Batch& batch);
  /// Identifies the recipe; a checkpoint can only be resumed with the same one.
  std::string recipe() const;

 private:
  double learn(const Batch& batch, std::optional<double> forget);
  double gradientNorm() const;
  void shareStatistics();
};

}  // namespace timbre::training
