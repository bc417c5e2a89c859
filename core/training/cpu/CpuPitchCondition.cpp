#include "training/cpu/CpuPitchCondition.h"

#include <algorithm>
#include <array>

#include "training/cpu/SoftPitchEncoding.h"

namespace timbre::training {

const float* CpuPitchCondition::forward(const BaselinePart& part, const float* z) {
  const auto size = static_cast<std::size_t>(part.count) * static_cast<std::size_t>(condition_);
  if (out_.size() < size) out_.resize(size);
  for (int n = 0; n < part.count; ++n) {
    float* const to = out_.data() + std::ptrdiff_t{1} * n * condition_;
    std::copy_n(z + std::ptrdiff_t{1} * n * z_, z_, to);
    if (table_) add(part, n, to + z_);
  }
  return out_.data();
}

void CpuPitchCondition::add(const BaselinePart& part, int note, float* to) const {
  const float* const table = part.inputs->weights + *table_;
  const auto key = part.inputs->pitch[part.first + note];
  if (part.inputs->pitchRows.empty()) {
    std::copy_n(table + key * kKeys, kKeys, to);
    return;
  }
  std::fill_n(to, kKeys, 0.0f);
  std::array<const float*, kKeys> rows{};
  for (int k = 0; k < kKeys; ++k) rows[static_cast<std::size_t>(k)] = table + k * kKeys;
  kernels_.pictures.combine(rows.data(), part.inputs->pitchRows.data() + key * kKeys, kKeys, to,
                            kKeys);
}

void CpuPitchCondition::learn(const BaselinePart& part, int note, const float* gradient) const {
  float* const table = part.gradients + *table_;
  const auto key = part.inputs->pitch[part.first + note];
  const float one = 1;
  if (part.inputs->pitchRows.empty())
    kernels_.pictures.combine(&gradient, &one, 1, table + key * kKeys, kKeys);
  for (int k = 0; k < kKeys && !part.inputs->pitchRows.empty(); ++k)
    kernels_.pictures.combine(&gradient, part.inputs->pitchRows.data() + key * kKeys + k, 1,
                              table + k * kKeys, kKeys);
}

void CpuPitchCondition::backward(const BaselinePart& part, float* gradient) const {
  for (int n = 0; n < part.count; ++n) {
    const float* const from = gradient + std::ptrdiff_t{1} * n * condition_;
    if (table_) learn(part, n, from + z_);
    std::copy_n(from, z_, gradient + std::ptrdiff_t{1} * n * z_);
  }
}

}  // namespace timbre::training
