/// Reading a training pack: crops read from the file, against copies out of plain memory and
/// against the time a training step takes.
#include <benchmark/benchmark.h>

#include <cstring>
#include <filesystem>
#include <vector>

#include "base/Units.h"
#include "corpus/PackWriter.h"
#include "corpus/TrainingPack.h"

namespace timbre::corpus {
namespace {

constexpr int kNotes = 2000;         // 128 MB: no cache holds it
constexpr int kCrop = 3072;          // samples, what the trainer takes by itself
constexpr double kStepRate = 20000;  // samples a second: training at its quickest on two cores

struct Material {
  std::filesystem::path path = std::filesystem::temp_directory_path() / "timbre-bench.safetensors";
  std::vector<std::uint8_t> memory;

  Material() : memory(static_cast<std::size_t>(kNotes) * kNoteSamples) {
    for (std::size_t i = 0; i < memory.size(); ++i)
      memory[i] = static_cast<std::uint8_t>(i * 2654435761u >> 13);
    (void)writePack(path, [&](PackWriter& writer) -> Result<void> {
      Label label;
      label.instrument = writer.instrument({"bench", ""});
      for (std::size_t i = 0; i < kNotes; ++i)
        (void)writer.addClasses(label, std::span(memory).subspan(i * kNoteSamples, kNoteSamples));
      return {};
    });
  }
  ~Material() { std::filesystem::remove(path); }
};

/// Crops a second; `read(i, from, crop)` fills the crop.
template <class Read>
void readCrops(benchmark::State& state, Read read) {
  std::vector<std::uint8_t> crop(kCrop);
  std::uint64_t random = 1;
  for (auto _ : state) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const auto which = static_cast<int>((random >> 33) % kNotes);
    const auto start = (random >> 40) % (kNoteSamples - kCrop);
    read(which, static_cast<int>(start), crop);
    benchmark::DoNotOptimize(crop.data());
    benchmark::ClobberMemory();
  }
  // What a crop costs, as a share of the step that trains on it: "0.0001" is a hundredth of 1 %.
  state.counters["share_of_step"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * kCrop / kStepRate,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

const Material& material() {
  static const Material made;
  return made;
}

void FromMemory(benchmark::State& state) {
  const auto& memory = material().memory;
  readCrops(state, [&](int i, int from, std::vector<std::uint8_t>& crop) {
    std::memcpy(crop.data(), memory.data() + static_cast<std::size_t>(i) * kNoteSamples + from,
                crop.size());
  });
}
BENCHMARK(FromMemory);

void FromPack(benchmark::State& state) {
  const auto pack = TrainingPack::open(material().path);
  if (!pack) return state.SkipWithError(pack.error().message.c_str());
  readCrops(state, [&](int i, int from, std::vector<std::uint8_t>& crop) {
    if (!pack->read(i, from, crop)) state.SkipWithError("the pack was changed");
  });
}
BENCHMARK(FromPack);

void OpenPack(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(TrainingPack::open(material().path));
}
BENCHMARK(OpenPack)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace timbre::corpus
