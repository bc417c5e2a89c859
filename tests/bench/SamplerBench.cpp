/// How long one waits for the WaveNet sampler's first samples and for its end when it is cancelled;
/// samples a second of it on one core, by size, precision and kind of processor, against a plain
/// sampler in the same run: queues and nothing else, one sample after another, as a compiler makes
/// it of simple loops.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "../core/sampler/DecoderFixture.h"
#include "sampler/Batch.h"
#include "sampler/RandomWeights.h"

namespace timbre::sampler {
namespace {

constexpr double kRealTime = 16000;

double threadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds of this thread that the quickest of the segments took.
class Quickest {
 public:
  template <class Work>
  void take(Work work) {
    const double before = threadSeconds();
    work();
    best_ = std::min(best_, threadSeconds() - before);
  }
  double seconds() const { return best_; }

 private:
  double best_ = 1e9;
};

class PlainSampler {
 public:
  explicit PlainSampler(const DecoderWeights& weights)
      : w_(weights), stream_(weights.shape.width), sum_(weights.shape.skip) {
    for (int i = 0; i < w_.shape.layers; ++i)
      rings_.emplace_back(static_cast<std::size_t>(2 * dilation(i) + 1) * w_.shape.width);
  }
  void next(const std::vector<float>& frame, std::vector<float>& logits) {
    const float inputs[3] = {0.1f, 0.2f, 0.3f};
    start(stream_, w_.startconv);
    for (int tap = 0; tap < 3; ++tap) add(stream_, w_.startconv, tap, &inputs[tap]);
    start(sum_, w_.skipStart);
    add(sum_, w_.skipStart, 0, stream_.data());
    for (int i = 0; i < w_.shape.layers; ++i) runLayer(i, frame);
    rectify(sum_);
    start(hidden_, w_.out1);
    add(hidden_, w_.out1, 0, sum_.data());
    add(hidden_, w_.condMapOut1, 0, frame.data());
    rectify(hidden_);
    start(logits, w_.logits);
    add(logits, w_.logits, 0, hidden_.data());
    ++sample_;
  }

 private:
  int dilation(int i) const { return 1 << (i % w_.shape.stages); }
  static void start(std::vector<float>& y, const Affine& a) { y = a.bias; }
  static void add(std::vector<float>& y, const Affine& a, int tap, const float* x) {
    const float* row = a.weight.data() + static_cast<std::size_t>(tap) * a.in * a.out;
    for (int in = 0; in < a.in; ++in, row += a.out)
      for (int out = 0; out < a.out; ++out) y[out] += x[in] * row[out];
  }
  static void rectify(std::vector<float>& x) {
    for (float& value : x) value = std::max(value, 0.0f);
  }
  void runLayer(int i, const std::vector<float>& frame) {
    const std::size_t width = w_.shape.width;
    const std::size_t length = 2 * dilation(i) + 1;
    const auto row = [&](std::size_t back) {
      return rings_[i].data() + (sample_ + length - back) % length * width;
    };
    std::copy(stream_.begin(), stream_.end(), row(0));
    start(gate_, w_.dilatedconv[i]);
    for (int tap = 0; tap < 3; ++tap)
      add(gate_, w_.dilatedconv[i], tap, row((2 - tap) * dilation(i)));
    add(gate_, w_.condMap[i], 0, frame.data());
    for (std::size_t c = 0; c < width; ++c)
      gate_[c] = std::tanh(gate_[width + c]) / (1 + std::exp(-gate_[c]));
    add(stream_, w_.res[i], 0, gate_.data());
    add(sum_, w_.skipLayers[i], 0, gate_.data());
  }

