#include "spectral/KernelBank.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <mutex>
#include <numbers>
#include <thread>

namespace timbre::spectral {

namespace {

using std::numbers::pi;

// A Hann window's spectrum falls with the cube of the distance; this many units of 1 / N_k from the
// centre it is 1 / (pi 215^3) = 3e-8 of its peak. Rows further away are left out.
constexpr double kReach = 215;
// Hops computed by one block beyond the longest kernel: a 4 s note at 16 kHz is one block.
constexpr int kBlockSamples = 64000;
constexpr double kLongestKernel = 1 << 21;
constexpr std::size_t kMostValues = std::size_t{1} << 25;  // four times what the defaults take

// The spectrum of a kernel's window at equally spaced frequencies. Seen from half a sample before
// its frame's centre the window is symmetric, so its spectrum is real: a sum of three Dirichlet
// kernels, whose sines are turned on step by step instead of being computed.
class HannSpectrum {
 public:
  explicit HannSpectrum(int taps) : taps_(taps), shift_(2 * pi / (taps + 1)) {}

  // At first, first + step, ... (radians per sample), times `scale`.
  void fill(double first, double step, double scale, float* out, int count) const {
    constexpr int kFreshEvery = 512;  // rounding grows with every turn
    for (int start = 0; start < count; start += kFreshEvery) {
      const int part = std::min(kFreshEvery, count - start);
      fillPart(first + step * start, step, scale, out + start, part);
    }
  }

 private:
  using Turn = std::complex<double>;

  double dirichlet(double numerator, double denominator) const {
    return std::abs(denominator) < 1e-9 ? taps_ : numerator / denominator;
  }

  void fillPart(double first, double step, double scale, float* out, int count) const {
    const Turn shiftWide = std::polar(1.0, taps_ * shift_ / 2);
    const Turn shiftNarrow = std::polar(1.0, shift_ / 2);
    const Turn stepWide = std::polar(1.0, taps_ * step / 2);
    const Turn stepNarrow = std::polar(1.0, step / 2);
    Turn wide = std::polar(1.0, taps_ * first / 2);
    Turn narrow = std::polar(1.0, first / 2);
    for (int i = 0; i < count; ++i) {
      const double a = wide.imag() * shiftWide.real(), b = wide.real() * shiftWide.imag();
      const double c = narrow.imag() * shiftNarrow.real(), d = narrow.real() * shiftNarrow.imag();
      const double value = 0.5 * dirichlet(wide.imag(), narrow.imag()) +
                           0.25 * (dirichlet(a - b, c - d) + dirichlet(a + b, c + d));
      out[i] = static_cast<float>(scale * value);
      wide = turned(wide, stepWide);
      narrow = turned(narrow, stepNarrow);
    }
  }

  // As operator*, without its care for infinities.
  static Turn turned(Turn a, Turn b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }

