/// A decoder of any shape with random weights, and the slow, certain way to compute one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "sampler/MuLaw.h"
#include "sampler/Sampler.h"

namespace timbre::sampler {

inline Affine randomAffine(std::mt19937& random, int taps, int in, int out, double scale = 1.0) {
  // As the networks are initialised, but for biases: those are not zero, or nobody would miss them.
  std::uniform_real_distribution<float> weight(-1, 1);
  const auto bound = static_cast<float>(scale * std::sqrt(3.0 / (taps * in)));
  Affine a{taps, in, out, std::vector<float>(static_cast<std::size_t>(taps) * in * out),
           std::vector<float>(out)};
  for (float& w : a.weight) w = bound * weight(random);
  for (float& b : a.bias) b = 0.2f * weight(random);
  return a;
}

inline DecoderWeights randomDecoder(const DecoderShape& s, unsigned seed = 1) {
  std::mt19937 random(seed);
  DecoderWeights w;
  w.shape = s;
  w.startconv = randomAffine(random, 3, 1, s.width);
  w.skipStart = randomAffine(random, 1, s.width, s.skip);
  for (int i = 0; i < s.layers; ++i) {
    w.dilatedconv.push_back(randomAffine(random, 3, s.width, 2 * s.width));
    w.condMap.push_back(randomAffine(random, 1, s.condition, 2 * s.width));
    w.res.push_back(randomAffine(random, 1, s.width, s.width, 0.5));
    w.skipLayers.push_back(randomAffine(random, 1, s.width, s.skip, 0.4));
  }
  w.out1 = randomAffine(random, 1, s.skip, s.skip);
  w.condMapOut1 = randomAffine(random, 1, s.condition, s.skip);
  w.logits = randomAffine(random, 1, s.skip, 256, 2.0);
  return w;
}

inline std::vector<float> randomFrames(const DecoderShape& s, int frames, unsigned seed = 2) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> value(-2, 2);
  std::vector<float> numbers(static_cast<std::size_t>(frames) * s.condition);
  for (float& x : numbers) x = value(random);
  return numbers;
}

inline std::vector<int> randomClasses(int count, unsigned seed = 3) {
  std::mt19937 random(seed);
  std::vector<int> classes(count);
  for (int& c : classes) c = static_cast<int>(random() % 256);
  return classes;
}

inline std::span<const float> frameAt(const DecoderShape& s, const std::vector<float>& frames,
                                      int sample) {
  return std::span(frames).subspan(static_cast<std::size_t>(sample / s.hop) * s.condition,
                                   s.condition);
}

/// Teacher-forced logits, [sample][256] in one row.
inline std::vector<float> forcedLogits(Sampler& sampler, const DecoderShape& s,
                                       const std::vector<int>& classes,
                                       const std::vector<float>& frames) {
  std::vector<float> logits(classes.size() * 256);
  for (std::size_t t = 0; t < classes.size(); ++t)
    sampler.step(frameAt(s, frames, static_cast<int>(t)), std::span(logits).subspan(t * 256, 256),
                 classes[t]);
  return logits;
}

/// Samples `from` up to `count`; `slice`: how many are asked for at a time, as far as the frame
/// lasts.
inline std::vector<float> renderedFrom(Sampler& sampler, const DecoderShape& s,
                                       const std::vector<float>& frames, int from, int count,
                                       int slice) {
  std::vector<float> samples(count - from);
  for (int t = from; t < count;) {
    const int upTo = std::min({t + slice, (t / s.hop + 1) * s.hop, count});
    sampler.renderFrame(frameAt(s, frames, t), std::span(samples).subspan(t - from, upTo - t));
    t = upTo;
  }
  return samples;
}

inline std::vector<float> rendered(Sampler& sampler, const DecoderShape& s,
                                   const std::vector<float>& frames, int count, int slice) {
  return renderedFrom(sampler, s, frames, 0, count, slice);
}

/// Logits [count][256] of the whole network in double precision, layer by layer over all samples:
/// what is before the first sample of a layer's input is zero.
class Reference {
 public:
  using Signal = std::vector<std::vector<double>>;  ///< [sample][channel]

  static Signal logits(const DecoderWeights& w, const std::vector<int>& classes,
                       const std::vector<float>& frames) {
    const DecoderShape& s = w.shape;
    const std::size_t count = classes.size();
    Signal input(count, {0.0});
    for (std::size_t t = 1; t < count; ++t) input[t] = {double(scaledClass(classes[t - 1]))};
    Signal condition(count);
    for (std::size_t t = 0; t < count; ++t) {
      const auto frame = frameAt(s, frames, static_cast<int>(t));
      condition[t].assign(frame.begin(), frame.end());
    }
    Signal stream = convolved(w.startconv, input, 1);
    Signal sum = convolved(w.skipStart, stream, 1);
    for (int i = 0; i < s.layers; ++i) {
      Signal gate = convolved(w.dilatedconv[i], stream, 1 << (i % s.stages));
      add(gate, convolved(w.condMap[i], condition, 1));
      for (auto& channels : gate) {
        for (int c = 0; c < s.width; ++c)
          channels[c] = std::tanh(channels[s.width + c]) / (1 + std::exp(-channels[c]));
        channels.resize(s.width);
      }
      add(stream, convolved(w.res[i], gate, 1));
      add(sum, convolved(w.skipLayers[i], gate, 1));
    }
    Signal hidden = convolved(w.out1, rectified(std::move(sum)), 1);
    add(hidden, convolved(w.condMapOut1, condition, 1));
    return convolved(w.logits, rectified(std::move(hidden)), 1);
  }

 private:
  static Signal convolved(const Affine& a, const Signal& x, int dilation) {
    Signal y(x.size(), std::vector<double>(a.bias.begin(), a.bias.end()));
    for (std::size_t t = 0; t < x.size(); ++t) {
      for (int tap = 0; tap < a.taps; ++tap) {
        const long from = static_cast<long>(t) - static_cast<long>(a.taps - 1 - tap) * dilation;
        if (from < 0) continue;
        for (int in = 0; in < a.in; ++in) {
          const float* row = &a.weight[(static_cast<std::size_t>(tap) * a.in + in) * a.out];
          for (int out = 0; out < a.out; ++out) y[t][out] += x[from][in] * double(row[out]);
        }
      }
    }
    return y;
  }
  static void add(Signal& to, const Signal& what) {
    for (std::size_t t = 0; t < to.size(); ++t)
      for (std::size_t c = 0; c < to[t].size(); ++c) to[t][c] += what[t][c];
  }
  static Signal rectified(Signal x) {
    for (auto& channels : x)
      for (double& value : channels) value = value > 0 ? value : 0;
    return x;
  }
};

}  // namespace timbre::sampler
