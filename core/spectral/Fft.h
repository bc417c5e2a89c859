/// FFTW's single precision transforms as values. Only this room sees them.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace timbre::spectral {

/// FFTW uses its fast paths only where data is aligned as it was when the plan was made: everything
/// is, to 64 bytes.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}  // NOLINT(google-explicit-constructor)
  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), kAlignment));
  }
  void deallocate(T* data, std::size_t) { ::operator delete(data, kAlignment); }
  template <class U>
  bool operator==(const AlignedAllocator<U>&) const {
    return true;
  }
};
template <class T>
using Aligned = std::vector<T, AlignedAllocator<T>>;

/// `count` complex numbers rounded up so that a row of that length keeps the next one aligned.
constexpr std::size_t alignedStride(std::size_t count) {
  return (count + 7) / 8 * 8;
}

/// Plans are made by estimate, never by measuring: the choice of a plan decides the last bits of a
/// result, and the same input has to give the same bytes on every run. Any thread may call any of
/// this; all data 64-byte aligned.
class RealFft {
 public:
  /// Kept for the next caller. `size` >= 1. Throws std::bad_alloc.
  static std::shared_ptr<const RealFft> of(int size);
  ~RealFft();
  RealFft(const RealFft&) = delete;
  RealFft& operator=(const RealFft&) = delete;

  /// size -> size / 2 + 1, not scaled.
  void forward(const float* in, std::complex<float>* out) const;
  /// size / 2 + 1 -> size, not scaled: size times the inverse. Overwrites `in`.
  void inverse(std::complex<float>* in, float* out) const;

 private:
  explicit RealFft(int size);
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

/// Complex, with exp(+i), not scaled.
class ComplexInverseFft {
 public:
  static std::shared_ptr<const ComplexInverseFft> of(int size);
  ~ComplexInverseFft();
  ComplexInverseFft(const ComplexInverseFft&) = delete;
  ComplexInverseFft& operator=(const ComplexInverseFft&) = delete;

  void inverse(std::complex<float>* in, std::complex<float>* out) const;

 private:
  explicit ComplexInverseFft(int size);
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

/// The least number >= `size` with no prime factor above 5.
int nextFastSize(int size);

}  // namespace timbre::spectral