  int taps_;  // those that are not zero: an even number
  double shift_;
};

Result<void> checkParams(const ConstantQParams& params, SampleRate rate) {
  const auto within = [](auto value, auto low, auto high) { return value >= low && value <= high; };
  if (!within(params.bins, 1, 4096) || !within(params.binsPerOctave, 1, 480) ||
      !within(params.hop, 1, 65536) || !within(rate.hz, 1, 10'000'000) ||
      !within(params.lowest, 1e-3, 1e6) || !within(params.filterScale, 1e-3, 1e3)) {
    return fail(ErrorCode::Unsupported,
                "The picture's bins, hop or lowest frequency are out of range; use the defaults");
  }
  if (kernelLength(params, rate, 0) * frequencyOfBin(params, 0) < 4.0 * rate.hz) {
    return fail(ErrorCode::Unsupported,
                "The filters would be shorter than four periods; raise the filter scale or use "
                "more bins per octave");
  }
  if (kernelLength(params, rate, 0) > kLongestKernel) {
    return fail(ErrorCode::Unsupported,
                "The lowest bins would need more than two million samples each; raise the lowest "
                "frequency or use fewer bins per octave");
  }
  return {};
}

KernelBank layout(const ConstantQParams& params, SampleRate rate) {
  KernelBank bank;
  bank.hop = params.hop;
  bank.reach = static_cast<int>(std::floor(kernelLength(params, rate, 0) / 2));
  const int needed = 2 * bank.reach + 1 + kBlockSamples;
  bank.columns = nextFastSize((needed + params.hop - 1) / params.hop + 1);
  bank.fft = bank.columns * params.hop;
  bank.frames = (bank.fft - 2 * bank.reach - 1) / params.hop + 1;
  std::size_t total = 0;
  for (int bin = 0; bin < params.bins; ++bin) {
    KernelBank::Kernel kernel;
    kernel.offset = total;
    const double frequency = frequencyOfBin(params, bin);
    if (frequency < rate.hz / 2.0) {
      const double centre = frequency / rate.hz * bank.fft;
      const double width = kReach * bank.fft / kernelLength(params, rate, bin);
      const double first = std::floor((centre - width) / bank.columns);
      const double last = std::floor((centre + width) / bank.columns);
      kernel.rows = static_cast<int>(std::min<double>(last - first + 1, params.hop));
      const int start = kernel.rows == params.hop ? 0 : static_cast<int>(first);
      kernel.firstRow = (start + params.hop) % params.hop;
      total += static_cast<std::size_t>(kernel.rows) * bank.columns;
    }
    bank.kernels.push_back(kernel);
  }
  if (total <= kMostValues) bank.spectra.resize(total);
  return bank;
}

void fillKernel(KernelBank& bank, const ConstantQParams& params, SampleRate rate, int bin) {
  auto& kernel = bank.kernels[bin];
  const double length = kernelLength(params, rate, bin);
  const int half = static_cast<int>(std::floor(length / 2));
  const double sum = half + 0.5;  // of a periodic Hann window of 2 half + 1 samples, one of them 0
  const double centre = 2 * pi * frequencyOfBin(params, bin) / rate.hz;
  const double step = 2 * pi / bank.fft;
  kernel.turn = std::complex<float>(std::polar(1.0, centre / 2));
  const HannSpectrum spectrum(2 * half);
  for (int row = 0; row < kernel.rows; ++row) {
    const int from = (kernel.firstRow + row) % bank.hop * bank.columns;
    spectrum.fill(
        step * from - centre, step, std::sqrt(length) / sum / bank.fft,
        bank.spectra.data() + kernel.offset + static_cast<std::size_t>(row) * bank.columns,
        bank.columns);
  }
}

void fillDelay(KernelBank& bank) {
  for (int i = 0; i <= bank.fft / 2; ++i) {
    bank.delay.push_back(std::complex<float>(std::polar(1.0, -pi * i / bank.fft)));
  }
}

Result<std::shared_ptr<const KernelBank>> made(const ConstantQParams& params, SampleRate rate,
                                               Progress& progress) {
  auto bank = std::make_shared<KernelBank>(layout(params, rate));
  if (bank->spectra.empty() && bank->kernels.back().offset > 0) {
    return fail(
        ErrorCode::Unsupported,
        "The picture has too many bins at too fine a resolution; use fewer bins or a smaller hop");
  }
  for (int bin = 0; bin < params.bins; ++bin) {
    if (progress.cancelled()) return cancelled();
    fillKernel(*bank, params, rate, bin);
  }
  fillDelay(*bank);
  return bank;
}

struct Kept {
  ConstantQParams params;
  SampleRate rate;
  std::shared_ptr<const KernelBank> bank;
};

}  // namespace

Result<std::shared_ptr<const KernelBank>> kernelBank(const ConstantQParams& params, SampleRate rate,
                                                     Progress& progress) {
  static std::mutex mutex;
  static std::deque<Kept> kept;
  constexpr std::size_t kMostKept = 2;
  if (auto good = checkParams(params, rate); !good) return tl::unexpected(good.error());
  ConstantQParams key = params;
  key.edge = Edge::Zeros;
  std::unique_lock lock(mutex, std::defer_lock);
  while (!lock.try_lock()) {  // a tenth of a second at most, but the caller may have lost patience
    if (progress.cancelled()) return cancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  for (const Kept& one : kept) {
    if (one.params == key && one.rate == rate) return one.bank;
  }
  auto bank = made(key, rate, progress);
  if (!bank) return bank;
  if (kept.size() >= kMostKept) kept.pop_front();
  kept.push_back({key, rate, *bank});
  return bank;
}

}  // namespace timbre::spectral
