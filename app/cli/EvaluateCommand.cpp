#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "base/StandardPaths.h"
#include "dataset/NoteLibrary.h"
#include "evaluation/Evaluation.h"
#include "evaluation/Morph.h"
#include "evaluation/Summary.h"

namespace timbre::cli {
namespace {

struct EvaluateArgs {
  std::vector<std::string> models;
  std::filesystem::path notes;
  model::DecodeOptions decode;
  std::string split;
  dataset::SplitRule splits;
  int every = 1;
  int threads = 0;
  int morphs = 10;
  bool referenceSystems = true;
  bool nats = true;
  bool json = false;
};

/// One who rebuilds notes, once for each core.
struct System {
  std::string name;
  std::vector<evaluation::Reconstructor> workers;
  std::shared_ptr<model::Autoencoder> model;  ///< none: a floor
  std::vector<evaluation::NoteScore> scores;
  std::vector<evaluation::MorphScore> morphs;
};

nlohmann::json asJson(const std::string& by, const evaluation::NoteScore& s) {
  const auto maybe = [](const std::optional<double>& x) {
    return x ? nlohmann::json(*x) : nlohmann::json();
  };
  return {{"rebuilt_by", by},
          {"id", s.id},
          {"pitched", s.pitched},
          {"cents", maybe(s.cents)},
          {"spectral_distance_db", s.spectralDistance},
          {"spectral_distance_80_db", s.wideSpectralDistance},
          {"envelope_correlation", s.envelopeCorrelation},
          {"nats", maybe(s.nats)},
          {"encode_s", s.encodeSeconds},
          {"decode_s", s.decodeSeconds}};
}

nlohmann::json asJson(const evaluation::Mean& m) {
  return {{"mean", m.value}, {"low", m.low}, {"high", m.high}};
}

nlohmann::json asJson(const std::string& by, std::string_view family,
                      const evaluation::Summary& s) {
  return {{"rebuilt_by", by},
          {"family", family},
          {"notes", s.notes},
          {"in_tune",
           {{"hits", s.inTune.hits},
            {"of", s.inTune.of},
            {"low", s.inTune.low()},
            {"high", s.inTune.high()}}},
          {"spectral_distance_db", asJson(s.spectralDistance)},
          {"spectral_distance_80_db", asJson(s.wideSpectralDistance)},
          {"envelope_correlation", asJson(s.envelopeCorrelation)},
          {"nats", s.nats ? asJson(*s.nats) : nlohmann::json()},
          {"decode_s", s.decodeSeconds}};
}

void printSummary(std::string_view family, const std::string& by, const evaluation::Summary& s) {
  std::printf(
      "%-10s  %-20s %5d  %4d/%-4d %5.1f %% (%4.1f-%5.1f)  %5.2f (%5.2f-%5.2f)  %6.2f  "
      "%6.3f (%5.3f-%5.3f)  ",
      std::string(family).c_str(), by.substr(0, 20).c_str(), s.notes, s.inTune.hits, s.inTune.of,
      100 * s.inTune.value(), 100 * s.inTune.low(), 100 * s.inTune.high(), s.spectralDistance.value,
      s.spectralDistance.low, s.spectralDistance.high, s.wideSpectralDistance.value,
      s.envelopeCorrelation.value, s.envelopeCorrelation.low, s.envelopeCorrelation.high);
  if (s.nats)
    std::printf("%5.3f (%5.3f-%5.3f)", s.nats->value, s.nats->low, s.nats->high);
  else
    std::printf("%-19s", "-");
  std::printf("  %6.2f s\n", s.decodeSeconds);
}

/// Calls `row` for each family that has notes, and for all of them, with each contestant.
template <class Row>
void forEachRow(const std::vector<System>& systems, Row row) {
  for (std::size_t f = 0; f < dataset::kFamilies.size(); ++f)
    for (const auto& c : systems) {
      std::vector<evaluation::NoteScore> some;
      std::copy_if(c.scores.begin(), c.scores.end(), std::back_inserter(some),
                   [&](const auto& s) { return s.family == static_cast<int>(f); });
      if (!some.empty()) row(dataset::kFamilies[f], c.name, evaluation::summarised(some));
    }
  for (const auto& c : systems) row("all", c.name, evaluation::summarised(c.scores));
}

struct MorphSummary {
  evaluation::Proportion inPlace;      ///< of all points
  evaluation::Proportion withoutHole;  ///< of the morphs: no point 6 dB below the quieter end
  double deepest = 0;
};

MorphSummary summarised(const std::vector<evaluation::MorphScore>& morphs) {
  constexpr double kHoleDb = 6;
  MorphSummary sum;
  for (const auto& m : morphs) {
    sum.inPlace.hits += m.inPlace();
    sum.inPlace.of += evaluation::kMorphPoints;
    sum.withoutHole.hits += m.dipDb() < kHoleDb;
    ++sum.withoutHole.of;
    sum.deepest = std::max(sum.deepest, m.dipDb());
  }
  return sum;
}

void printTable(const std::vector<System>& systems) {
  std::printf("%-10s  %-20s %5s  %-27s  %-20s %6s  %-20s  %-19s  %s\n", "family", "rebuilt by",
              "notes", "within 50 cents (95 %)", "distance (dB)", "80 dB", "envelope",
              "nats a sample", "decoding");
  forEachRow(systems, printSummary);
  for (const auto& c : systems) {
    if (c.morphs.empty()) continue;
    const auto m = summarised(c.morphs);
    std::printf(
        "morphs by %s: pitch in its place at %d of %d points, %d of %d without a hole "
        "(6 dB), deepest dip %.1f dB\n",
        c.name.c_str(), m.inPlace.hits, m.inPlace.of, m.withoutHole.hits, m.withoutHole.of,
        m.deepest);
  }
}

void printJson(const std::vector<System>& systems) {
  nlohmann::json rows = nlohmann::json::array(), morphs = nlohmann::json::array();
  forEachRow(systems, [&](std::string_view family, const std::string& by,
                          const evaluation::Summary& s) { rows.push_back(asJson(by, family, s)); });
  for (const auto& c : systems) {
    if (c.morphs.empty()) continue;
    const auto m = summarised(c.morphs);
    morphs.push_back({{"rebuilt_by", c.name},
                      {"points", m.inPlace.of},
                      {"in_place", m.inPlace.hits},
                      {"morphs", m.withoutHole.of},
                      {"without_hole", m.withoutHole.hits},
                      {"deepest_dip_db", m.deepest}});
  }
  std::cout << nlohmann::json{{"summary", rows}, {"morphs", morphs}}.dump() << std::endl;
}

Result<std::vector<dataset::NoteInfo>> notesOf(const EvaluateArgs& args) {
  Unwatched quiet;
  const auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, quiet);
  if (!library) return tl::unexpected(library.error());
  std::optional<dataset::Split> split;
  if (!args.split.empty()) {
    const auto named = dataset::splitNamed(args.split);
    if (!named) return tl::unexpected(named.error());
    split = *named;
  }
  std::vector<dataset::NoteInfo> notes;
  std::size_t seen = 0;
  for (const auto& note : library->notes())
    if (!split || dataset::splitOf(args.splits, note) == split)
      if (seen++ % static_cast<std::size_t>(args.every) == 0) notes.push_back(note);
  if (notes.empty())
    return fail(ErrorCode::BadFormat, library->folder().string() +
                                          " holds no such notes; choose "
                                          "another folder or split");
  return notes;
}

/// The models, one for every core with the same weights, then the floors.
Result<std::vector<System>> systemsOf(const EvaluateArgs& args) {
  const auto cores = static_cast<std::size_t>(
      args.threads > 0 ? args.threads
                       : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  std::vector<System> all;
  for (const auto& word : args.models) {
    System c;
    for (std::size_t i = 0; i < cores; ++i) {
      auto opened = c.model ? c.model->clone() : openModel(word, 1);
      if (!opened) return tl::unexpected(opened.error());
      c.model = std::move(*opened);
      c.workers.push_back(evaluation::rebuiltBy(c.model, args.decode, args.nats));
    }
    c.name = std::filesystem::path(word).stem().string();
    all.push_back(std::move(c));
  }
  if (!args.referenceSystems) return all;
  all.push_back({"8-bit mu-law", std::vector(cores, evaluation::quantised()), nullptr, {}, {}});
  all.push_back(
      {"true spectrogram",
       std::vector(cores, evaluation::fromTrueSpectrogram(args.decode.griffinLimIterations)),
       nullptr,
       {},
       {}});
  return all;
}

Result<void> morphAll(const EvaluateArgs& args, std::span<const dataset::NoteInfo> notes,
                      System& system, Progress& progress) {
  const auto pairs = evaluation::morphPairs(notes, args.morphs);
  const double step = 1.0 / std::max<double>(1, static_cast<double>(pairs.size()));
  double at = 0;
  for (const auto& [a, b] : pairs) {
    PartOf part(progress, at, std::min(1.0, at + step));
    at += step;
    auto score =
        evaluation::morph(notes[static_cast<std::size_t>(a)], notes[static_cast<std::size_t>(b)],
                          *system.model, args.decode, part);
    if (!score && score.error().code == ErrorCode::Cancelled) return tl::unexpected(score.error());
    if (!score)
      warn(score.error().message);
    else if (*score)
      system.morphs.push_back(std::move(**score));
  }
  return {};
}

Result<void> evaluate(const EvaluateArgs& args, Progress& progress) {
  const auto notes = notesOf(args);
  if (!notes) return tl::unexpected(notes.error());
  auto systems = systemsOf(args);
  if (!systems) return tl::unexpected(systems.error());
  const double share = 1.0 / static_cast<double>(systems->size());
  double at = 0;
  for (System& c : *systems) {
    PartOf notesPart(progress, at, at + 0.8 * share),
        morphPart(progress, at + 0.8 * share, at + share);
    at += share;
    auto scores = evaluation::evaluate(
        *notes, c.workers,
        [&](const Result<evaluation::NoteScore>& score) {
          if (!score)
            warn(score.error().message);
          else if (args.json)
            std::cout << asJson(c.name, *score).dump() << std::endl;
        },
        notesPart);
    if (!scores) return tl::unexpected(scores.error());
    c.scores = std::move(*scores);
    if (c.model && args.morphs > 0)
      if (auto morphed = morphAll(args, *notes, c, morphPart); !morphed) return morphed;
  }
  args.json ? printJson(*systems) : printTable(*systems);
  return {};
}

}  // namespace

void addEvaluate(CLI::App& app, Work& work) {
  auto args = std::make_shared<EvaluateArgs>();
  auto* command = app.add_subcommand(
      "evaluate", "Rebuild a folder of notes and say how well: pitch, spectrum, envelope");
  command
      ->add_option("-m,--model", args->models,
                   "A name from `timbre models`, or a weights file; several are compared")
      ->required();
  command->add_option("--notes", args->notes,
                      "An NSynth-format folder (default: the starter library)");
  command->add_option("--split", args->split, "Only these notes: train, held-out or unseen");
  addSplitOptions(*command, args->splits);
  command->add_option("--every", args->every, "Only each n-th note")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--seed", args->decode.seed, "Same seed, same figures")
      ->capture_default_str();
  command
      ->add_option("--temperature", args->decode.temperature,
                   "WaveNet: 0 always takes the likeliest sample")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  command->add_flag("!--no-post-filter", args->decode.postFilter,
                    "WaveNet: judge the sound as it is sampled, before the weights' post-filter");
  command
      ->add_option("--iterations", args->decode.griffinLimIterations,
                   "Baseline and true spectrogram: Griffin-Lim iterations")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--morphs", args->morphs, "Pairs of notes to morph (0: none)")
      ->check(CLI::Range(0, 10000))
      ->capture_default_str();
  command->add_flag("!--no-floors", args->referenceSystems,
                    "Leave out what no model can beat: 8-bit mu-law and the true spectrogram");
  command->add_flag("!--no-nats", args->nats, "WaveNet: leave out the nats a sample");
  command->add_option("--threads", args->threads, "Cores to use, a note each (0: all)");
  addProcessorOption(*command);
  command->add_flag("--json", args->json, "Print a JSON object a note, then one with the summary");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return evaluate(*args, progress); }; });
}

}  // namespace timbre::cli
