#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "bench/PitchSounds.h"

namespace timbre::bench {

constexpr double kPi = std::numbers::pi;

double Random::normal() {
  return std::sqrt(-2 * std::log(in(1e-9, 1))) * std::cos(2 * kPi * in(0, 1));
}

double peakOf(const Samples& samples) {
  float peak = 1e-9f;
  for (const float x : samples) peak = std::max(peak, std::abs(x));
  return peak;
}

double decibels(double db) {
  return std::pow(10, db / 20);
}

void addNoise(Samples& samples, Random& random, double level) {
  double before = 0;
  const double tilt = random.in(0, 0.95);
  for (float& x : samples) {
    before = tilt * before + (1 - tilt) * random.normal();
    x += static_cast<float>(level * before);
  }
}

namespace {

double hertz(double key) {
  return frequencyOf(MidiPitch(key));
}

struct Partial {
  double ratio, level, decay;
};

struct Motion {
  double vibrato = 0;  // semitones
  double scoop = 0;    // semitones below at the start
};

Samples played(const std::vector<Partial>& partials, double key, double seconds, Random& random,
               const Motion& motion = {}) {
  Samples samples(static_cast<std::size_t>(seconds * kModelRate.hz), 0.0f);
  std::vector<double> phases;
  for (std::size_t p = 0; p < partials.size(); ++p) phases.push_back(random.in(0, 2 * kPi));
  const double attack = random.in(0.002, 0.06);
  const double rate = random.in(4, 7);
  for (std::size_t t = 0; t < samples.size(); ++t) {
    const double at = static_cast<double>(t) / kModelRate.hz;
    const double bend =
        motion.vibrato * std::sin(2 * kPi * rate * at) - motion.scoop * std::exp(-at / 0.08);
    const double base = hertz(key + bend);
    double sum = 0;
    for (std::size_t p = 0; p < partials.size(); ++p) {
      const double f = base * partials[p].ratio;
      phases[p] += 2 * kPi * f / kModelRate.hz;
      if (f < 7800)
        sum += partials[p].level * std::exp(-at * partials[p].decay) * std::sin(phases[p]);
    }
    samples[t] = static_cast<float>(sum * std::min(1.0, at / attack));
  }
  return samples;
}

std::vector<Partial> harmonic(Random& random, const std::function<double(int)>& shape = {}) {
  const double slope = random.in(0.4, 2);
  const double decay = random.chance(0.5) ? random.in(0.5, 6) : 0;
  std::vector<Partial> partials;
  for (int n = 1; n <= 24; ++n) {
    const double level = std::pow(n, -slope) * std::pow(10, random.in(-0.3, 0.3));
    partials.push_back({double(n), level * (shape ? shape(n) : 1.0), decay * (1 + 0.1 * n)});
  }
  return partials;
}

std::vector<Partial> ofRatios(Random& random, std::initializer_list<double> ratios, double spread) {
  std::vector<Partial> partials;
  for (const double ratio : ratios)
    partials.push_back({ratio * (1 + random.in(-0.004, 0.004)), std::pow(10, random.in(-spread, 0)),
                        random.in(0.3, 1) * (1 + ratio)});
  return partials;
}

Samples bell(Random& random, double key) {
  auto partials = ofRatios(random, {0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.17, 5.43}, 1.0);
  for (std::size_t i = 0; i < 5; ++i) partials[i].level = std::pow(10, random.in(-0.6, 0));
  return played(partials, key, random.in(1, 4), random);
}

Samples bar(Random& random, double key) {
  auto partials = ofRatios(random, {1, random.chance(0.5) ? 3.95 : 2.76, 9.5, 5.4}, 1.5);
  partials.front().level = 1;
  return played(partials, key, random.in(0.5, 3), random);
}

Samples chord(Random& random) {
  const double root = random.in(40, 76);
  constexpr std::array<std::array<int, 3>, 6> kKinds{
      {{0, 4, 7}, {0, 3, 7}, {0, 5, 9}, {0, 6, 11}, {0, 3, 8}, {0, 2, 9}}};
  const auto& kind = kKinds[static_cast<std::size_t>(random.below(6))];
  const double seconds = random.in(0.8, 4);
  Samples sum(static_cast<std::size_t>(seconds * kModelRate.hz), 0.0f);
  const auto partials = harmonic(random);
  for (const int step : kind) {
    const double level = random.in(0.6, 1);
    const auto one = played(partials, std::round(root) + step, seconds, random);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<float>(level * one[i]);
  }
  return sum;
}

Samples kick(Random& random) {
  const double from = random.in(90, 400);
  const double to = random.in(38, 75);
  const double fall = random.in(0.01, 0.08);
  const double decay = random.in(0.05, 0.35);
  Samples samples(static_cast<std::size_t>(random.in(0.4, 3) * kModelRate.hz), 0.0f);
  const double click = random.in(0, 0.5);
  double phase = 0;
  for (std::size_t t = 0; t < samples.size(); ++t) {
    const double at = static_cast<double>(t) / kModelRate.hz;
    phase += 2 * kPi * (to + (from - to) * std::exp(-at / fall)) / kModelRate.hz;
    samples[t] = static_cast<float>(std::sin(phase) * std::exp(-at / decay) +
                                    click * random.normal() * std::exp(-at / 0.004));
  }
  return samples;
}

Samples snare(Random& random) {
  Samples samples(static_cast<std::size_t>(random.in(0.3, 3) * kModelRate.hz), 0.0f);
  const double body = random.in(140, 300);
  const double decay = random.in(0.04, 0.25);
  const double rattle = random.in(0.3, 2);
  for (std::size_t t = 0; t < samples.size(); ++t) {
    const double at = static_cast<double>(t) / kModelRate.hz;
    samples[t] = static_cast<float>(std::sin(2 * kPi * body * at) * std::exp(-at / (0.5 * decay)) +
                                    rattle * random.normal() * std::exp(-at / decay));
  }
  return samples;
}

Samples cymbal(Random& random) {
  std::vector<Partial> partials;
  const int count = 10 + random.below(30);
  for (int i = 0; i < count; ++i)
    partials.push_back({random.in(1, 20), random.in(0.1, 1), random.in(0.5, 4)});
  return played(partials, random.in(60, 84), random.in(0.5, 4), random);
}

Samples hum(Random& random, double key) {
  auto samples = played(harmonic(random), key, random.in(1, 4), random);
  const double peak = peakOf(samples);
  const double mains = random.chance(0.5) ? 50 : 60;
  const double level = peak * decibels(random.in(-24, -8));
  for (std::size_t t = 0; t < samples.size(); ++t)
    for (const int n : {1, 3, 2})
      samples[t] += static_cast<float>(
          level / n * std::sin(2 * kPi * mains * n * static_cast<double>(t) / kModelRate.hz));
  return samples;
}

/// A few neighbouring harmonics and nothing below: a small loudspeaker, or a filter that is steep.
Samples upperHarmonics(Random& random, double key) {
  constexpr double kLowestHeard = 3000;  // Hz: of the first that is there
  const int most = std::clamp(static_cast<int>(kLowestHeard / hertz(key)), 2, 6);
  const int first = 2 + random.below(most - 1);
  const int count = 4 + random.below(12);
  const double slope = random.in(0, 3);
  const double decay = random.chance(0.5) ? random.in(0.3, 4) : 0;
  std::vector<Partial> partials;
  for (int n = first; n < first + count; ++n)
    partials.push_back({double(n),
                        std::pow(double(n) / first, -slope) * std::pow(10, random.in(-0.2, 0.2)),
                        decay});
  return played(partials, key, random.in(1, 4), random);
}

struct Kind {
  const char* name;
  bool pitched;
  std::function<Samples(Random&, double)> make;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"plain", true, [](Random& r, double k) { return played(harmonic(r), k, r.in(1, 4), r); }},
      {"strong-harmonic", true,
       [](Random& r, double k) {
         const int strong = 2 + r.below(3);
         const double by = decibels(r.in(6, 26));
         return played(harmonic(r, [=](int n) { return n == strong ? by : 1.0; }), k, r.in(1, 4),
                       r);
       }},
      {"even-strong", true,
       [](Random& r, double k) {
         const double by = decibels(r.in(6, 22));
         return played(harmonic(r, [=](int n) { return n % 2 == 0 ? by : 1.0; }), k, r.in(1, 4), r);
       }},
      {"no-fundamental", true,
       [](Random& r, double k) {
         const int first = 2 + r.below(2);
         return played(harmonic(r, [=](int n) { return n < first ? 0.003 : std::sqrt(n); }), k,
                       r.in(1, 4), r);
       }},
      {"odd", true,
       [](Random& r, double k) {
         const double by = decibels(r.in(-60, -20));
         return played(harmonic(r, [=](int n) { return n % 2 == 0 ? by : 1.0; }), k, r.in(1, 4), r);
       }},
      {"sine", true,
       [](Random& r, double k) {
         const double by = decibels(r.in(-60, -25));
         return played(harmonic(r, [=](int n) { return n > 1 ? by : 1.0; }), k, r.in(0.5, 4), r);
       }},
      {"bell", true, [](Random& r, double k) { return bell(r, std::max(50.0, k)); }},
      {"bar", true, [](Random& r, double k) { return bar(r, std::max(45.0, k)); }},
      {"noisy", true,
       [](Random& r, double k) {
         auto samples = played(harmonic(r), k, r.in(1, 4), r);
         addNoise(samples, r, peakOf(samples) * decibels(r.in(-25, -3)));
         return samples;
       }},
      {"vibrato", true,
       [](Random& r, double k) {
         return played(harmonic(r), k, r.in(1, 4), r, {.vibrato = r.in(0.1, 0.6)});
       }},
      {"scoop", true,
       [](Random& r, double k) {
         return played(harmonic(r), k, r.in(1, 4), r, {.scoop = r.in(1, 4)});
       }},
      {"hum", true, hum},
      {"short", true,
       [](Random& r, double k) {
         return played(harmonic(r), k, std::max(r.in(0.03, 0.25), 5 / hertz(k)), r);
       }},
      {"telephone", true,
       [](Random& r, double k) {
         return played(harmonic(r,
                                [=](int n) {
                                  const double f = n * hertz(k);
                                  return f < 300 || f > 3400 ? 0.02 : std::sqrt(double(n));
                                }),
                       k, r.in(1, 4), r);
       }},
      {"distorted", true,
       [](Random& r, double k) {
         auto samples = played(harmonic(r), k, r.in(1, 4), r);
         const double drive = decibels(r.in(6, 30)) / peakOf(samples);
         for (float& x : samples) x = static_cast<float>(std::tanh(drive * x));
         return samples;
       }},
      {"octaves", true,
       [](Random& r, double k) {
         const double seconds = r.in(1, 4);
         auto samples = played(harmonic(r), k, seconds, r);
         const auto upper = played(harmonic(r), k + 12, seconds, r);
         const double level = decibels(r.in(-6, 2));
         for (std::size_t i = 0; i < samples.size(); ++i)
           samples[i] += static_cast<float>(level * upper[i]);
         return samples;
       }},
      {"chord", false, [](Random& r, double) { return chord(r); }},
      {"chord", false, [](Random& r, double) { return chord(r); }},
      {"hiss", false,
       [](Random& r, double) {
         Samples samples(static_cast<std::size_t>(r.in(0.5, 4) * kModelRate.hz), 0.0f);
         addNoise(samples, r, 1);
         return samples;
       }},
      {"kick", false, [](Random& r, double) { return kick(r); }},
      {"kick", false, [](Random& r, double) { return kick(r); }},
      {"snare", false, [](Random& r, double) { return snare(r); }},
      {"cymbal", false, [](Random& r, double) { return cymbal(r); }},
      {"upper-harmonics", true,
       [](Random& r, double k) { return upperHarmonics(r, std::min(84.0, k)); }},
  };
  return all;
}

}  // namespace

std::vector<Sound> madeSounds(int ofEach) {
  std::vector<Sound> sounds;
  for (std::size_t kind = 0; kind < kinds().size(); ++kind)
    for (int i = 0; i < ofEach; ++i) {
      Random random(static_cast<unsigned>(1000 * kind + static_cast<unsigned>(i) + 1));
      const double off = random.chance(0.3) ? random.in(-0.3, 0.3) : 0;
      const double key = std::round(random.in(21.5, 108.4)) + off;
      Samples samples = kinds()[kind].make(random, key);
      const bool upper = kinds()[kind].name == std::string("upper-harmonics");
      addNoise(samples, random, peakOf(samples) * decibels(random.in(upper ? -120 : -90, -45)));
      double truth = kNoPitch;
      if (kinds()[kind].pitched) truth = key;
      if (kinds()[kind].name == std::string("bell")) truth = std::max(50.0, key);
      if (upper) truth = std::min(84.0, key);
      if (kinds()[kind].name == std::string("bar")) truth = std::max(45.0, key);
      sounds.push_back({std::string("made-") + kinds()[kind].name,
                        std::to_string(i),
                        i % 2,
                        truth,
                        {std::move(samples), kModelRate}});
    }
  return sounds;
}

}  // namespace timbre::bench
