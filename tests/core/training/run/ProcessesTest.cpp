/// Runs in processes of their own: several that train together, and ones that are killed.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "support/TemporaryFolder.h"
#include "support/ToyLibrary.h"
#include "training/run/Train.h"

namespace timbre::training {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

/// Our own kernels compute this one.
const model::WaveNetConfig kSmall{.width = 16,
                                  .skip = 16,
                                  .layers = 4,
                                  .stages = 4,
                                  .aeWidth = 16,
                                  .aeLayers = 4,
                                  .aeStages = 4,
                                  .z = 16,
                                  .hop = 512,
                                  .pitchConditioned = true};
/// And LibTorch these two.
const model::WaveNetConfig kOdd{.width = 6,
                                .skip = 5,
                                .layers = 3,
                                .stages = 3,
                                .aeWidth = 4,
                                .aeLayers = 3,
                                .aeStages = 3,
                                .z = 3,
                                .hop = 64,
                                .pitchConditioned = true};

class Quiet final : public model::TrainingObserver {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return false; }
  void reported(const model::TrainReport&) override {}
};

/// What a process is told, by its environment.
struct Task {
  fs::path notes, run, message;
  model::ModelConfig config;
  int steps = 0, batch = 1;
  double checkpointSeconds = 1e9;
};

model::TrainRequest requestOf(const Task& task) {
  model::TrainRequest r;
  r.config = toJson(task.config);
  r.notes = {{task.notes, 1}};
  r.run = task.run;
  r.steps = task.steps;
  r.scheduleSteps = 1000;
  r.batch = task.batch;
  r.crop = 1024;
  r.rate = 1e-2;
  r.device = "cpu";
  r.threads = 1;
  r.reportSeconds = 0;
  r.checkpointSeconds = task.checkpointSeconds;
  return r;
}

std::string variable(const char* name) {
  const char* const text = std::getenv(name);
  return text ? text : "";
}

class Process {
 public:
  Process(const Task& task, int rank, int size, int port) {
    std::vector<std::string> words{"TASK_NOTES=" + task.notes.string(),
                                   "TASK_RUN=" + task.run.string(),
                                   "TASK_CONFIG=" + toJson(task.config),
                                   "TASK_STEPS=" + std::to_string(task.steps),
                                   "TASK_BATCH=" + std::to_string(task.batch),
                                   "TASK_CHECKPOINT=" + std::to_string(task.checkpointSeconds),
                                   "TASK_MESSAGE=" + task.message.string() + std::to_string(rank)};
    if (size > 1)
      for (const auto& word :
           {"RANK=" + std::to_string(rank), "WORLD_SIZE=" + std::to_string(size),
            "MASTER_PORT=" + std::to_string(port), std::string("MASTER_ADDR=127.0.0.1"),
            std::string("GLOO_SOCKET_IFNAME=lo")})
        words.push_back(word);
    for (char** one = environ; *one; ++one) words.push_back(*one);
    std::vector<char*> environment;
    for (auto& word : words) environment.push_back(word.data());
    environment.push_back(nullptr);
    std::string program = "/proc/self/exe", filter = "--gtest_filter=Child.DISABLED_trains",
                disabled = "--gtest_also_run_disabled_tests", brief = "--gtest_brief=1";
    char* const arguments[] = {program.data(), filter.data(), disabled.data(), brief.data(),
                               nullptr};
    if (::posix_spawn(&id_, program.c_str(), nullptr, nullptr, arguments, environment.data()) != 0)
      id_ = -1;
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (id_ > 0) kill();
  }

  void kill() {
    ::kill(id_, SIGKILL);
    wait();
  }
  bool wait() {
    int status = -1;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t id_ = -1;
};

int freePort() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound =
      ::bind(listener, plain, size) == 0 && ::getsockname(listener, plain, &size) == 0;
  ::close(listener);
  return bound ? ntohs(address.sin_port) : 29511;
}

std::vector<double> losses(const fs::path& run) {
  std::istringstream lines(test::textOf(run / "metrics.jsonl"));
  std::vector<double> all;
  for (std::string line; std::getline(lines, line);)
    all.push_back(nlohmann::json::parse(line)["loss"].get<double>());
  return all;
}

std::vector<float> numbersIn(const fs::path& file) {
  const auto opened = model::SafeTensors::open(file);
  std::vector<float> all;
  for (const auto& [name, tensor] : opened.value().tensors()) {
    const auto numbers = opened->floats(name).value();
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  return all;
}

int stepOf(const fs::path& run) {
  const auto state = model::SafeTensors::open(run / "state.safetensors");
  return state ? std::stoi(state->metadata().at("step")) : 0;
}

}  // namespace

