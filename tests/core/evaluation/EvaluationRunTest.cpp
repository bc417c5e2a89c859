#include "evaluation/EvaluationRun.h"

#include <gtest/gtest.h>

#include "dataset/NoteLibrary.h"
#include "support/EchoModel.h"
#include "support/Impatient.h"
#include "support/ToyLibrary.h"

using namespace timbre;
using namespace timbre::evaluation;

namespace {

class EvaluationRuns : public testing::Test {
 protected:
  EvaluationRuns() {
    test::makeToyLibrary(folder_);
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(folder_.path(), quiet);
    EXPECT_TRUE(library) << library.error().message;
    for (const auto& note : library->notes()) notes_.push_back(note);
  }

  EvaluationListener listener() {
    return {[this](const std::string& system, const NoteScore&) { heard_.push_back(system); },
            [this](const Error&) { ++problems_; }};
  }

  test::TemporaryFolder folder_;
  std::vector<dataset::NoteInfo> notes_;
  std::vector<std::string> heard_;
  int problems_ = 0;
};

}  // namespace

TEST_F(EvaluationRuns, referencesComeAfterTheModelsAndEachRebuildsEveryNote) {
  Unwatched quiet;
  EvaluationRequest request;
  request.workers = 2;
  request.decode.griffinLimIterations = 2;
  const auto results = runEvaluation(notes_, request, listener(), quiet);
  ASSERT_TRUE(results) << results.error().message;
  ASSERT_EQ(results->size(), 2u);
  EXPECT_EQ((*results)[0].name, "8-bit mu-law");
  EXPECT_EQ((*results)[1].name, "true spectrogram");
  for (const auto& result : *results) {
    EXPECT_FALSE(result.isModel);
    EXPECT_EQ(result.scores.size(), notes_.size() - 1) << "one has no file";
    EXPECT_TRUE(result.morphs.empty());
  }
  EXPECT_EQ(heard_.size(), 2 * (notes_.size() - 1));
  EXPECT_EQ(problems_, 2) << "told once by each";
}

TEST_F(EvaluationRuns, modelsComeFirstAndAreMorphed) {
  Unwatched quiet;
  EvaluationRequest request;
  request.models = {{"clean", std::make_shared<test::EchoModel>()},
                    {"noisy", std::make_shared<test::EchoModel>(0.05)}};
  request.referenceSystems = false;
  request.workers = 3;
  request.morphs = 1;
  const auto results = runEvaluation(notes_, request, listener(), quiet);
  ASSERT_TRUE(results) << results.error().message;
  ASSERT_EQ(results->size(), 2u);
  EXPECT_EQ((*results)[0].name, "clean");
  EXPECT_TRUE((*results)[1].isModel);
  double farthest = 0;
  for (std::size_t i = 0; i < (*results)[0].scores.size(); ++i) {
    EXPECT_NEAR((*results)[0].scores[i].spectralDistance, 0, 1e-6);
    farthest = std::max(farthest, (*results)[1].scores[i].spectralDistance);
    EXPECT_FALSE((*results)[0].scores[i].nats) << "it has no such thing";
  }
  EXPECT_GT(farthest, 1);
  EXPECT_LE((*results)[0].morphs.size(), 1u);
}

TEST_F(EvaluationRuns, canBeCancelled) {
  test::Impatient impatient(0);
  EvaluationRequest request;
  const auto results = runEvaluation(notes_, request, listener(), impatient);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().code, ErrorCode::Cancelled);
}
