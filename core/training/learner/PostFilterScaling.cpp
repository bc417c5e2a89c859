#include "training/learner/PostFilterScaling.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "training/cpu/SoftPitchEncoding.h"

namespace timbre::training {

using model::kPostFilterBins;
using model::PostFilterExamples;
using model::PostFilterWeights;

namespace {

constexpr double kSemitones = 0.7;
constexpr float kSum = 1.75f;             // the key itself counts about as much as a channel
constexpr double kLeastDeviation = 1e-6;  // a channel that never moves

const float* embeddingsOf(const PostFilterExamples& examples, int frame) {
  return examples.embeddings.data() + static_cast<std::ptrdiff_t>(frame) * 3 * examples.channels;
}

const std::int16_t* spectrumOf(const PostFilterExamples& examples, int frame) {
  return examples.spectra.data() + static_cast<std::ptrdiff_t>(frame) * kPostFilterBins;
}

}  // namespace

PostFilterScaling::PostFilterScaling(const PostFilterExamples& examples, bool pitchConditioned)
    : channels_(examples.channels) {
  const auto channels = static_cast<std::size_t>(channels_);
  std::vector<double> sum(channels), squares(channels), spectra(kPostFilterBins);
  for (int f = examples.heldBack; f < examples.frames; ++f) {
    const float* z = embeddingsOf(examples, f) + channels_;
    for (std::size_t c = 0; c < channels; ++c) sum[c] += static_cast<double>(z[c]);
    const std::int16_t* spectrum = spectrumOf(examples, f);
    for (std::size_t b = 0; b < kPostFilterBins; ++b) spectra[b] += spectrum[b];
  }
  const double count = examples.frames - examples.heldBack;
  for (int f = examples.heldBack; f < examples.frames; ++f) {
    const float* z = embeddingsOf(examples, f) + channels_;
    for (std::size_t c = 0; c < channels; ++c)
      squares[c] += std::pow(static_cast<double>(z[c]) - sum[c] / count, 2);
  }
  for (std::size_t c = 0; c < channels; ++c) {
    const double deviation = std::sqrt(squares[c] / count);
    mean_.push_back(static_cast<float>(sum[c] / count));
    deviation_.push_back(static_cast<float>(deviation > kLeastDeviation ? deviation : 1));
  }
  for (const double bin : spectra)
    spectrum_.push_back(static_cast<float>(bin / count) * PostFilterExamples::kStep);
  if (pitchConditioned) spread_ = softPitchEncoding(kSum, kSemitones);
}

void PostFilterScaling::read(const PostFilterExamples& examples, int frame, float* row) const {
  const float* z = embeddingsOf(examples, frame);
  for (int place = 0; place < 3; ++place)
    for (std::size_t c = 0; c < mean_.size(); ++c) *row++ = (*z++ - mean_[c]) / deviation_[c];
  if (!spread_.empty())
    std::copy_n(spread_.begin() + examples.pitch[static_cast<std::size_t>(frame)] * kKeys, kKeys,
                row);
}

void PostFilterScaling::spectrum(const PostFilterExamples& examples, int frame, float* row) const {
  const std::int16_t* spectrum = spectrumOf(examples, frame);
  for (std::size_t b = 0; b < kPostFilterBins; ++b)
    row[b] = static_cast<float>(spectrum[b]) * PostFilterExamples::kStep - spectrum_[b];
}

void PostFilterScaling::fold(PostFilterWeights& weights, int hidden) const {
  auto& table = weights.at("post_filter_1/W");
  auto& biases = weights.at("post_filter_1/biases");
  const auto n = static_cast<std::size_t>(hidden), z = mean_.size();
  for (std::size_t h = 0; h < n; ++h) {
    double bias = static_cast<double>(biases[h]);
    for (std::size_t i = 0; i < 3 * z; ++i) {
      float& weight = table[i * n + h];
      weight /= deviation_[i % z];
      bias -= static_cast<double>(mean_[i % z]) * static_cast<double>(weight);
    }
    biases[h] = static_cast<float>(bias);
  }
  if (!spread_.empty()) foldSpread(spread_, table.data() + 3 * z * n, hidden);
  auto& last = weights.at("post_filter_3/biases");
  for (std::size_t b = 0; b < last.size(); ++b) last[b] += spectrum_[b];
}

void PostFilterScaling::unfold(PostFilterWeights& weights, int hidden) const {
  auto& table = weights.at("post_filter_1/W");
  auto& biases = weights.at("post_filter_1/biases");
  const auto n = static_cast<std::size_t>(hidden), z = mean_.size();
  for (std::size_t h = 0; h < n; ++h) {
    double bias = static_cast<double>(biases[h]);
    for (std::size_t i = 0; i < 3 * z; ++i) {
      float& weight = table[i * n + h];
      bias += static_cast<double>(mean_[i % z]) * static_cast<double>(weight);
      weight *= deviation_[i % z];
    }
    biases[h] = static_cast<float>(bias);
  }
  if (!spread_.empty()) unfoldSpread(spread_, table.data() + 3 * z * n, hidden);
  auto& last = weights.at("post_filter_3/biases");
  for (std::size_t b = 0; b < last.size(); ++b) last[b] -= spectrum_[b];
}

}  // namespace timbre::training