/// The processes that the tests below start run this.
TEST(Child, DISABLED_trains) {
  Task task{variable("TASK_NOTES"), variable("TASK_RUN"), variable("TASK_MESSAGE"),
            model::parseConfig(variable("TASK_CONFIG"), "").value()};
  task.steps = std::stoi(variable("TASK_STEPS"));
  task.batch = std::stoi(variable("TASK_BATCH"));
  task.checkpointSeconds = std::stod(variable("TASK_CHECKPOINT"));
  Quiet observer;
  const auto trained = train(requestOf(task), observer);
  if (!trained) test::writeText(task.message, trained.error().message);
  ASSERT_TRUE(trained);
}

class Processes : public testing::Test {
 protected:
  Processes() { test::makeToyLibrary(notes_); }

  Task task(const std::string& run, int steps, int batch, const model::ModelConfig& config) const {
    return {notes_.path(), runs_ / run, runs_ / "message", config, steps, batch};
  }
  /// Both ended well.
  static bool trainTwo(const Task& task) {
    const int port = freePort();
    Process first(task, 0, 2, port), second(task, 1, 2, port);
    const bool one = first.wait(), two = second.wait();
    return one && two;
  }
  static bool trainOne(const Task& task) {
    Quiet observer;
    return train(requestOf(task), observer).has_value();
  }
  /// Until the run has taken so many steps.
  static void waitFor(const fs::path& run, int step) {
    for (int i = 0; i < 3000 && stepOf(run) < step; ++i) std::this_thread::sleep_for(10ms);
    ASSERT_GE(stepOf(run), step);
  }

  test::TemporaryFolder notes_, runs_;
};

TEST_F(Processes, learnTogetherWhatOneLearnsOfTheDoubledBatch) {
  for (const auto& [name, config] :
       {std::pair<std::string, model::ModelConfig>{"ours", kSmall}, {"libtorchs", kOdd}}) {
    ASSERT_TRUE(trainOne(task(name + "-one", 12, 2, config)));
    ASSERT_TRUE(trainTwo(task(name + "-two", 12, 1, config)));
    const auto one = losses(runs_ / (name + "-one")), two = losses(runs_ / (name + "-two"));
    ASSERT_EQ(one.size(), 12u);
    ASSERT_EQ(two.size(), one.size());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NEAR(two[i], one[i], 1e-4) << name << i;
  }
}

TEST_F(Processes, goOnAfterOneWasKilledAsIfItHadNotBeen) {
  Task broken = task("broken", 1'000'000, 1, kSmall);
  broken.checkpointSeconds = 0;
  {
    const int port = freePort();
    Process first(broken, 0, 2, port), second(broken, 1, 2, port);
    waitFor(broken.run, 3);
    second.kill();
    EXPECT_FALSE(first.wait());  // not for ever
    EXPECT_NE(test::textOf(runs_ / "message0").find("has ended"), std::string::npos);
  }
  const int reached = stepOf(broken.run);
  ASSERT_GE(reached, 3);
  broken.steps = reached + 10;
  ASSERT_TRUE(trainTwo(task("whole", broken.steps, 1, kSmall)));
  ASSERT_TRUE(trainTwo(broken));
  EXPECT_EQ(stepOf(broken.run), broken.steps);
  EXPECT_EQ(numbersIn(broken.run / "weights.safetensors"),
            numbersIn(runs_ / "whole" / "weights.safetensors"));
}

TEST_F(Processes, killedAtAnyMomentGoOnAsIfTheyHadNotBeen) {
  ASSERT_TRUE(trainOne(task("whole", 60, 1, kSmall)));
  Task broken = task("broken", 60, 1, kSmall);
  broken.checkpointSeconds = 0;  // so that it is often killed while it writes
  for (int i = 0; i < 6; ++i) {
    const int before = stepOf(broken.run);
    Process process(broken, 0, 1, 0);
    waitFor(broken.run, std::min(before + 3, 60));
    std::this_thread::sleep_for(std::chrono::milliseconds(3 * i));
    process.kill();
    ASSERT_GE(stepOf(broken.run), before);  // never damaged, never lost
  }
  ASSERT_TRUE(trainOne(broken));
  EXPECT_EQ(numbersIn(broken.run / "weights.safetensors"),
            numbersIn(runs_ / "whole" / "weights.safetensors"));
}

}  // namespace timbre::training
