#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NoteSources.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/Cores.h"
#include "base/CountText.h"
#include "base/Stopwatch.h"
#include "evaluation/PostFilterNotes.h"
#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "model/wavenet/WaveNetWeights.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

struct PostFilterArgs {
  std::string model;
  std::vector<fs::path> notes;
  std::vector<double> shares;
  std::string split = "train";
  dataset::SplitRule rule;
  int count = 4000;
  int threads = 0;
  bool fresh = false;
  bool json = false;
  model::PostFilterRequest request;
};

/// Between two lines of results: what stands on a terminal goes.
void say(const std::string& line) {
  if (::isatty(STDERR_FILENO) != 0) std::fputs("\r\033[K", stderr);
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

class FitConsole final : public model::PostFilterObserver {
 public:
  FitConsole(Progress& progress, bool json) : progress_(progress), json_(json) {}
  void advanced(double fraction) override { progress_.advanced(fraction); }
  bool cancelled() const override { return progress_.cancelled(); }
  void reported(const model::PostFilterReport& r) override {
    say(json_ ? asJson(r) : asLine(r));
    last_ = r;
  }
  /// The network has learnt the notes by heart.
  bool byHeart() const { return last_.heldBackDb > 1.5 * last_.fittedDb; }

 private:
  static std::string asJson(const model::PostFilterReport& r) {
    return nlohmann::json{{"step", r.step},
                          {"seconds", r.seconds},
                          {"fitted_db", r.fittedDb},
                          {"held_out_db", r.heldBackDb},
                          {"seconds_left", r.secondsLeft}}
        .dump();
  }
  static std::string asLine(const model::PostFilterReport& r) {
    char text[160];
    int at = std::snprintf(text, sizeof text, "step %lld  error %.2f dB",
                           static_cast<long long>(r.step), r.fittedDb);
    const auto add = [&](const char* form, double x) {
      at += std::snprintf(text + at, sizeof text - static_cast<std::size_t>(at), form, x);
    };
    if (r.heldBackDb >= 0) add("  on held-out notes %.2f dB", r.heldBackDb);
    if (r.secondsLeft >= 0) add("  %.0f s left", r.secondsLeft);
    return text;
  }

  Progress& progress_;
  bool json_;
  model::PostFilterReport last_;
};

/// Reports the preparation of notes every ten seconds where no terminal shows it.
class ListeningConsole final : public Progress {
 public:
  ListeningConsole(Progress& progress, bool says)
      : progress_(progress), says_(says && ::isatty(STDERR_FILENO) == 0) {}
  void advanced(double fraction) override {
    progress_.advanced(fraction);
    if (!says_ || fraction <= 0 || watch_.seconds() < next_) return;
    next_ = watch_.seconds() + kEvery;
    char text[80];
    std::snprintf(text, sizeof text, "Preparing notes: %.0f %%, %.0f s left", 100 * fraction,
                  watch_.seconds() * (1 - fraction) / fraction);
    say(text);
  }
  bool cancelled() const override { return progress_.cancelled(); }

 private:
  static constexpr double kEvery = 10;
  Progress& progress_;
  const bool says_;
  const Stopwatch watch_;
  double next_ = kEvery;
};

Result<std::vector<evaluation::SharedNotes>> sourcesOf(const PostFilterArgs& args,
                                                       Progress& progress) {
  if (!args.shares.empty() && args.shares.size() != args.notes.size())
    return fail(ErrorCode::BadFormat, "--share needs one number per source of notes, here " +
                                          std::to_string(args.notes.size()));
  const auto split = dataset::splitNamed(args.split);
  if (!split) return tl::unexpected(split.error());
  std::vector<evaluation::SharedNotes> sources;
  for (std::size_t i = 0; i < args.notes.size(); ++i) {
    auto notes = noteSource(args.notes[i], {.split = *split, .rule = args.rule}, progress);
    if (!notes) return tl::unexpected(notes.error());
    if (notes->count < 1)
      return fail(ErrorCode::BadFormat, args.notes[i].string() + " holds no notes of the split " +
                                            args.split + "; choose another source or split");
    sources.push_back({std::move(*notes), args.shares.empty() ? 1 : args.shares[i]});
  }
  return sources;
}

/// The model once for every core.
Result<std::vector<std::shared_ptr<model::Autoencoder>>> workersOf(const model::ModelCard& card,
                                                                   int threads) {
  if (const auto known = checkProcessor(); !known) return tl::unexpected(known.error());
  const int cores = coresOr(threads);
  std::vector<std::shared_ptr<model::Autoencoder>> workers;
  do {
    auto model =
        workers.empty() ? model::defaultBackend()->load(card, 1) : workers.front()->clone();
    if (!model) return tl::unexpected(model.error());
    workers.push_back(std::move(*model));
  } while (static_cast<int>(workers.size()) < cores);
  return workers;
}

Result<model::PostFilterExamples> listen(const PostFilterArgs& args, const model::ModelCard& card,
                                         Progress& progress) {
  PartOf opening(progress, 0, 0.02), listening(progress, 0.02, 1);
  const auto sources = sourcesOf(args, opening);
  if (!sources) return tl::unexpected(sources.error());
  const auto workers = workersOf(card, args.threads);
  if (!workers) return tl::unexpected(workers.error());
  if (!args.json) say("Preparing " + countText(args.count, "note"));
  const Stopwatch watch;
  ListeningConsole console(listening, !args.json);
  auto examples = evaluation::postFilterExamples(
      args.request.config, *workers, *sources,
      {args.count, args.request.seed, [](const Error& e) { warn(e.message); }}, console);
  if (examples && !args.json) {
    char took[24];
    std::snprintf(took, sizeof took, "%.0f s", watch.seconds());
    say(countText(examples->frames, "frame") + " prepared in " + took + ", " +
        std::to_string(examples->heldBack) + " of them held out");
  }
  return examples;
}

/// The one in the file, if it has the same size and --fresh is not given.
Result<model::PostFilterWeights> startOf(const PostFilterArgs& args,
                                         const model::SafeTensors& file) {
  const auto hidden = model::postFilterHidden(file, args.request.config);
  if (args.fresh || (hidden && *hidden != args.request.hidden)) return model::PostFilterWeights{};
  if (!hidden)
    return tl::unexpected(Error{hidden.error().code, hidden.error().message + ", or use --fresh"});
  return model::readPostFilter(file, args.request.config, args.request.hidden);
}

Result<void> postFilter(PostFilterArgs args, Progress& progress) {
  const auto folders = model::modelFolders();
  const auto card = model::chooseModel(model::findModels(folders), args.model);
  if (!card) return tl::unexpected(card.error());
  if (card->kind != "wavenet")
    return fail(ErrorCode::Unsupported,
                card->file.string() + " is not a WaveNet; only WaveNets have a post-filter");
  const auto opened = model::wavenet::openWaveNet(card->file);
  if (!opened) return tl::unexpected(opened.error());
  args.request.config = opened->config;
  if (const auto good = checkChangeable(card->file); !good) return good;
  auto start = startOf(args, opened->file);
  if (!start) return tl::unexpected(start.error());
  args.request.start = std::move(*start);
  if (const auto ready = model::defaultBackend()->prepare(); !ready) return ready;
  PartOf listening(progress, 0, 0.5), fitting(progress, 0.5, 1);
  const auto examples = listen(args, *card, listening);
  if (!examples) return tl::unexpected(examples.error());
  if (!args.json && !args.request.start.empty()) say("Continuing from the post-filter in the file");
  FitConsole console(fitting, args.json);
  const auto weights = model::defaultBackend()->fitPostFilter(args.request, *examples, console);
  if (!weights) return tl::unexpected(weights.error());
  if (console.byHeart())
    warn("The error on held-out notes is much larger than on the others; fit to more notes");
  return model::writePostFilter(opened->file, opened->config, args.request.hidden, *weights);
}

void addFitOptions(CLI::App& command, PostFilterArgs& args) {
  auto& request = args.request;
  command
      .add_option("--minutes", request.minutes,
                  "Length of the fit in minutes, after the notes are prepared")
      ->check(within(0.001, 100000.0))
      ->capture_default_str();
  command
      .add_option("--steps", request.steps,
                  "Length of the fit in steps instead; then the same seed gives the same weights")
      ->check(within(1, 1000000000));
  command.add_option("--hidden", request.hidden, "Units in each hidden layer")
      ->check(within(1, 4096))
      ->capture_default_str();
  command.add_option("--rate", request.rate, "Initial learning rate; it falls to 0")
      ->check(within(1e-9, 0.5))
      ->capture_default_str();
  command.add_option("--batch", request.batch, "Frames per step")
      ->check(within(1, 65536))
      ->capture_default_str();
  addSeedOption(command, request.seed, "");
  addThreadsOption(command, args.threads, "Cores to prepare notes with (0: all); the fit uses one");
  command.add_flag("--fresh", args.fresh,
                   "Start from scratch even if the file already has a post-filter of this size, "
                   "instead of continuing from it");
}

}  // namespace

