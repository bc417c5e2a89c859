#include "spectral/Fft.h"

#include <fftw3.h>

#include <deque>
#include <mutex>
#include <utility>

namespace timbre::spectral {

namespace {

// This library may be in a process twice (the program and a module it loads), both on one FFTW: a
// mutex of ours would not reach the other copy, FFTW's own does.
void makePlannerSafe() {
  static std::once_flag once;
  std::call_once(once, [] { fftwf_make_planner_thread_safe(); });
}

fftwf_complex* raw(std::complex<float>* data) {
  return reinterpret_cast<fftwf_complex*>(data);
}

struct PlanDeleter {
  void operator()(fftwf_plan plan) const { fftwf_destroy_plan(plan); }
};
using Plan = std::unique_ptr<std::remove_pointer_t<fftwf_plan>, PlanDeleter>;

Plan checked(fftwf_plan plan) {
  if (plan == nullptr) throw std::bad_alloc();
  return Plan(plan);
}

// The latest few sizes stay; who still uses a dropped one keeps it alive.
template <class Fft>
class Shelf {
 public:
  template <class Make>
  std::shared_ptr<const Fft> find(int size, Make make) {
    const std::lock_guard lock(mutex_);
    for (auto& [key, fft] : shelf_) {
      if (key == size) return fft;
    }
    if (shelf_.size() >= kKept) shelf_.pop_front();
    shelf_.emplace_back(size, make());
    return shelf_.back().second;
  }

 private:
  static constexpr std::size_t kKept = 12;
  std::mutex mutex_;
  std::deque<std::pair<int, std::shared_ptr<const Fft>>> shelf_;
};

}  // namespace

struct RealFft::Plans {
  Plan forward, inverse;
};

RealFft::RealFft(int size) : plans_(std::make_unique<Plans>()) {
  makePlannerSafe();
  Aligned<float> time(size);
  Aligned<std::complex<float>> frequency(size / 2 + 1);
  plans_->forward =
      checked(fftwf_plan_dft_r2c_1d(size, time.data(), raw(frequency.data()), FFTW_ESTIMATE));
  plans_->inverse =
      checked(fftwf_plan_dft_c2r_1d(size, raw(frequency.data()), time.data(), FFTW_ESTIMATE));
}

RealFft::~RealFft() = default;

std::shared_ptr<const RealFft> RealFft::of(int size) {
  static Shelf<RealFft> shelf;
  return shelf.find(size, [size] { return std::shared_ptr<const RealFft>(new RealFft(size)); });
}

void RealFft::forward(const float* in, std::complex<float>* out) const {
  // An out-of-place forward transform leaves its input alone; FFTW's C interface has no const for
  // it.
  fftwf_execute_dft_r2c(plans_->forward.get(), const_cast<float*>(in), raw(out));
}

void RealFft::inverse(std::complex<float>* in, float* out) const {
  fftwf_execute_dft_c2r(plans_->inverse.get(), raw(in), out);
}

struct ComplexInverseFft::Plans {
  Plan inverse;
};

ComplexInverseFft::ComplexInverseFft(int size) : plans_(std::make_unique<Plans>()) {
  makePlannerSafe();
  Aligned<std::complex<float>> in(size), out(size);
  plans_->inverse = checked(
      fftwf_plan_dft_1d(size, raw(in.data()), raw(out.data()), FFTW_BACKWARD, FFTW_ESTIMATE));
}

ComplexInverseFft::~ComplexInverseFft() = default;

std::shared_ptr<const ComplexInverseFft> ComplexInverseFft::of(int size) {
  static Shelf<ComplexInverseFft> shelf;
  return shelf.find(size, [size] {
    return std::shared_ptr<const ComplexInverseFft>(new ComplexInverseFft(size));
  });
}

void ComplexInverseFft::inverse(std::complex<float>* in, std::complex<float>* out) const {
  fftwf_execute_dft(plans_->inverse.get(), raw(in), raw(out));
}

int nextFastSize(int size) {
  for (;; ++size) {
    int rest = size;
    for (const int prime : {2, 3, 5}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1) return size;
  }
}

}  // namespace timbre::spectral
