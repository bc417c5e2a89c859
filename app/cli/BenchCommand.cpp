/// bench: how fast this machine plays WaveNets, against what its arithmetic and LibTorch allow.
#include <algorithm>
#include <chrono>
#include <future>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Bench.h"
#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "base/Cores.h"
#include "base/ThreadTime.h"
#include "model/catalogue/DefaultBackend.h"
#include "sampler/Batch.h"
#include "sampler/PeakThroughput.h"
#include "sampler/RandomWeights.h"

namespace timbre::cli {
namespace {

constexpr BenchSize kSizes[] = {kFast, kShipped, kFine, kPaper};

/// Samples per second of the quickest of many short segments of this thread's own time. Any thread;
/// stops soon after `progress` is cancelled.
double speedOf(const std::shared_ptr<const sampler::PackedDecoder>& decoder,
               const sampler::DecoderShape& shape, int notes, double seconds,
               const Progress& progress) {
  std::vector<sampler::SamplerOptions> options(static_cast<std::size_t>(notes));
  for (int n = 0; n < notes; ++n) options[n].note = static_cast<std::uint64_t>(n);
  sampler::Batch batch(decoder, options);
  const std::vector<float> frames(options.size() * shape.condition, 0.5f);
  const int segment = shape.width > 256 ? 4 : 64;
  std::vector<float> out(options.size() * segment);
  batch.renderFrame(frames, out);
  double best = 1e9, spent = 0;
  while (spent < seconds && !progress.cancelled()) {
    const ThreadTime time;
    batch.renderFrame(frames, out);
    best = std::min(best, time.seconds());
    spent += time.seconds();
  }
  return notes * segment / best;
}

/// The same on several cores at once, each with notes of its own.
struct Load {
  int notes, cores;
  double seconds;
};
double speedOnCores(const std::shared_ptr<const sampler::PackedDecoder>& decoder,
                    const sampler::DecoderShape& shape, const Load& load,
                    const Progress& progress) {
  std::vector<std::future<double>> speeds;
  for (int i = 0; i < load.cores; ++i)
    speeds.push_back(std::async(std::launch::async, [&] {
      return speedOf(decoder, shape, load.notes, load.seconds, progress);
    }));
  double sum = 0;
  for (auto& speed : speeds) sum += speed.get();
  return sum;
}

/// Multiply-adds of one sample, and bytes of weights fetched for it at the least.
double productsOf(const sampler::DecoderShape& s) {
  const double w = s.width, k = s.skip;
  return s.layers * (6 * w * w + w * w + w * k) + k * k + 256 * k;
}

/// What the speeds are compared with.
struct Yardsticks {
  sampler::PeakThroughput limits;
  model::ModelBackend* backend = nullptr;  ///< null: without LibTorch
  Ports ports{};                           ///< its speeds, as they are measured
};

Result<void> benchSize(const BenchArgs& args, const BenchSize& size, Yardsticks& beside,
                       Progress& progress) {
  const sampler::PeakThroughput& limits = beside.limits;
  model::PortSpeed port;
  if (beside.backend) {
    const model::WaveNetConfig config{
        .width = size.shape.width, .skip = size.shape.skip, .layers = size.shape.layers};
    const auto measured = beside.backend->portSpeed(config, args.seconds(), progress);
    if (!measured) return tl::unexpected(measured.error());
    port = beside.ports[size.name] = *measured;
    print(args, {size.name, "LibTorch, natural", 1, 1, port.natural});
    print(args, {size.name, "LibTorch, tuned", 1, 1, port.tuned});
  }
  const int cores = machineCores();
  const auto weights = sampler::decoderWithRandomWeights(size.shape);
  const auto calibration = sampler::roughCalibration(size.shape);
  for (const auto precision :
       {sampler::Precision::Float32, sampler::Precision::Int8Fine, sampler::Precision::Int8}) {
    const auto decoder = sampler::pack(weights, {precision, &calibration, {}});
    if (!decoder) return tl::unexpected(decoder.error());
    const bool floats = precision == sampler::Precision::Float32;
    for (const auto& [notes, threads] :
         {std::pair{1, 1}, std::pair{8, 1}, std::pair{1, cores}, std::pair{8, cores}}) {
      if (progress.cancelled()) return cancelled();
      if (floats && notes > 1) continue;  // they share nothing
      if (threads > 1 && args.quick && notes == 1) continue;
      Line line{size.name, describe(**decoder), notes, threads};
      line.samples = speedOnCores(*decoder, size.shape, {notes, threads, args.seconds()}, progress);
      if (progress.cancelled()) return cancelled();
      const double products = productsOf(size.shape) * line.samples / threads;
      const double limit = floats                                      ? limits.floats
                           : precision == sampler::Precision::Int8Fine ? limits.fine
                                                                       : limits.bytes;
      line.products = products / limit;
      // A block of sixteen samples fetches the weights of past taps once.
      const double fetched = productsOf(size.shape) - size.shape.layers * 4.0 * size.shape.width *
                                                          size.shape.width * 15 / 16;
      line.traffic = fetched * (floats ? 4 : 1) * line.samples / threads / notes / limits.cache;
      if (threads == 1 && port.tuned > 0) {
        line.vsNatural = line.samples / port.natural;
        line.vsTuned = line.samples / port.tuned;
      }
      print(args, line);
    }
  }
  return {};
}

Result<void> bench(const BenchArgs& args, Progress& progress) {
  if (auto known = checkProcessor(); !known) return known;
  model::ModelBackend* backend = nullptr;
  if (args.port) {
    const auto ready = model::defaultBackend()->prepare();
    if (ready)
      backend = model::defaultBackend();
    else
      warn(ready.error().message + "; leaving out LibTorch");
  }
  if (progress.cancelled()) return cancelled();
  const auto limits = sampler::measurePeakThroughput(args.seconds(), progress);
  if (progress.cancelled()) return cancelled();
  if (args.json) {
    std::cout << nlohmann::json{{"byte_products_per_second", limits.bytes},
                                {"fine_products_per_second", limits.fine},
                                {"float_products_per_second", limits.floats},
                                {"cache_bytes_per_second", limits.cache}}
                     .dump()
              << std::endl;
  } else {
    std::printf(
        "one core, per second: %.0f G multiply-adds in int8, %.0f G in int8-fine, %.0f G in "
        "float32, %.0f GB from its cache; processor time, the fastest of many runs; LibTorch plays "
        "one note on one core\n",
        limits.bytes * 1e-9, limits.fine * 1e-9, limits.floats * 1e-9, limits.cache * 1e-9);
  }
  Yardsticks beside{limits, backend};
  for (const BenchSize& size : kSizes) {
    if (args.quick && !size.quick) continue;
    if (auto done = benchSize(args, size, beside, progress); !done) return done;
  }
  return benchTogether(args, beside.ports, backend, progress);
}

}  // namespace

void print(const BenchArgs& args, const Line& l) {
  constexpr double kRealTime = 16000;
  if (args.json) {
    std::cout << nlohmann::json{{"size", l.size},
                                {"how", l.how},
                                {"notes", l.notes},
                                {"cores", l.cores},
                                {"samples_per_second", l.samples},
                                {"times_real_time", l.samples / kRealTime},
                                {"seconds_best", l.best},
                                {"seconds_median", l.median},
                                {"share_of_arithmetic", l.products},
                                {"share_of_cache", l.traffic},
                                {"times_libtorch_natural", l.vsNatural},
                                {"times_libtorch_tuned", l.vsTuned}}
                     .dump()
              << std::endl;
    return;
  }
  std::printf("%-11s %-35s %2d notes %2d cores ", l.size.c_str(), l.how.c_str(), l.notes, l.cores);
  if (l.samples > 0)
    std::printf("%9.0f /s %7.2f x", l.samples, l.samples / kRealTime);
  else
    std::printf("%9.2f ms, median %.2f ms", 1000 * l.best, 1000 * l.median);
  if (l.products > 0) std::printf("  arithmetic %3.0f %%", 100 * l.products);
  if (l.traffic > 0) std::printf("  cache %3.0f %%", 100 * l.traffic);
  if (l.vsTuned > 0)
    std::printf("  %5.0f x / %4.0f x LibTorch", l.vsNatural, l.vsTuned);
  else if (l.vsNatural > 0)
    std::printf("  %5.1f x LibTorch", l.vsNatural);
  std::printf("\n");
  std::fflush(stdout);
}

void addBench(CLI::App& app, Work& work) {
  auto args = std::make_shared<BenchArgs>();
  auto* command = app.add_subcommand("bench",
                                     "Measure how fast this machine generates: samples per second "
                                     "by model size, precision and number of notes");
  command->add_flag("--json", args->json, "Print one JSON object per line");
  command->add_flag("--quick", args->quick, "Only the compact sizes; takes some seconds");
  command->add_flag("!--no-libtorch", args->port, "Do not compare with LibTorch");
  addProcessorOption(*command);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return bench(*args, progress); }; });
}

}  // namespace timbre::cli