  const DecoderWeights& w_;
  std::vector<std::vector<float>> rings_;
  std::vector<float> stream_, sum_, gate_, hidden_;
  std::size_t sample_ = 0;
};

struct Size {
  const char* name;
  DecoderShape shape;
  int segment;  ///< samples timed at once
};

const Size kSizes[] = {{"64/64/30", {64, 64, 30, 10, 16, 512}, 128},
                       {"64/128/20", {64, 128, 20, 10, 16, 512}, 128},
                       {"64/128/30", {64, 128, 30, 10, 16, 512}, 128},
                       {"128/128/20", {128, 128, 20, 10, 16, 512}, 128},
                       {"512/256/30", {512, 256, 30, 10, 16, 512}, 8}};

void report(benchmark::State& state, const Size& size, double samplesPerSecond, bool isPlain) {
  static std::map<std::string, double> plain;
  double& reference = plain[size.name];
  if (isPlain) reference = std::max(reference, samplesPerSecond);
  state.counters["samples/s"] = samplesPerSecond;
  state.counters["real time"] = samplesPerSecond / kRealTime;
  state.counters["vs plain"] = samplesPerSecond / reference;
}

void runPlain(benchmark::State& state, const Size& size) {
  const DecoderWeights weights = randomDecoder(size.shape);
  const auto frame = randomFrames(size.shape, 1);
  PlainSampler sampler(weights);
  std::vector<float> logits;
  Quickest quickest;
  for (auto _ : state) {
    quickest.take([&] {
      for (int i = 0; i < 4; ++i) sampler.next(frame, logits);
    });
    benchmark::DoNotOptimize(logits.data());
  }
  report(state, size, 4 / quickest.seconds(), true);
}

void run(benchmark::State& state, const Size& size, Precision precision,
         const std::string& target) {
  const DecoderWeights weights = randomDecoder(size.shape);
  const auto frame = randomFrames(size.shape, 1);
  const auto classes = randomClasses(64);
  const CalibrationNote note{frame, classes};
  const auto calibration = calibrate(weights, {&note, 1});
  const auto decoder = pack(weights, {precision, &*calibration, target});
  if (!decoder) return state.SkipWithError(decoder.error().message.c_str());
  state.SetLabel(describe(**decoder));
  Sampler sampler(*decoder, {});
  std::vector<float> samples(size.segment);
  Quickest quickest;
  for (auto _ : state) quickest.take([&] { sampler.renderFrame(frame, samples); });
  report(state, size, size.segment / quickest.seconds(), false);
}

const char* nameOf(Precision precision) {
  return precision == Precision::Float32 ? "float32"
         : precision == Precision::Int8  ? "int8"
                                         : "int8-fine";
}

double wallSeconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

/// By the wall, since this is what somebody waits for.
void reportWaits(benchmark::State& state, std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  state.counters["best ms"] = 1000 * seconds.front();
  state.counters["median ms"] = 1000 * seconds[seconds.size() / 2];
}

const DecoderShape kShipped{64, 128, 30, 10, 16, 512};

/// From nothing but the packed weights, which are in no cache.
void runFirst(benchmark::State& state, Precision precision) {
  const auto calibration = roughCalibration(kShipped);
  const auto decoder = *pack(randomDecoder(kShipped), {precision, &calibration, {}});
  const auto frame = randomFrames(kShipped, 1);
  std::vector<float> samples(512);
  std::vector<unsigned char> otherWork(std::size_t{64} << 20);
  std::vector<double> waits;
  for (auto _ : state) {
    for (std::size_t i = 0; i < otherWork.size(); i += 64) ++otherWork[i];
    const double begin = wallSeconds();
    Sampler sampler(decoder, {});
    sampler.renderFrame(frame, samples);
    state.SetIterationTime(waits.emplace_back(wallSeconds() - begin));
  }
  reportWaits(state, std::move(waits));
}

class Impatient final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return wish_; }
  void cancel() { wish_ = true; }

 private:
  std::atomic<bool> wish_{false};
};

/// From the wish to cancel so many notes, at any moment, until all threads are done.
void runCancel(benchmark::State& state, int notes) {
  const auto calibration = roughCalibration(kShipped);
  const auto decoder = *pack(randomDecoder(kShipped), {Precision::Int8Fine, &calibration, {}});
  const auto frames = randomFrames(kShipped, 2000);
  const std::vector<NoteJob> jobs(static_cast<std::size_t>(notes), {frames, {}});
  std::vector<double> waits;
  for (auto _ : state) {
    Impatient progress;
    double wished = 0;
    const auto moment = std::chrono::microseconds(10'000 + 937 * waits.size() % 10'000);
    std::thread user([&] {
      std::this_thread::sleep_for(moment);
      wished = wallSeconds();
      progress.cancel();
    });
    (void)renderNotes(
        decoder, jobs, 0, [](std::size_t, std::span<const float>) {}, progress);
    const double returned = wallSeconds();
    user.join();
    state.SetIterationTime(waits.emplace_back(returned - wished));
  }
  reportWaits(state, std::move(waits));
}

const bool kWaitsRegistered = [] {
  for (const auto precision : {Precision::Int8, Precision::Int8Fine})
    benchmark::RegisterBenchmark((std::string("first 512 samples ") + nameOf(precision)).c_str(),
                                 [precision](auto& state) { runFirst(state, precision); })
        ->UseManualTime()
        ->Iterations(50);
  for (const int notes : {1, 81})
    benchmark::RegisterBenchmark(("cancel, notes " + std::to_string(notes)).c_str(),
                                 [notes](auto& state) { runCancel(state, notes); })
        ->UseManualTime()
        ->Iterations(50);
  return true;
}();

/// The plain one of each size comes first: the others are told as multiples of it.
const bool kRegistered = [] {
  for (const Size& size : kSizes) {
    const std::string name = std::string("width/skip/layers ") + size.name;
    benchmark::RegisterBenchmark((name + " plain").c_str(), [&size](auto& state) {
      runPlain(state, size);
    })->MinTime(0.3);
    for (const auto precision : {Precision::Float32, Precision::Int8, Precision::Int8Fine}) {
      for (const auto& target : targetsHere()) {
        if (size.shape.width > 256 &&
            (precision != Precision::Float32 || target != targetsHere().front()))
          continue;
        benchmark::RegisterBenchmark(
            (name + " " + nameOf(precision) + " " + target).c_str(),
            [&size, precision, target](auto& state) { run(state, size, precision, target); })
            ->MinTime(0.3);
      }
    }
  }
  return true;
}();

}  // namespace
}  // namespace timbre::sampler
