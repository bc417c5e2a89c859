#include "training/run/Train.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/PackWriter.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/TrainRequestJson.h"
#include "model/catalogue/Catalogue.h"
#include "sampler/MuLaw.h"
#include "support/TemporaryFolder.h"
#include "support/ToyLibrary.h"
#include "training/run/RunFolder.h"

namespace timbre::training {

using model::TrainRequest;
using test::TemporaryFolder;

namespace {

class Observer final : public model::TrainingObserver {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return isCancelled && isCancelled(); }
  void reported(const model::TrainReport& report) override { reports.push_back(report); }
  std::vector<model::TrainReport> reports;
  std::function<bool()> isCancelled;
};

const model::WaveNetConfig kTiny{.width = 4,
                                 .skip = 4,
                                 .layers = 3,
                                 .stages = 3,
                                 .aeWidth = 4,
                                 .aeLayers = 3,
                                 .aeStages = 3,
                                 .z = 2,
                                 .hop = 64};
const model::BaselineConfig kTinyBaseline{.divide = 128, .z = 4, .pitchConditioned = true};

std::vector<float> averages(const std::filesystem::path& run) {
  const auto file = model::SafeTensors::open(run / "weights.safetensors");
  std::vector<float> all;
  for (const auto& [name, tensor] : file.value().tensors()) {
    const auto numbers = file->floats(name).value();
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  return all;
}

}  // namespace

/// Nats per sample of a network that knows how often each class occurs and nothing of the sound.
double histogramNats(const audio::AudioClip& clip) {
  std::array<double, 256> counts{};
  for (const float x : clip.samples()) ++counts[static_cast<std::size_t>(sampler::muLawClass(x))];
  double nats = 0;
  for (const double count : counts)
    if (count > 0) nats -= count * std::log(count / static_cast<double>(clip.samples().size()));
  return nats / static_cast<double>(clip.samples().size());
}

class Training : public testing::Test {
 protected:
  Training() { test::makeToyLibrary(notes_); }

  TrainRequest request(const std::string& run, std::int64_t steps,
                       const model::ModelConfig& config = kTiny) const {
    TrainRequest r;
    r.config = toJson(config);
    r.notes = {{notes_.path(), 1}};
    r.run = runs_ / run;
    r.steps = steps;
    r.scheduleSteps = 400;
    r.batch = 2;
    r.crop = 640;
    r.rate = 1e-2;
    r.device = "cpu";
    r.threads = 1;
    return r;
  }

  std::string complaint(const TrainRequest& r) {
    const auto trained = train(r, observer_);
    return trained ? std::string() : trained.error().message;
  }

  /// How many reports have a remark with these words.
  long says(const char* words) const {
    return std::count_if(
        observer_.reports.begin(), observer_.reports.end(),
        [&](const auto& report) { return report.remark.find(words) != std::string::npos; });
  }

  TemporaryFolder notes_, runs_;
  Observer observer_;
};

TEST_F(Training, learnsMoreOfATonesSamplesThanHowOftenEachOccurs) {
  const TemporaryFolder tone;
  const auto note = test::toyNote("flute_acoustic_000-069-127");
  const auto clip = test::sine(440, 0.5, kNoteSamples);
  std::filesystem::create_directory(tone / "audio");
  ASSERT_TRUE(audio::writeWav(tone / "audio" / (note.id + ".wav"), clip));
  ASSERT_TRUE(dataset::writeExamplesJson(tone.path(), std::span(&note, 1)));
  TrainRequest r = request("tone", 1);
  r.notes = {{tone.path(), 1}};
  ASSERT_EQ(complaint(r), "");
  EXPECT_NEAR(observer_.reports.front().loss, std::log(256.0),
              1);  // nothing is known at the start
  r.steps = 400;
  ASSERT_EQ(complaint(r), "");
  EXPECT_LT(observer_.reports.back().loss, 0.9 * histogramNats(clip));
}

TEST_F(Training, leavesAModelThatTheCatalogueKnows) {
  ASSERT_EQ(complaint(request("run", 3)), "");
  const auto card = model::readCard(runs_ / "run" / "weights.safetensors");
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->kind, "wavenet");
  EXPECT_EQ(card->hop, 64);
}

