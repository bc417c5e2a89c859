#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Inputs.h"
#include "base/Places.h"
#include "dataset/NoteLibrary.h"
#include "study/Evaluation.h"

namespace timbre::cli {
namespace {

struct EvaluateArgs {
  std::string model;
  std::filesystem::path notes;
  model::DecodeOptions decode;
  int every = 1;
  int threads = 0;
  bool json = false;
};

nlohmann::json asJson(const study::NoteScore& s) {
  nlohmann::json line{{"id", s.id},
                      {"pitched", s.pitched},
                      {"spectral_distance_db", s.spectralDistance},
                      {"envelope_correlation", s.envelopeCorrelation},
                      {"encode_s", s.encodeSeconds},
                      {"decode_s", s.decodeSeconds}};
  line["cents"] = s.cents ? nlohmann::json(*s.cents) : nlohmann::json();
  return line;
}

void printSummary(std::string_view name, const study::Summary& s) {
  std::printf(
      "%-12s %5d  %4d/%-4d %5.1f %% (%4.1f-%5.1f)  %6.2f +- %.2f dB  %6.3f +- %.3f  %6.2f s\n",
      std::string(name).c_str(), s.notes, s.inTune.hits, s.inTune.of, 100 * s.inTune.value(),
      100 * s.inTune.low(), 100 * s.inTune.high(), s.spectralDistance.value,
      s.spectralDistance.margin, s.envelopeCorrelation.value, s.envelopeCorrelation.margin,
      s.decodeSeconds);
}

void printTable(const std::vector<study::NoteScore>& scores) {
  std::printf("%-12s %5s  %-27s  %-16s  %-15s  %s\n", "family", "notes", "within 50 cents (95 %)",
              "spectral distance", "envelope", "decoding");
  for (std::size_t f = 0; f < dataset::kFamilies.size(); ++f) {
    std::vector<study::NoteScore> some;
    std::copy_if(scores.begin(), scores.end(), std::back_inserter(some),
                 [&](const auto& s) { return s.family == static_cast<int>(f); });
    if (!some.empty()) printSummary(dataset::kFamilies[f], study::summarised(some));
  }
  printSummary("all", study::summarised(scores));
}

Result<void> evaluate(const EvaluateArgs& args, Progress& progress) {
  Unwatched quiet;
  const auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, quiet);
  if (!library) return tl::unexpected(library.error());
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  std::vector<study::NoteScore> scores;
  const auto notes = library->notes();
  for (std::size_t i = 0; i < notes.size(); i += static_cast<std::size_t>(args.every)) {
    PartOf part(progress, static_cast<double>(i) / static_cast<double>(notes.size()),
                std::min(1.0, static_cast<double>(i + 1) / static_cast<double>(notes.size())));
    const auto score = study::evaluate(notes[i], **model, args.decode, part);
    if (!score && score.error().code == ErrorCode::Cancelled) return tl::unexpected(score.error());
    if (!score) {
      std::cerr << "timbre: " << score.error().message << '\n';
      continue;
    }
    scores.push_back(*score);
    if (args.json) std::cout << asJson(*score).dump() << std::endl;
  }
  if (!args.json) printTable(scores);
  return {};
}

}  // namespace

void addEvaluate(CLI::App& app, Work& work) {
  auto args = std::make_shared<EvaluateArgs>();
  auto* command = app.add_subcommand(
      "evaluate", "Rebuild a folder of notes and say how well: pitch, spectrum, envelope");
  command->add_option("-m,--model", args->model, "A name from `timbre models`, or a weights file")
      ->required();
  command->add_option("--notes", args->notes,
                      "An NSynth-format folder (default: the starter library)");
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
  command
      ->add_option("--iterations", args->decode.griffinLimIterations,
                   "Baseline: Griffin-Lim iterations")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--threads", args->threads, "Cores to use (0: all)");
  addProcessorOption(*command);
  command->add_flag("--json", args->json, "Print one JSON object a note");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return evaluate(*args, progress); }; });
}

}  // namespace timbre::cli
