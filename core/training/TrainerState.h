/// What a Learner is made of. Needs LibTorch; for this room's Learner alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "model/nets/BaselineNet.h"
#include "model/nets/WaveNet.h"
#include "training/CpuBaseline.h"
#include "training/CpuDataParallel.h"
#include "training/GradientBuckets.h"
#include "training/ParameterStore.h"
#include "training/ProcessGroup.h"
#include "training/Trainer.h"

namespace timbre::training {

/// Everything throws what LibTorch throws.
struct Trainer::State {
  using Net = std::variant<model::nets::WaveNet, model::nets::BaselineNet>;

  model::ModelConfig config;
  TrainerOptions options;
  Specs specs;  ///< the model's tensors, then the hint's
  at::Device device{at::kCPU};
  std::int64_t steps = 0;
  std::int64_t holdAfter = -1;  ///< steps until the normalisation is held; negative: never
  ParameterStore now;
  at::Tensor gradients, pitchRows;  ///< pitchRows: [128, 128], undefined where none is told
  std::optional<Net> net, averageNet;
  std::unique_ptr<ProcessGroup> together;  ///< null: alone
  std::unique_ptr<GradientBuckets> buckets;
  std::unique_ptr<CpuDataParallel> dataParallel;  ///< the WaveNet's
  std::unique_ptr<CpuBaseline> pictureTeacher;    ///< the baseline's; both null: LibTorch computes
  std::optional<ParameterStore> snapshot;
  std::int64_t rememberedSteps = 0;

  State(const model::ModelConfig& model, const TrainerOptions& wanted);
  const model::WaveNetConfig* waveNet() const { return std::get_if<model::WaveNetConfig>(&config); }
  /// Begins with these weights, and nothing learnt.
  void begin(model::nets::Weights weights);
  model::nets::Weights fresh() const;
  /// Names the tensors in `now`, whose vectors have just been replaced.
  void bind();
  /// From the keys' own numbers to what one-hot pitches need (`fold`), or back; in copies.
  void spread(model::nets::Weights& weights, bool fold) const;
  double step(const Batch& batch, double rate);
  double measure(const Batch& batch);
  /// What a state can only be gone on from with.
  std::string recipe() const;

 private:
  bool usesSpectralAux() const { return waveNet() && options.recipeOptions.spectralAux; }
  Net netOf(const model::nets::Weights& weights) const;
  at::Tensor spectra(const Batch& batch) const;
  at::Tensor loss(const Net& with, const Batch& batch) const;
  BatchInputs inputsOf(const at::Tensor& weights) const;
  double learn(const Batch& batch);
  at::Tensor pictures(const Batch& batch) const;
  double teach(const Batch& batch);
  double teachPictures(const Batch& batch, const at::Tensor& weights, bool learns);
  double differentiate(const Batch& batch);
  /// How much of the normalisation's statistics the next batch replaces; nothing: they are held.
  std::optional<double> forgets() const;
  void normalise();
  void shareStatistics();
};

}  // namespace timbre::training