TEST_F(Training, goesOnBitByBit) {
  for (const model::ModelConfig& config :
       {model::ModelConfig(kTiny), model::ModelConfig(kTinyBaseline)}) {
    const std::string kind = kindOf(config);
    ASSERT_EQ(complaint(request(kind + "-whole", 8, config)), "");
    ASSERT_EQ(complaint(request(kind + "-parts", 3, config)), "");
    EXPECT_NE(averages(runs_ / (kind + "-parts")), averages(runs_ / (kind + "-whole")));
    ASSERT_EQ(complaint(request(kind + "-parts", 8, config)), "");
    EXPECT_EQ(averages(runs_ / (kind + "-parts")), averages(runs_ / (kind + "-whole")));
  }
}

TEST_F(Training, thatIsCancelledCanGoOn) {
  int asked = 0;
  observer_.isCancelled = [&] { return ++asked > 20; };
  const auto trained = train(request("run", 1000), observer_);
  ASSERT_FALSE(trained);
  EXPECT_EQ(trained.error().code, ErrorCode::Cancelled);
  observer_.isCancelled = nullptr;
  const auto state = model::SafeTensors::open(runs_ / "run" / "state.safetensors");
  ASSERT_TRUE(state) << state.error().message;
  const int reached = std::stoi(state->metadata().at("step"));
  EXPECT_GT(reached, 0);
  ASSERT_EQ(complaint(request("run", reached + 2)), "");
  EXPECT_EQ(observer_.reports.back().step, reached + 2);
}

TEST_F(Training, beginsWithTheWeightsItIsGiven) {
  ASSERT_EQ(complaint(request("first", 30)), "");
  TrainRequest next = request("second", 1);
  next.init = runs_ / "first" / "weights.safetensors";
  next.rate = 1e-9;  // so that a step changes nothing to speak of
  ASSERT_EQ(complaint(next), "");
  const auto before = averages(runs_ / "first"), after = averages(runs_ / "second");
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) ASSERT_NEAR(before[i], after[i], 1e-6);
  next.run = runs_ / "third";
  next.config = toJson(kTinyBaseline);
  EXPECT_NE(complaint(next).find("first"), std::string::npos);
}

TEST_F(Training, writesALineForEachReport) {
  ASSERT_EQ(complaint(request("run", 2)), "");
  ASSERT_EQ(complaint(request("run", 4)), "");
  const std::string text = test::textOf(runs_ / "run" / "metrics.jsonl");
  ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  const auto last = nlohmann::json::parse(text.substr(text.find('\n') + 1));
  EXPECT_EQ(last["step"], 4);
  EXPECT_GT(last["loss"].get<double>(), 0);
  EXPECT_GT(last["peak_mb"].get<double>(), 10);
}

TEST_F(Training, refusesTheFolderOfAnotherRun) {
  ASSERT_EQ(complaint(request("run", 1)), "");
  model::WaveNetConfig other = kTiny;
  other.width = 5;
  EXPECT_NE(complaint(request("run", 2, other)).find("another configuration"), std::string::npos);
  test::writeText(runs_ / "run" / "config.json", "{");
  EXPECT_NE(complaint(request("run", 2)), "");
}

TEST_F(Training, refusesAFolderThatAnotherTrainingHolds) {
  ASSERT_EQ(complaint(request("run", 1)), "");
  {
    const auto held = RunFolder::open(request("run", 1), kTiny);
    ASSERT_TRUE(held) << held.error().message;
    EXPECT_NE(complaint(request("run", 2)).find("is running"), std::string::npos);
    EXPECT_EQ(complaint(request("elsewhere", 1)), "");
  }
  EXPECT_EQ(complaint(request("run", 2)), "");
}

TEST_F(Training, varyingThePitchGoesOnBitByBitAndIsRemembered) {
  const auto shifted = [&](const std::string& run, std::int64_t steps) {
    TrainRequest r = request(run, steps);
    r.recipeOptions.semitones = 4;
    return r;
  };
  ASSERT_EQ(complaint(request("plain", 6)), "");
  ASSERT_EQ(complaint(shifted("whole", 6)), "");
  ASSERT_EQ(complaint(shifted("parts", 2)), "");
  ASSERT_EQ(complaint(shifted("parts", 6)), "");
  EXPECT_EQ(averages(runs_ / "parts"), averages(runs_ / "whole"));
  EXPECT_NE(averages(runs_ / "plain"), averages(runs_ / "whole"));
  const auto config = nlohmann::json::parse(test::textOf(runs_ / "whole" / "config.json"));
  EXPECT_EQ(config["recipe_options"]["semitones"], 4);
}

