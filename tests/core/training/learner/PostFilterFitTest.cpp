#include "training/learner/PostFilterFit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "training/data/Random.h"

namespace timbre::training {
namespace {

using model::kPostFilterBins;
using model::PostFilterExamples;
using model::PostFilterReport;
using model::PostFilterRequest;
using model::PostFilterWeights;

class Observer final : public model::PostFilterObserver {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return asked_++ >= patience; }
  void reported(const PostFilterReport& report) override { reports.push_back(report); }
  std::vector<PostFilterReport> reports;
  int patience = std::numeric_limits<int>::max();

 private:
  mutable int asked_ = 0;
};

/// Spectra that follow from the middle embedding and the pitch by a plane. Embeddings stand far off
/// zero and move little, as nothing says they do not.
PostFilterExamples plane(int frames, int channels, std::uint64_t seed = 1) {
  PostFilterExamples examples;
  examples.channels = channels;
  examples.frames = frames;
  examples.heldBack = frames / 10;
  Random slopes(9, 0), random(seed, 1);
  std::vector<float> slope(static_cast<std::size_t>(channels) + 1);
  for (int f = 0; f < frames; ++f) {
    std::vector<float> z(static_cast<std::size_t>(channels) * 3);
    for (float& x : z) x = random.normal();
    const int pitch = 40 + random.below(30);
    for (int b = 0; b < kPostFilterBins; ++b) {
      const auto turn = [&](int c) {
        return 0.5f * std::sin(0.3f * static_cast<float>(b + 7 * c));
      };
      float level = 0.03f * static_cast<float>(pitch - 55) - 0.001f * static_cast<float>(b);
      for (int c = 0; c < channels; ++c)
        level += turn(c) * z[static_cast<std::size_t>(channels + c)];
      examples.spectra.push_back(
          static_cast<std::int16_t>(std::lround(level / PostFilterExamples::kStep)));
    }
    for (const float x : z) examples.embeddings.push_back(3 + 0.2f * x);
    examples.pitch.push_back(static_cast<std::uint8_t>(pitch));
  }
  return examples;
}

PostFilterRequest requestFor(int channels, int steps, bool pitched = true) {
  PostFilterRequest request;
  request.config.z = channels;
  request.config.pitchConditioned = pitched;
  request.hidden = 24;
  request.steps = steps;
  request.batch = 64;
  request.rate = 1e-2;
  return request;
}

std::vector<float> affine(const PostFilterWeights& weights, const std::string& name,
                          const std::vector<float>& in) {
  const auto& table = weights.at(name + "/W");
  std::vector<float> out = weights.at(name + "/biases");
  for (std::size_t i = 0; i < in.size(); ++i)
    for (std::size_t o = 0; o < out.size(); ++o) out[o] += in[i] * table[i * out.size() + o];
  return out;
}

/// As anybody would play it who knows the format alone, in dB over frames [from, to).
double errorByHand(const PostFilterWeights& weights, const PostFilterExamples& examples, int from,
                   int to, bool pitched = true) {
  double squares = 0;
  for (int f = from; f < to; ++f) {
    const auto begin = examples.embeddings.begin() + std::ptrdiff_t{f} * 3 * examples.channels;
    std::vector<float> x(begin, begin + std::ptrdiff_t{3} * examples.channels);
    if (pitched) {
      std::vector<float> key(128);
      key[examples.pitch[static_cast<std::size_t>(f)]] = 1;
      x.insert(x.end(), key.begin(), key.end());
    }
    for (const char* name : {"post_filter_1", "post_filter_2"}) {
      x = affine(weights, name, x);
      for (float& h : x) h = std::max(0.0f, h);
    }
    x = affine(weights, "post_filter_3", x);
    for (std::size_t b = 0; b < x.size(); ++b)
      squares +=
          std::pow(x[b] - static_cast<float>(
                              examples.spectra[static_cast<std::size_t>(f) * kPostFilterBins + b]) *
                              PostFilterExamples::kStep,
                   2);
  }
  return 20 * std::sqrt(squares / (to - from) / kPostFilterBins);
}

TEST(PostFilterFit, findsAPlaneAndWhatItWritesReadsPlainNumbers) {
  const auto examples = plane(1000, 3);
  Observer observer;
  const auto request = requestFor(3, 400);
  const auto weights = fitPostFilter(request, examples, observer);
  ASSERT_TRUE(weights) << weights.error().message;
  for (const auto& spec : postFilterTensors(request.config, request.hidden))
    ASSERT_TRUE(weights->contains(spec.name)) << spec.name;
  ASSERT_EQ(observer.reports.size(), 1u);
  const auto& report = observer.reports.back();
  EXPECT_EQ(report.step, 400);
  // The spectra vary by 13 dB around their mean (three slopes of 0.35 decades and the pitch's of
  // 0.26). Noise of a fifth of a deviation takes a 26th of a slope away, which leaves half a dB;
  // the rest is for a fit of a second.
  EXPECT_LT(report.fittedDb, 2.5);
  EXPECT_LT(report.heldBackDb, 3);
  // What was fitted to even numbers was folded in floats: a ten-thousandth.
  EXPECT_NEAR(errorByHand(*weights, examples, 0, 100), report.heldBackDb, 1e-3);
  EXPECT_NEAR(errorByHand(*weights, examples, 100, 1000), report.fittedDb, 1e-3);
}

TEST(PostFilterFit, isTheSameForASeedAndAnotherForAnother) {
  const auto examples = plane(200, 2);
  Observer observer;
  auto request = requestFor(2, 5);
  const auto first = fitPostFilter(request, examples, observer).value();
  EXPECT_EQ(first, fitPostFilter(request, examples, observer).value());
  request.seed = 2;
  EXPECT_NE(first, fitPostFilter(request, examples, observer).value());
}

TEST(PostFilterFit, goesOnFromWhereItWasWithOtherNotes) {
  const auto examples = plane(600, 3), others = plane(600, 3, 2);
  Observer observer;
  auto request = requestFor(3, 200);
  const auto first = fitPostFilter(request, examples, observer).value();
  const double before = errorByHand(first, others, 60, 600);
  request.start = first;
  request.steps = 1;
  request.rate = 1e-9;  // as good as none: what was read and written again says the same
  const auto again = fitPostFilter(request, others, observer).value();
  EXPECT_NEAR(errorByHand(again, others, 60, 600), before, 1e-3);
  EXPECT_NEAR(observer.reports.back().fittedDb, before, 1e-3);
}

TEST(PostFilterFit, needsNoPitchWhereTheModelKnowsNone) {
  const auto examples = plane(200, 2);
  Observer observer;
  const auto request = requestFor(2, 20, false);
  const auto weights = fitPostFilter(request, examples, observer).value();
  EXPECT_EQ(weights.at("post_filter_1/W").size(), 6u * 24);
  EXPECT_NEAR(errorByHand(weights, examples, 0, 20, false), observer.reports.back().heldBackDb,
              1e-3);
}

TEST(PostFilterFit, endsAtItsMinutesAndReportsOnTheWay) {
  const auto examples = plane(100, 2);
  Observer observer;
  auto request = requestFor(2, 0);
  request.minutes = 0.005;
  request.reportSeconds = 0.1;
  ASSERT_TRUE(fitPostFilter(request, examples, observer));
  EXPECT_GE(observer.reports.size(), 2u);
  EXPECT_EQ(observer.reports.back().secondsLeft, 0);
}

TEST(PostFilterFit, keepsToWhatNeverMovesAndToNoFramesKeptBack) {
  auto examples = plane(50, 2);
  std::fill(examples.embeddings.begin(), examples.embeddings.end(), 4.0f);
  examples.heldBack = 0;
  Observer observer;
  const auto weights = fitPostFilter(requestFor(2, 20), examples, observer);
  ASSERT_TRUE(weights);
  EXPECT_LT(observer.reports.back().heldBackDb, 0);
  EXPECT_NEAR(errorByHand(*weights, examples, 0, 50), observer.reports.back().fittedDb, 1e-3);
}

TEST(PostFilterFit, canBeStopped) {
  Observer observer;
  observer.patience = 3;
  EXPECT_EQ(fitPostFilter(requestFor(2, 100), plane(50, 2), observer).error().code,
            ErrorCode::Cancelled);
}

TEST(PostFilterFit, saysWhatIsWrong) {
  const auto examples = plane(50, 2);
  const auto refused = [](const PostFilterRequest& request, const PostFilterExamples& given) {
    Observer observer;
    const auto done = fitPostFilter(request, given, observer);
    return done ? ErrorCode::Unsupported : done.error().code;
  };
  EXPECT_EQ(refused(requestFor(3, 5), examples), ErrorCode::BadFormat) << "another embedding";
  auto request = requestFor(2, 5);
  request.hidden = 0;
  EXPECT_EQ(refused(request, examples), ErrorCode::BadFormat);
  request = requestFor(2, 0);
  request.minutes = 0;
  EXPECT_EQ(refused(request, examples), ErrorCode::BadFormat);
  request = requestFor(2, 5);
  request.rate = std::nan("");
  EXPECT_EQ(refused(request, examples), ErrorCode::BadFormat);
  request = requestFor(2, 5);
  request.start["post_filter_1/W"] = {1, 2};
  EXPECT_EQ(refused(request, examples), ErrorCode::BadFormat);
  auto none = examples;
  none.heldBack = none.frames;
  EXPECT_EQ(refused(requestFor(2, 5), none), ErrorCode::BadFormat);
  auto broken = examples;
  broken.embeddings[120 * 2] = std::numeric_limits<float>::infinity();
  Observer observer;
  const auto done = fitPostFilter(requestFor(2, 500), broken, observer);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("no longer finite"), std::string::npos)
      << done.error().message;
}

}  // namespace
}  // namespace timbre::training
