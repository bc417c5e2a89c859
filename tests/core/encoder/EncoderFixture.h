/// Encoders of random numbers, and the encoder as facts have it: layer after layer over the whole
/// sound, in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "encoder/Encoder.h"
#include "sampler/MuLaw.h"

namespace timbre::encoder {

inline Affine randomAffine(int taps, int in, int out, std::uint32_t& state) {
  const auto draw = [&state](double scale) {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(scale * (state / 2147483648.0 - 1));
  };
  Affine affine{taps, in, out, {}, {}};
  // As the networks begin: what comes out is as large as what goes in.
  for (int i = 0; i < taps * in * out; ++i)
    affine.weight.push_back(draw(std::sqrt(3.0 / (taps * in))));
  for (int i = 0; i < out; ++i) affine.bias.push_back(draw(0.1));
  return affine;
}

inline EncoderWeights randomEncoder(const EncoderShape& shape, std::uint32_t seed = 1) {
  EncoderWeights w;
  w.shape = shape;
  w.start = randomAffine(3, 1, shape.width, seed);
  for (int i = 0; i < shape.layers; ++i) {
    w.dilated.push_back(randomAffine(3, shape.width, shape.width, seed));
    w.res.push_back(randomAffine(1, shape.width, shape.width, seed));
    for (float& x : w.res.back().weight) x *= 0.3f;  // thirty of them are added up
  }
  w.bottleneck = randomAffine(1, shape.width, shape.z, seed);
  return w;
}

/// [time][channel].
using Rows = std::vector<std::vector<double>>;

inline Rows convolved(const Rows& x, const Affine& affine, int dilation) {
  Rows y(x.size());
  const auto length = static_cast<long>(x.size());
  for (long t = 0; t < length; ++t) {
    y[t].assign(affine.bias.begin(), affine.bias.end());
    for (int tap = 0; tap < affine.taps; ++tap) {
      const long from = affine.taps == 1 ? t : t + (tap - 1) * dilation;
      if (from < 0 || from >= length) continue;
      const float* w = affine.weight.data() + static_cast<long>(tap) * affine.in * affine.out;
      for (int in = 0; in < affine.in; ++in)
        for (int out = 0; out < affine.out; ++out) y[t][out] += x[from][in] * double{*w++};
    }
  }
  return y;
}

inline Rows rectified(Rows x) {
  for (auto& row : x)
    for (double& value : row) value = std::max(value, 0.0);
  return x;
}

/// [frames * z].
inline std::vector<float> plainlyEncoded(const EncoderWeights& w, std::span<const float> samples) {
  Rows x;
  const std::size_t whole = samples.size() / w.shape.hop * w.shape.hop;
  for (std::size_t i = 0; i < whole; ++i)
    x.push_back({double{sampler::scaledClass(sampler::muLawClass(samples[i]))}});
  Rows en = convolved(x, w.start, 1);
  for (int i = 0; i < w.shape.layers; ++i) {
    const Rows h = rectified(convolved(rectified(en), w.dilated[i], 1 << (i % w.shape.stages)));
    const Rows r = convolved(h, w.res[i], 1);
    for (std::size_t t = 0; t < en.size(); ++t)
      for (std::size_t c = 0; c < en[t].size(); ++c) en[t][c] += r[t][c];
  }
  std::vector<float> z;
  const Rows all = convolved(en, w.bottleneck, 1);
  for (std::size_t f = 0; f < whole / w.shape.hop; ++f)
    for (int c = 0; c < w.shape.z; ++c) {
      double sum = 0;
      for (int i = 0; i < w.shape.hop; ++i) sum += all[f * w.shape.hop + i][c];
      z.push_back(static_cast<float>(sum / w.shape.hop));
    }
  return z;
}

}  // namespace timbre::encoder
