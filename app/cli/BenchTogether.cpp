/// bench: what the cores do together, and what a listener waits for.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "app/cli/Bench.h"
#include "base/Cores.h"
#include "base/ThreadTime.h"
#include "base/Units.h"
#include "encoder/Encoder.h"
#include "encoder/RandomWeights.h"
#include "sampler/Batch.h"
#include "sampler/RandomWeights.h"

namespace timbre::cli {
namespace {

using Decoder = std::shared_ptr<const sampler::PackedDecoder>;

/// By the wall.
double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Times {
  std::vector<double> all;  ///< seconds
  double best() const { return *std::min_element(all.begin(), all.end()); }
  double median() const {
    auto sorted = all;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

/// `work` gives the seconds it took; it is done so often at least, and until it took `seconds`, or
/// until `progress` is cancelled.
template <class Work>
Times timed(int least, double seconds, const Progress& progress, Work work) {
  Times times;
  double spent = 0;
  while (static_cast<int>(times.all.size()) < least || spent < seconds) {
    spent += times.all.emplace_back(work());
    if (progress.cancelled()) break;
  }
  return times;
}

/// The rows need one another's results nowhere: each is measured and printed, then forgotten.
class Rows {
 public:
  Rows(const BenchArgs& args, const Ports& ports, model::ModelBackend* backend, Progress& progress)
      : args_(args),
        ports_(ports),
        backend_(backend),
        progress_(progress),
        cores_(std::min(2, machineCores())) {}

  Result<void> measure();

 private:
  Result<Decoder> decoder(const BenchSize& size, sampler::Precision precision,
                          std::string_view target = {}) const;
  void show(Line line, const BenchSize& size) const;
  Result<void> together(const BenchSize& size, sampler::Precision precision, int notes);
  Result<void> grid(sampler::Precision precision, int notes);
  Result<void> otherProcessor(const char* target);
  Result<void> encoder(int width);
  Result<void> firstSamples(sampler::Precision precision);
  Result<void> cancelling(int notes);

  const BenchArgs& args_;
  const Ports& ports_;
  model::ModelBackend* backend_;
  Progress& progress_;
  int cores_;
};

Result<Decoder> Rows::decoder(const BenchSize& size, sampler::Precision precision,
                              std::string_view target) const {
  if (progress_.cancelled()) return cancelled();
  const auto calibration = sampler::roughCalibration(size.shape);
  return sampler::pack(sampler::decoderWithRandomWeights(size.shape),
                       {precision, &calibration, target});
}

void Rows::show(Line line, const BenchSize& size) const {
  const auto port = ports_.find(size.name);
  if (port != ports_.end() && line.samples > 0) {
    line.vsNatural = line.samples / port->second.natural;
    line.vsTuned = line.samples / port->second.tuned;
  }
  print(args_, line);
}

Result<void> Rows::together(const BenchSize& size, sampler::Precision precision, int notes) {
  const auto packed = decoder(size, precision);
  if (!packed) return tl::unexpected(packed.error());
  std::vector<sampler::SamplerOptions> options(static_cast<std::size_t>(notes));
  for (int n = 0; n < notes; ++n) options[n].note = static_cast<std::uint64_t>(n);
  options.front().cores = cores_;
  sampler::Batch batch(*packed, options);
  const std::vector<float> frames(options.size() * size.shape.condition, 0.5f);
  const int segment = size.shape.width > 256 ? 4 : 64;
  std::vector<float> out(options.size() * segment);
  batch.renderFrame(frames, out);
  const Times times = timed(20, 2 * args_.seconds(), progress_, [&] {
    const double begin = now();
    batch.renderFrame(frames, out);
    return now() - begin;
  });
  Line line{size.name, describe(**packed) + ", together", notes, cores_};
  line.samples = notes * segment / times.best();
  show(line, size);
  return {};
}

/// The frames of this many notes of random sound.
struct Notes {
  Notes(int count, int frames)
      : numbers(static_cast<std::size_t>(frames) * kShipped.shape.condition, 0.5f) {
    for (int n = 0; n < count; ++n)
      jobs.push_back({numbers, {.note = static_cast<std::uint64_t>(n)}});
  }
  std::vector<float> numbers;
  std::vector<sampler::NoteJob> jobs;
};

Result<void> Rows::grid(sampler::Precision precision, int notes) {
  constexpr int kFrames = 8;  // a quarter of a second of each
  const auto packed = decoder(kShipped, precision);
  if (!packed) return tl::unexpected(packed.error());
  const Notes grid(notes, kFrames);
  Result<void> done;
  const Times times = timed(args_.quick ? 2 : 20, 0, progress_, [&] {
    const double begin = now();
    if (done)
      done = sampler::renderNotes(
          *packed, grid.jobs, cores_, [](std::size_t, std::span<const float>) {}, progress_);
    return now() - begin;
  });
  if (!done) return done;
  Line line{kShipped.name, describe(**packed) + ", grid", notes, cores_};
  line.samples = notes * kFrames * kShipped.shape.hop / times.best();
  show(line, kShipped);
  return {};
}

Result<void> Rows::otherProcessor(const char* target) {
  if (!sampler::checkTarget(target)) return {};
  const auto packed = decoder(kFast, sampler::Precision::Int8, target);
  if (!packed) return tl::unexpected(packed.error());
  sampler::Sampler sampler(*packed, {});
  const std::vector<float> frame(kFast.shape.condition, 0.5f);
  std::vector<float> out(64);
  const Times times = timed(20, args_.seconds(), progress_, [&] {
    const ThreadTime time;
    sampler.renderFrame(frame, out);
    return time.seconds();
  });
  Line line{kFast.name, describe(**packed)};
  line.samples = static_cast<double>(out.size()) / times.best();
  show(line, kFast);
  return {};
}

Result<void> Rows::encoder(int width) {
  const encoder::EncoderShape shape{.width = width};
  const auto packed = encoder::pack(encoder::encoderWithRandomWeights(shape));
  if (!packed) return tl::unexpected(packed.error());
  std::vector<float> sound(kNoteSamples);
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<float>(i * 2654435761u % 65536) / 65536 - 0.5f;
  Result<latent::Embedding> made = latent::Embedding{};
  const Times times = timed(args_.quick ? 3 : 20, 0, progress_, [&] {
    const double begin = now();
    if (made) made = encoder::encode(**packed, sound, cores_, progress_);
    return now() - begin;
  });
  if (!made) return tl::unexpected(made.error());
  Line line{"encoder " + std::to_string(width), "float32, a 4 s note", 1, cores_};
  line.best = times.best();
  line.median = times.median();
  if (backend_) {
    const model::WaveNetConfig config{.width = 4, .skip = 4, .layers = 1, .aeWidth = width};
    const auto port = backend_->encoderPort(config, cores_, args_.quick ? 2 : 10, progress_);
    if (!port) return tl::unexpected(port.error());
    print(args_, {line.size, "LibTorch, a 4 s note", 1, cores_, 0, *port, *port});
    line.vsNatural = *port / line.best;
  }
  print(args_, line);
  return {};
}

/// From nothing but the packed weights, which are in no cache.
Result<void> Rows::firstSamples(sampler::Precision precision) {
  const auto packed = decoder(kShipped, precision);
  if (!packed) return tl::unexpected(packed.error());
  const std::vector<float> frame(kShipped.shape.condition, 0.5f);
  std::vector<float> out(512);
  std::vector<unsigned char> otherWork(std::size_t{64} << 20);
  const Times times = timed(args_.quick ? 20 : 50, 0, progress_, [&] {
    for (std::size_t i = 0; i < otherWork.size(); i += 64) ++otherWork[i];
    const double begin = now();
    sampler::Sampler sampler(*packed, {});
    sampler.renderFrame(frame, out);
    return now() - begin;
  });
  Line line{kShipped.name, describe(**packed) + ", first 512"};
  line.best = times.best();
  line.median = times.median();
  const auto port = ports_.find(kShipped.name);
  if (port != ports_.end()) {
    line.vsNatural = static_cast<double>(out.size()) / port->second.natural / line.best;
    line.vsTuned = static_cast<double>(out.size()) / port->second.tuned / line.best;
  }
  print(args_, line);
  return {};
}

class CancelledFromOutside final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return wish_; }
  void cancel() { wish_ = true; }

 private:
  std::atomic<bool> wish_{false};
};

/// From somebody's wish, at any moment of the work, until nothing of it is left.
Result<void> Rows::cancelling(int notes) {
  const auto packed = decoder(kShipped, sampler::Precision::Int8Fine);
  if (!packed) return tl::unexpected(packed.error());
  const Notes all(notes, 2000);
  int moment = 0;
  const Times times = timed(args_.quick ? 20 : 50, 0, progress_, [&] {
    CancelledFromOutside observer;
    double wished = 0;
    std::thread user([&] {
      std::this_thread::sleep_for(std::chrono::microseconds(10'000 + 937 * moment++ % 10'000));
      wished = now();
      observer.cancel();
    });
    (void)sampler::renderNotes(
        *packed, all.jobs, cores_, [](std::size_t, std::span<const float>) {}, observer);
    const double returned = now();
    user.join();
    return returned - wished;
  });
  Line line{kShipped.name, describe(**packed) + ", cancel", notes, cores_};
  line.best = times.best();
  line.median = times.median();
  print(args_, line);
  return {};
}

Result<void> Rows::measure() {
  using sampler::Precision;
  const auto small = [&] {
    return otherProcessor("avx2")
        .and_then([&] { return together(kShipped, Precision::Int8Fine, 1); })
        .and_then([&] { return grid(Precision::Int8Fine, 81); })
        .and_then([&] { return grid(Precision::Int8, 81); })
        .and_then([&] { return firstSamples(Precision::Int8Fine); })
        .and_then([&] { return firstSamples(Precision::Int8); })
        .and_then([&] { return cancelling(1); })
        .and_then([&] { return cancelling(81); })
        .and_then([&] { return encoder(64); });
  };
  if (auto done = small(); !done || args_.quick) return done;
  return encoder(128)
      .and_then([&] { return together(kFine, Precision::Int8, 1); })
      .and_then([&] { return together(kPaper, Precision::Int8, 1); })
      .and_then([&] { return together(kPaper, Precision::Int8, 16); });
}

}  // namespace

Result<void> benchTogether(const BenchArgs& args, const Ports& ports, model::ModelBackend* backend,
                           Progress& progress) {
  return Rows(args, ports, backend, progress).measure();
}

}  // namespace timbre::cli
