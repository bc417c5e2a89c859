/// Single numbers of a sound's spectrum, by sums over its samples.
#pragma once

#include <cmath>
#include <complex>
#include <numbers>
#include <span>

namespace timbre::test {

/// The sound against a sine of `hertz` under a Hann window: its amplitude and phase there.
inline std::complex<double> toneAt(std::span<const float> x, double hertz, double rate) {
  std::complex<double> sum = 0;
  double window = 0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w =
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / n);
    sum +=
        w * x[i] * std::polar(1.0, -2 * std::numbers::pi * hertz * static_cast<double>(i) / rate);
    window += w;
  }
  return 2.0 * sum / window;
}

/// The frequency near `hertz` at which the tone is strongest, to a thousandth of a cent.
inline double strongestNear(std::span<const float> x, double hertz, double rate, double cents) {
  double low = hertz * std::exp2(-cents / 1200), high = hertz * std::exp2(cents / 1200);
  const double golden = (std::sqrt(5.0) - 1) / 2;
  while (high / low > 1 + 1e-6) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    if (std::abs(toneAt(x, a, rate)) > std::abs(toneAt(x, b, rate)))
      high = b;
    else
      low = a;
  }
  return (low + high) / 2;
}

inline double levelDb(double amplitude) {
  return 20 * std::log10(amplitude);
}

}  // namespace timbre::test
