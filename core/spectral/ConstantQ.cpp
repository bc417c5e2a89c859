#include "spectral/ConstantQ.h"

#include <algorithm>
#include <cmath>

#include "spectral/ExceptionText.h"
#include "spectral/Fft.h"
#include "spectral/KernelBank.h"
#include "spectral/Padding.h"

namespace timbre::spectral {

namespace {

constexpr std::size_t kMostCells = std::size_t{1} << 31;

// As operator*, without its care for infinities.
std::complex<float> product(std::complex<float> a, std::complex<float> b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// One block's work: samples in, a row of cells per bin out. Buffers live as long as the job.
class BlockTransform {
 public:
  explicit BlockTransform(std::shared_ptr<const KernelBank> bank)
      : bank_(std::move(bank)),
        forward_(RealFft::of(bank_->fft)),
        inverse_(ComplexInverseFft::of(bank_->columns)),
        samples_(bank_->fft),
        half_(bank_->fft / 2 + 1),
        real_(bank_->fft),
        imaginary_(bank_->fft),
        sumReal_(bank_->columns),
        sumImaginary_(bank_->columns),
        folded_(bank_->columns),
        frames_(bank_->columns) {}

  // Frame 0 of the block is centred on sample `centre` of the sound.
  void load(std::span<const float> sound, std::int64_t centre, Edge edge) {
    const auto count = static_cast<std::int64_t>(sound.size());
    const auto sampleAt = [&](std::int64_t at) {
      if (at >= 0 && at < count) return sound[at];
      return edge == Edge::Mirror ? sound[mirrored(at, count)] : 0.0f;
    };
    // What lies before the centre stands at the end, where a circular transform looks for it.
    const int before = bank_->reach;
    for (int i = 0; i < bank_->fft - before; ++i) samples_[i] = sampleAt(centre + i);
    for (int i = 1; i <= before; ++i) samples_[bank_->fft - i] = sampleAt(centre - i);
    forward_->forward(samples_.data(), half_.data());
    spread();
  }

  // The bin at every hop-th sample from the block's first frame on.
  std::span<const std::complex<float>> bin(int index) {
    const auto& kernel = bank_->kernels[index];
    std::fill(sumReal_.begin(), sumReal_.end(), 0.0f);
    std::fill(sumImaginary_.begin(), sumImaginary_.end(), 0.0f);
    for (int row = 0; row < kernel.rows; ++row) addRow(kernel, row);
    for (int i = 0; i < bank_->columns; ++i) {
      folded_[i] = product({sumReal_[i], sumImaginary_[i]}, kernel.turn);
    }
    inverse_->inverse(folded_.data(), frames_.data());
    return frames_;
  }

 private:
  // The whole circle of frequencies, half a sample later, real and imaginary parts apart so that
  // the sums below run in vectors.
  void spread() {
    const int size = bank_->fft;
    for (int i = 0; i <= size / 2; ++i) {
      const auto value = product(half_[i], bank_->delay[i]);
      real_[i] = value.real();
      imaginary_[i] = value.imag();
    }
    for (int i = size / 2 + 1; i < size; ++i) {  // half a sample turns the sign: -conj
      real_[i] = -real_[size - i];
      imaginary_[i] = imaginary_[size - i];
    }
  }

  void addRow(const KernelBank::Kernel& kernel, int row) {
    const int columns = bank_->columns;
    const auto width = static_cast<std::size_t>(columns);
    const std::size_t from = (kernel.firstRow + row) % bank_->hop * width;
    const float* __restrict weight = bank_->spectra.data() + kernel.offset + row * width;
    const float* __restrict re = real_.data() + from;
    const float* __restrict im = imaginary_.data() + from;
    float* __restrict sumRe = sumReal_.data();
    float* __restrict sumIm = sumImaginary_.data();
    for (int i = 0; i < columns; ++i) {
      sumRe[i] += weight[i] * re[i];
      sumIm[i] += weight[i] * im[i];
    }
  }

  std::shared_ptr<const KernelBank> bank_;
  std::shared_ptr<const RealFft> forward_;
  std::shared_ptr<const ComplexInverseFft> inverse_;
  Aligned<float> samples_;
  Aligned<std::complex<float>> half_;
  Aligned<float> real_, imaginary_, sumReal_, sumImaginary_;
  Aligned<std::complex<float>> folded_, frames_;
};

Result<void> fillCells(const audio::AudioClip& clip, const std::shared_ptr<const KernelBank>& bank,
                       ConstantQ& result, Progress& progress) {
  BlockTransform transform(bank);
  constexpr int kBinsPerLook = 16;  // below a millisecond of work
  for (int first = 0; first < result.frames; first += bank->frames) {
    if (progress.cancelled()) return cancelled();
    transform.load(clip.samples(), std::int64_t{first} * bank->hop, result.params.edge);
    const int count = std::min(bank->frames, result.frames - first);
    for (int bin = 0; bin < result.bins; ++bin) {
      if (bin % kBinsPerLook == 0 && progress.cancelled()) return cancelled();
      if (bank->kernels[bin].rows == 0) continue;
      const auto frames = transform.bin(bin);
      std::copy_n(frames.begin(), count,
                  result.cells.begin() + static_cast<std::size_t>(bin) * result.frames + first);
    }
    progress.advanced(static_cast<double>(first + count) / result.frames);
  }
  return {};
}

Result<ConstantQ> transformed(const audio::AudioClip& clip, const ConstantQParams& params,
                              Progress& progress) {
  const auto samples = clip.samples();
  if (samples.empty()) return fail(ErrorCode::BadFormat, "The sound is empty; choose another one");
  if (!std::all_of(samples.begin(), samples.end(), [](float x) { return std::isfinite(x); })) {
    return fail(ErrorCode::BadFormat,
                "The sound holds samples that are not numbers; write it again as 16-bit");
  }
  auto bank = kernelBank(params, clip.rate(), progress);
  if (!bank) return tl::unexpected(bank.error());
  const std::size_t frames = 1 + samples.size() / params.hop;
  if (frames > kMostCells / params.bins) {
    return fail(ErrorCode::Unsupported, "The sound is too long for one picture; cut it");
  }
  ConstantQ result{params, clip.rate(), params.bins, static_cast<int>(frames), {}};
  result.cells.resize(frames * params.bins);
  auto filled = fillCells(clip, *bank, result, progress);
  if (!filled) return tl::unexpected(filled.error());
  return result;
}

}  // namespace

ConstantQParams originalConstantQ() {
  ConstantQParams params;
  params.edge = Edge::Mirror;
  params.bandwidth = Bandwidth::Upward;
  return params;
}

double frequencyOfBin(const ConstantQParams& params, double bin) {
  return params.lowest * std::exp2(bin / params.binsPerOctave);
}

double binOfFrequency(const ConstantQParams& params, double hertz) {
  return params.binsPerOctave * std::log2(hertz / params.lowest);
}

double kernelLength(const ConstantQParams& params, SampleRate rate, int bin) {
  const double step = std::exp2(1.0 / params.binsPerOctave);
  const double bandwidth =
      params.bandwidth == Bandwidth::Upward ? step - 1 : (step * step - 1) / (step * step + 1);
  return params.filterScale / bandwidth * rate.hz / frequencyOfBin(params, bin);
}

Result<ConstantQ> constantQ(const audio::AudioClip& clip, const ConstantQParams& params,
                            Progress& progress) {
  return catchExceptions(kExceptionText, [&] { return transformed(clip, params, progress); });
}

}  // namespace timbre::spectral