TEST_F(Training, keepsWhatWasLearntWhenItsPackIsShortened) {
  const auto path = runs_ / "notes.safetensors";
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(corpus::writePack(path, [&](corpus::PackWriter& writer) {
    corpus::Label label;
    label.pitch = 60;
    label.instrument = writer.instrument({"a", "a"});
    return writer.addClasses(label, classes);
  }));
  TrainRequest r = request("run", 1000);
  r.notes = {{path, 1}};
  int asked = 0;
  observer_.isCancelled = [&] {
    if (++asked == 10) std::filesystem::resize_file(path, 100);
    return false;
  };
  EXPECT_NE(complaint(r).find("notes.safetensors"), std::string::npos);
  observer_.isCancelled = nullptr;
  const auto state = model::SafeTensors::open(runs_ / "run" / "state.safetensors");
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_GT(std::stoi(state->metadata().at("step")), 0);
}

TEST_F(Training, refusesADamagedState) {
  ASSERT_EQ(complaint(request("run", 1)), "");
  const auto state = runs_ / "run" / "state.safetensors";
  const std::string whole = test::textOf(state);
  for (const std::size_t kept :
       {whole.size() - 1, whole.size() / 2, std::size_t{9}, std::size_t{0}}) {
    test::writeText(state, whole.substr(0, kept));
    EXPECT_NE(complaint(request("run", 2)).find("state.safetensors"), std::string::npos) << kept;
  }
  std::string nan = whole;
  nan.replace(nan.size() - 4, 4, "\xff\xff\xff\x7f");
  test::writeText(state, nan);
  EXPECT_NE(complaint(request("run", 2)).find("finite"), std::string::npos);
}

TEST_F(Training, refusesTheStateOfAnotherRecipe) {
  ASSERT_EQ(complaint(request("run", 1)), "");
  TrainRequest other = request("run", 2);
  other.recipeOptions.spectralAux = false;
  EXPECT_NE(complaint(other).find("recipe"), std::string::npos);
}

TEST_F(Training, refusesABatchThatIsLargerThanTheSet) {
  for (const model::ModelConfig& config :
       {model::ModelConfig(kTiny), model::ModelConfig(kTinyBaseline)}) {
    TrainRequest r = request("run-" + kindOf(config), 1, config);
    r.batch = 500;
    if (config.index() == 0) r.crop = kNoteSamples;
    EXPECT_NE(complaint(r).find("larger than the set"), std::string::npos);
  }
}

/// While one of these lives, no file grows beyond so many bytes: like a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    before_ = ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    rlimit small = limit_;
    small.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    ::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int) = nullptr;
};

