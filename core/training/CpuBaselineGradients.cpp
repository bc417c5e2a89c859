#include "training/CpuBaselineGradients.h"

#include <ATen/ATen.h>

#include "training/BatchTensors.h"

namespace timbre::training {

CpuBaselineGradients::CpuBaselineGradients(const GradientSetup& setup)
    : setup_(setup), kernels_(std::get<model::BaselineConfig>(setup.config), setup.threads) {}

void CpuBaselineGradients::bind(const Vectors& vectors, const at::Tensor& gradients) {
  vectors_ = &vectors;
  gradients_ = gradients;
}

/// With what is the same whether or not anything is learnt.
double CpuBaselineGradients::run(const Batch& batch, BaselineLesson lesson) {
  const at::Tensor seen = picturesOf(batch, setup_.device);
  lesson.count = batch.count;
  lesson.pictures = seen.data_ptr<float>();
  lesson.pitch = batch.pitch.data();
  if (setup_.pitchRows.defined())
    lesson.pitchRows = {setup_.pitchRows.data_ptr<float>(),
                        static_cast<std::size_t>(setup_.pitchRows.numel())};
  return kernels_.run(lesson);
}

double CpuBaselineGradients::learn(const Batch& batch, std::optional<double> forget) {
  BaselineLesson lesson;
  lesson.weights = vectors_->weights.data_ptr<float>();
  lesson.gradients = gradients_.data_ptr<float>();
  if (forget) {
    lesson.statistics = vectors_->weights.data_ptr<float>();
    lesson.forget = *forget;
  }
  const double loss = run(batch, lesson);
  if (setup_.together) setup_.together->beginMean(gradients_);
  return loss;
}

double CpuBaselineGradients::measure(const Batch& batch) {
  BaselineLesson lesson;
  lesson.weights = vectors_->averages.data_ptr<float>();
  return run(batch, lesson);
}

}  // namespace timbre::training