void addPostFilter(CLI::App& app, Work& work) {
  auto args = std::make_shared<PostFilterArgs>();
  auto* command = app.add_subcommand(
      "post-filter",
      "Fit a WaveNet's post-filter and store it in the weights file. It is a small network that "
      "predicts each frame's spectrum from the embedding, to reduce noise in the sound. If you "
      "stop it early, the file stays as it was");
  command
      ->add_option("model", args->model,
                   "A name from `timbre models`, or a weights file; the file is changed")
      ->required();
  command
      ->add_option("notes", args->notes,
                   "NSynth-format folders, archives or training packs, drawn equally often unless "
                   "--share is given")
      ->required();
  command->add_option("--share", args->shares, "Relative weight of each source, in the order given")
      ->check(within(0.0, 1e9));
  command
      ->add_option("--notes-count", args->count,
                   "Number of notes, a second and a half of each; a twentieth is held out")
      ->check(within(1, 1000000))
      ->capture_default_str();
  command->add_option("--split", args->split, "Notes to use: train, held-out or unseen")
      ->capture_default_str();
  addSplitOptions(*command, args->rule);
  addFitOptions(*command, *args);
  command->add_flag("--json", args->json, "Print each report as JSON");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return postFilter(*args, progress); }; });
}

}  // namespace timbre::cli