TEST_F(Training, keepsTheStateBeforeWhenTheDiskIsFull) {
  ASSERT_EQ(complaint(request("run", 3)), "");
  const auto state = runs_ / "run" / "state.safetensors";
  const std::string before = test::textOf(state);
  {
    const FullDisk full(10'000);  // enough for a line of metrics, not for a state
    TrainRequest more = request("run", 20);
    more.checkpointSeconds = 0;
    observer_.reports.clear();
    EXPECT_NE(complaint(more), "");
    const auto told = std::count_if(observer_.reports.begin(), observer_.reports.end(),
                                    [](const auto& report) { return !report.remark.empty(); });
    EXPECT_EQ(told, 1);  // once, not at every step
  }
  EXPECT_TRUE(test::textOf(state) == before);
  ASSERT_EQ(complaint(request("run", 20)), "");
  ASSERT_EQ(complaint(request("whole", 20)), "");
  EXPECT_EQ(averages(runs_ / "run"), averages(runs_ / "whole"));
}

TEST_F(Training, saysWhenNotEvenItsReportsCanBeWritten) {
  ASSERT_EQ(complaint(request("run", 3)), "");
  const std::string before = test::textOf(runs_ / "run" / "state.safetensors");
  const auto metrics = runs_ / "run" / "metrics.jsonl";
  test::writeText(metrics, test::textOf(metrics) + std::string(9'000, ' ') + "\n");
  {
    const FullDisk full(test::textOf(metrics).size());  // config.json has room, metrics has none
    EXPECT_NE(complaint(request("run", 6)).find("metrics.jsonl"), std::string::npos);
  }
  EXPECT_TRUE(test::textOf(runs_ / "run" / "state.safetensors") == before);
  ASSERT_EQ(complaint(request("run", 6)), "");
}

/// Every write to such a file fails as on a full disk, until it is an ordinary one again.
class FullFile {
 public:
  explicit FullFile(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code none;
    std::filesystem::rename(path_, path_.string() + ".kept", none);
    std::filesystem::create_symlink("/dev/full", path_);
  }
  ~FullFile() { makeRoom(); }
  void makeRoom() {
    if (!std::filesystem::is_symlink(path_)) return;
    std::filesystem::remove(path_);
    std::error_code none;
    std::filesystem::rename(path_.string() + ".kept", path_, none);
  }

 private:
  std::filesystem::path path_;
};

TEST_F(Training, waitsForRoomOnAFullDiskAndSaysSo) {
  ASSERT_EQ(complaint(request("whole", 6)), "");
  for (const char* name : {"metrics.jsonl", "state.safetensors"}) {
    const std::string run = "run-" + std::string(name);
    TrainRequest r = request(run, 6);
    r.reportSeconds = 0;
    observer_.reports.clear();
    std::optional<FullFile> full;
    bool wasFull = false;
    // Full from the first report on, until it is seen to wait.
    observer_.isCancelled = [&] {
      if (!wasFull && !observer_.reports.empty()) full.emplace(runs_ / run / name);
      wasFull = wasFull || full;
      if (says("waits until there is room")) full.reset();
      return false;
    };
    EXPECT_EQ(complaint(r), "") << name;
    observer_.isCancelled = nullptr;
    EXPECT_EQ(says("waits until there is room"), 1) << name;
    EXPECT_EQ(says("resumes"), 1) << name;
    EXPECT_EQ(averages(runs_ / run), averages(runs_ / "whole"));
  }
}

TEST_F(Training, canBeCancelledWhileItWaitsForRoom) {
  ASSERT_EQ(complaint(request("run", 3)), "");
  const FullFile full(runs_ / "run" / "metrics.jsonl");
  observer_.isCancelled = [&] { return says("waits") > 0; };
  EXPECT_NE(complaint(request("run", 6)).find("metrics.jsonl"), std::string::npos);
}

TEST_F(Training, cutsOffHalfALineWhenItIsResumed) {
  ASSERT_EQ(complaint(request("run", 2)), "");
  const auto metrics = runs_ / "run" / "metrics.jsonl";
  test::writeText(metrics, test::textOf(metrics) + R"({"step": 3, "los)");
  ASSERT_EQ(complaint(request("run", 4)), "");
  const std::string text = test::textOf(metrics);
  ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(nlohmann::json::parse(text.substr(text.find('\n') + 1))["step"], 4);

  test::writeText(metrics, std::string(10'000, 'x'));
  ASSERT_EQ(complaint(request("run", 6)), "");
  const std::string rest = test::textOf(metrics);
  EXPECT_EQ(nlohmann::json::parse(rest)["step"], 6) << "nothing of it had an end";
}

TEST_F(Training, writesARequestThatStartsTheSameRun) {
  TrainRequest r = request("run", 2);
  r.recipeOptions.semitones = 2;
  r.reportSeconds = 3;
  ASSERT_EQ(complaint(r), "");
  const auto read = model::readTrainRequest(runs_ / "run");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(model::toJson(*read), model::toJson(r));
}

TEST_F(Training, goesBackWhenTheLossIsNotFinite) {
  TrainRequest wild = request("wild", 40);
  wild.rate = 0.99;  // weights explode within a few steps
  wild.reportSeconds = 0;
  (void)train(wild, observer_);
  const auto weights = averages(runs_ / "wild");
  for (const float weight : weights) ASSERT_TRUE(std::isfinite(weight));
}

TEST_F(Training, saysWhatItCannotDo) {
  TrainRequest r = request("run", 1);
  r.notes = {{notes_ / "absent", 1}};
  EXPECT_NE(complaint(r).find("absent"), std::string::npos);
  r = request("run", 1);
  r.crop = 100;
  EXPECT_NE(complaint(r).find("100"), std::string::npos);
  r = request("run", 1);
  r.recipeOptions.semitones = -1;
  EXPECT_NE(complaint(r).find("semitones"), std::string::npos);
  r = request("run", 1);
  r.recipe = "hopeful";
  EXPECT_NE(complaint(r).find("hopeful"), std::string::npos);
  r = request("run", 1);
  r.device = "abacus";
  EXPECT_NE(complaint(r).find("abacus"), std::string::npos);
  r = request("run", 1);
  r.config = "{}";
  EXPECT_NE(complaint(r), "");
  r = request("run", 1);
  r.run = test::belowAFile(runs_);
  EXPECT_NE(complaint(r), "");
}

}  // namespace timbre::training
