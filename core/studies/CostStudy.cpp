/// What the models cost: numbers, multiplications, time, memory and energy.
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/AtomicFile.h"
#include "base/Memory.h"
#include "base/StandardPaths.h"
#include "base/Stopwatch.h"
#include "dataset/NoteLibrary.h"
#include "model/catalogue/DefaultBackend.h"
#include "model/catalogue/Diagnostics.h"
#include "studies/ModelCost.h"
#include "studies/NoteChoice.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr double kPortSeconds = 3;
constexpr int kTries = 3;

struct Sized {
  Label name;
  model::ModelConfig config;
};

/// The paper's sizes, which come as configurations alone.
std::vector<Sized> paperSizes() {
  std::vector<Sized> all;
  for (const Label& name : {Label("WaveNet of the paper", "wavenet-paper"),
                            Label("Baseline of the paper", "baseline-paper")}) {
    const auto text = readBytes(assetsFolder() / "params" / (name.id + ".json"), 1 << 16);
    if (!text) continue;
    if (const auto config = model::parseConfig(*text, name.id)) all.push_back({name, *config});
  }
  return all;
}

/// Microjoules since some moment, of the first package that says so.
std::optional<double> energyCounter() {
  const auto text = readBytes("/sys/class/powercap/intel-rapl:0/energy_uj", 64);
  if (!text || text->empty()) return {};
  return std::strtod(text->c_str(), nullptr);
}

/// Of one note on one core: the quickest of some tries.
struct Timed {
  double encode = 1e9, decode = 1e9;  ///< seconds by the wall
  std::optional<double> joules;       ///< of one encoding and decoding
};

Result<Timed> timed(StudyContext& context, const model::ModelCard& card,
                    const dataset::NoteInfo& note, Progress& progress) {
  auto loaded = model::defaultBackend()->load(card, 1);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  const auto heard = audio::fitted(*clip, kNoteSamples);
  Timed best;
  for (int i = 0; i < kTries; ++i) {
    PartOf part(progress, 1.0 * i / kTries, (i + 1.0) / kTries);
    const auto before = energyCounter();
    const Stopwatch encoding;
    const auto z = (*loaded)->encode(heard, note.pitch, part);
    if (!z) return tl::unexpected(z.error());
    best.encode = std::min(best.encode, encoding.seconds());
    const Stopwatch decoding;
    model::DecodeOptions options;
    options.seed = context.request().seed;
    const auto sound = (*loaded)->decode(*z, options, part);
    if (!sound) return tl::unexpected(sound.error());
    best.decode = std::min(best.decode, decoding.seconds());
    const auto after = energyCounter();
    if (before && after && *after > *before) best.joules = (*after - *before) / 1e6;
  }
  return best;
}

void addRow(Table& table, const Label& name, const model::ModelConfig& config) {
  const ModelCost cost = costOf(config);
  const double parameters = static_cast<double>(model::parametersOf(config));
  table.rows.push_back(
      {name, parameters / 1e6, 4 * parameters / 1e6, cost.encode / 1e9, cost.decode / 1e9});
}

Table sizesTable() {
  return {"sizes",
          "Parameters and multiplications",
          "Counted from the layers, without a post-filter or Griffin-Lim. The baseline processes a "
          "note as a whole; its multiplications are divided over 4 s.",
          {{"Model"},
           {"Parameters (million)", 2},
           {"As float32 (MB)", 1},
           {"Encoding (10⁹ multiply-adds per second of sound)", 3},
           {"Decoding (10⁹ multiply-adds per second of sound)", 3}},
          {}};
}

Table speedTable() {
  return {"speed",
          "Time of one note of 4 s on one core",
          "On " + model::processorName() +
              ". Elapsed time, the fastest of three runs; other work on the machine makes it "
              "slower. A value above 1 times real time is faster than the note plays. Only "
              "these figures of the studies differ from run to run.",
          {{"Model"},
           {"Encoding (s)", 3},
           {"Decoding (s)", 3},
           {"Decoding (times real time)", 2},
           {"Energy (J)", 1}},
          {}};
}

/// What LibTorch makes of the same WaveNets.
void addPort(StudyContext& context, std::span<const Sized> sizes) {
  Table table{"libtorch",
              "The WaveNets in LibTorch, sample by sample",
              "One core, random weights. Natural: one convolution per layer. Tuned: products of "
              "matrices that were transposed beforehand.",
              {{"Model"}, {"Natural (times real time)", 4}, {"Tuned (times real time)", 4}},
              {}};
  for (const auto& size : sizes) {
    const auto* waveNet = std::get_if<model::WaveNetConfig>(&size.config);
    if (!waveNet || context.progress().cancelled()) continue;
    const auto speed =
        model::defaultBackend()->portSpeed(*waveNet, kPortSeconds, context.progress());
    if (!speed) {
      context.remark("LibTorch was not measured: " + speed.error().message);
      return;
    }
    table.rows.push_back({size.name, speed->natural / kModelRate.hz, speed->tuned / kModelRate.hz});
  }
  if (!table.rows.empty()) context.add(std::move(table));
}

void addRemainder(StudyContext& context) {
  if (const auto memory = peakMemoryMb())
    context.add(Text{"Memory", "The peak memory of this process was " +
                                   std::to_string(static_cast<int>(*memory)) +
                                   " MB, including LibTorch."});
  context.add(Text{"Training",
                   "A training run reports its own speed (perSecond in metrics.jsonl). "
                   "assets/docs/performance.md has measurements."});
}

}  // namespace

Result<void> studyCost(StudyContext& context) {
  const auto note = chosenNote(context, kA4);
  if (!note) return tl::unexpected(note.error());
  Table sizes = sizesTable();
  Table speed = speedTable();
  Chart chart;
  chart.y = {.title = "Decoding (times real time)", .low = 0};
  Series bars{.look = Look::Bars};
  std::vector<Sized> all;
  const auto models = context.modelsOr({"wavenet-compact", "baseline-compact"});
  for (std::size_t m = 0; m < models.size(); ++m) {
    const auto share = [&](std::size_t at) {
      return 0.8 * static_cast<double>(at) / static_cast<double>(models.size());
    };
    PartOf part(context.progress(), share(m), share(m + 1));
    const auto card = context.card(models[m]);
    if (!card) return tl::unexpected(card.error());
    if (const auto config = model::parseConfig((*card)->config, (*card)->name)) {
      addRow(sizes, labelOf(**card), *config);
      all.push_back({labelOf(**card), *config});
    }
    const auto best = timed(context, **card, *note, part);
    if (!best) return tl::unexpected(best.error());
    const double seconds = static_cast<double>(kNoteSamples) / kModelRate.hz;
    speed.rows.push_back({labelOf(**card), best->encode, best->decode, seconds / best->decode,
                          best->joules ? Cell(*best->joules) : Cell()});
    bars.x.push_back(static_cast<double>(m));
    bars.y.push_back(seconds / best->decode);
    chart.x.categories.push_back(labelOf(**card).shown);
  }
  for (const auto& size : paperSizes()) addRow(sizes, size.name, size.config);
  if (!energyCounter())
    context.remark("This system does not report its energy use (RAPL), or not to every user");
  chart.series.push_back(std::move(bars));
  context.add(std::move(sizes));
  context.add(Figure{.name = "speed",
                     .title = "Speed of decoding, one core",
                     .width = 620,
                     .height = 300,
                     .charts = {std::move(chart)}});
  context.add(std::move(speed));
  addPort(context, all);
  addRemainder(context);
  return {};
}

}  // namespace timbre::studies
