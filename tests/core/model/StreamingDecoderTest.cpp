#include "model/StreamingDecoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "model/Autoencoder.h"
#include "support/Impatient.h"

namespace timbre::model {
namespace {

constexpr int kHop = 8;

ModelCard liveCard() {
  ModelCard c;
  c.title = "Staircase";
  c.key = "staircase-1";
  c.hop = kHop;
  c.channels = 2;
  c.parameters = 40'000'000;  // so heavy that it is asked to stop after every second sample
  return c;
}

/// Its sample is the frame's first number, plus a thousandth for each sample since the beginning:
/// what it was told and what it remembers can both be read from it.
class Staircase : public StreamingDecoder {
 public:
  using StreamingDecoder::StreamingDecoder;
  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<Staircase>(*this);
  }

 protected:
  void doBegin() override { made_ = 0; }
  int made_ = 0;

 private:
  std::vector<float> doCondition(const latent::Embedding& z, double pitch) const override {
    std::vector<float> numbers;
    for (int f = 0; f < z.frames; ++f)
      numbers.insert(numbers.end(), {z.frame(f)[0], z.frame(f)[1], static_cast<float>(pitch)});
    return numbers;
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    for (float& x : out) x = condition[0] + 0.001f * static_cast<float>(made_++);
  }
};

constexpr int kLeadIn = 5;

/// Makes some samples that nobody hears, as many at a time as it has room for.
class LedInStaircase final : public Staircase {
 public:
  using Staircase::Staircase;
  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<LedInStaircase>(*this);
  }

 private:
  bool doLeadIn(std::span<const float> condition, std::span<float> unheard) override {
    EXPECT_EQ(condition[0], 4) << "the first frame's";
    made_ += std::min(kLeadIn - made_, static_cast<int>(unheard.size()));
    return made_ < kLeadIn;
  }
};

/// Holds two frames back, and adds the condition's first number times 100.
class Late final : public StreamingFilter {
 public:
  void begin() override { held_.clear(); }
  bool push(std::span<const float> condition, std::span<const float> frame,
            std::span<float> out) override {
    held_.emplace_back(frame.begin(), frame.end());
    for (float& x : held_.back()) x += 100 * condition[0];
    return held_.size() > 2 && finish(out);
  }
  bool finish(std::span<float> out) override {
    if (held_.empty()) return false;
    std::copy(held_.front().begin(), held_.front().end(), out.begin());
    held_.erase(held_.begin());
    return true;
  }
  std::unique_ptr<StreamingFilter> copy() const override { return std::make_unique<Late>(*this); }

 private:
  std::vector<std::vector<float>> held_;
};

latent::Embedding steps(std::vector<float> first) {
  latent::Embedding z;
  z.frames = static_cast<int>(first.size());
  z.channels = 2;
  for (const float x : first) z.values.insert(z.values.end(), {x, 0});
  return z;
}

Unwatched quiet;

std::vector<float> rendered(StreamingDecoder& live, std::size_t count, std::size_t slice = 3) {
  std::vector<float> out(count);
  std::size_t made = 0;
  while (made < count) {
    const auto part = std::span(out).subspan(made, std::min(slice, count - made));
    const std::size_t got = live.render(part, quiet);
    made += got;
    if (got < part.size()) break;
  }
  out.resize(made);
  return out;
}

/// The number of the frame that sample `i` was made of.
float frameOf(const std::vector<float>& out, std::size_t i) {
  return std::round(out[i] - 0.001f * static_cast<float>(i));
}

}  // namespace

TEST(StreamingDecoder, rendersNothingBeforeItIsPrepared) {
  Staircase live(liveCard(), {});
  EXPECT_TRUE(rendered(live, 5).empty());
}

TEST(StreamingDecoder, endsWithTheLastFrame) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
  EXPECT_EQ(rendered(live, 100).size(), 3u * kHop);
  EXPECT_TRUE(rendered(live, 1).empty());
  ASSERT_TRUE(live.prepare(steps({4})));
  EXPECT_EQ(rendered(live, 100).front(), 4.0f) << "prepared again, it begins again";
}

TEST(StreamingDecoder, hasTheSameSamplesHoweverItIsSliced) {
  std::vector<std::vector<float>> all;
  for (const std::size_t slice : {1, 5, 8, 24}) {
    Staircase live(liveCard(), {});
    ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
    all.push_back(rendered(live, 24, slice));
  }
  for (const auto& each : all) EXPECT_EQ(each, all.front());
}

TEST(StreamingDecoder, takesAChangeWithTheNextFrameAndKeepsItsPlaceAndMemory) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 1, 1, 1})));
  auto out = rendered(live, kHop + 3);
  ASSERT_TRUE(live.change(steps({5, 6, 7, 8})));
  const auto rest = rendered(live, 100);
  out.insert(out.end(), rest.begin(), rest.end());
  ASSERT_EQ(out.size(), 4u * kHop);
  EXPECT_EQ(frameOf(out, 2 * kHop - 1), 1) << "a frame that was begun is finished";
  EXPECT_EQ(frameOf(out, 2 * kHop), 7) << "the third frame, as the place says";
  EXPECT_EQ(frameOf(out, 4 * kHop - 1), 8);
}

TEST(StreamingDecoder, repeatsItsFramesWithoutForgetting) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 2})));
  live.repeat(true);
  auto out = rendered(live, 3 * kHop);
  EXPECT_EQ(frameOf(out, 2 * kHop), 1);
  live.repeat(false);
  EXPECT_EQ(rendered(live, 100).size(), 1u * kHop) << "to the end of this round";
}

TEST(StreamingDecoder, aShorterChangeEndsIt) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 2, 3, 4})));
  rendered(live, 2 * kHop + 1);
  ASSERT_TRUE(live.change(steps({1})));
  EXPECT_EQ(rendered(live, 100).size(), kHop - 1u);
}

TEST(StreamingDecoder, aCopyGoesOnByItself) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
  rendered(live, kHop + 3);
  const auto kept = live.copy();
  const auto rest = rendered(live, 100);
  EXPECT_EQ(rendered(*kept, 100), rest);
}

TEST(StreamingDecoder, stopsWithinAPieceWhenCancelled) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
  const test::Impatient impatient(3);
  std::vector<float> out(24);
  const std::size_t made = live.render(out, impatient);
  EXPECT_GT(made, 0u);
  EXPECT_LT(made, 24u);
  const auto rest = rendered(live, 100);
  EXPECT_EQ(made + rest.size(), 24u) << "what was cancelled can go on";
}

TEST(StreamingDecoder, beginsOnceItIsLedIn) {
  for (const std::size_t slice : {1, 5, 8, 24}) {
    LedInStaircase live(liveCard(), {});
    for (int again = 0; again < 2; ++again) {
      ASSERT_TRUE(live.prepare(steps({4, 1})));
      const auto out = rendered(live, 100, slice);
      ASSERT_EQ(out.size(), 2u * kHop);
      EXPECT_FLOAT_EQ(out.front(), 4 + 0.001f * kLeadIn);
      EXPECT_FLOAT_EQ(out.back(), 1 + 0.001f * (kLeadIn + 2 * kHop - 1));
    }
  }
}

TEST(StreamingDecoder, stopsWhileItIsLedInAndGoesOn) {
  LedInStaircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({4, 1})));
  std::vector<float> out(1);
  const test::Impatient impatient(2);  // two samples are made each time
  EXPECT_EQ(live.render(out, impatient), 0u);
  const auto kept = live.copy();
  EXPECT_FLOAT_EQ(rendered(live, 1).front(), 4 + 0.001f * kLeadIn);
  EXPECT_FLOAT_EQ(rendered(*kept, 1).front(), 4 + 0.001f * kLeadIn);
}

TEST(StreamingDecoder, refusesWhatTheModelDidNotMakeAndGoesOn) {
  Staircase live(liveCard(), {});
  auto stranger = steps({9});
  stranger.model = "another-1";
  EXPECT_EQ(live.prepare(stranger).error().code, ErrorCode::BadFormat);
  ASSERT_TRUE(live.prepare(steps({1, 2})));
  EXPECT_FALSE(live.change(stranger));
  EXPECT_FALSE(live.change(steps({std::numeric_limits<float>::quiet_NaN()})));
  EXPECT_FALSE(live.change(latent::Embedding{}));
  EXPECT_EQ(frameOf(rendered(live, 100), 2 * kHop - 1), 2);
}

TEST(StreamingDecoder, aPitchConditionedModelMustKnowThePitch) {
  auto card = liveCard();
  card.pitchConditioned = true;
  Staircase live(card, {});
  EXPECT_FALSE(live.prepare(steps({1})));
  auto known = steps({1});
  known.pitch = 60;
  EXPECT_TRUE(live.prepare(known));
  EXPECT_FALSE(Staircase(card, 200.0).prepare(known));
}

TEST(StreamingDecoder, mayBeChangedWhileItRenders) {
  Staircase live(liveCard(), {});
  ASSERT_TRUE(live.prepare(steps({1, 1})));
  live.repeat(true);
  std::thread hand([&] {
    for (int i = 0; i < 2000; ++i) {
      const auto to = static_cast<float>(i % 7);
      EXPECT_TRUE(live.change(steps({to, to})));
    }
    live.repeat(false);
  });
  while (!rendered(live, 64).empty()) {
  }
  hand.join();
}

TEST(StreamingDecoder, rendersAWholeSoundFrameByFrame) {
  for (const bool filtered : {false, true}) {
    Staircase piecewise(liveCard(), {}, filtered ? std::make_unique<Late>() : nullptr);
    ASSERT_TRUE(piecewise.prepare(steps({1, 2, 3})));
    const auto expected = rendered(piecewise, 100);
    Staircase live(liveCard(), {}, filtered ? std::make_unique<Late>() : nullptr);
    test::Listener listener;
    std::vector<float> heard;
    const auto hear = [&](std::span<const float> some) {
      EXPECT_EQ(some.size(), static_cast<std::size_t>(kHop));
      heard.insert(heard.end(), some.begin(), some.end());
    };
    const auto clip = live.renderAll(steps({1, 2, 3}), hear, listener);
    ASSERT_TRUE(clip);
    EXPECT_EQ(std::vector<float>(clip->samples().begin(), clip->samples().end()), expected);
    EXPECT_EQ(heard, expected);
    EXPECT_EQ(listener.told, (std::vector<double>{1 / 3.0, 2 / 3.0, 1}));
    EXPECT_TRUE(live.renderAll(steps({4}), {}, quiet)) << "and again, with nobody to hear it";
  }
}

TEST(StreamingDecoder, aWholeSoundIsCancelledOrRefused) {
  Staircase live(liveCard(), {});
  test::Impatient impatient(3);
  EXPECT_EQ(live.renderAll(steps({1, 2, 3}), {}, impatient).error().code, ErrorCode::Cancelled);
  auto stranger = steps({9});
  stranger.model = "another-1";
  EXPECT_EQ(live.renderAll(stranger, {}, quiet).error().code, ErrorCode::BadFormat);
}

TEST(StreamingDecoder, passesItsFilterAndLosesNoSampleHoweverItIsSliced) {
  Staircase plain(liveCard(), {});
  ASSERT_TRUE(plain.prepare(steps({1, 2, 3})));
  auto expected = rendered(plain, 100);
  for (std::size_t i = 0; i < expected.size(); ++i)
    expected[i] += 100 * static_cast<float>(1 + i / kHop);
  for (const std::size_t slice : {1, 5, 8, 24}) {
    Staircase live(liveCard(), {}, std::make_unique<Late>());
    ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
    EXPECT_EQ(rendered(live, 100, slice), expected) << slice;
    ASSERT_TRUE(live.prepare(steps({1, 2, 3})));
    EXPECT_EQ(rendered(live, 100, slice), expected) << "begun again";
  }
}

TEST(StreamingDecoder, aCopyTakesWhatTheFilterHoldsBack) {
  Staircase live(liveCard(), {}, std::make_unique<Late>());
  ASSERT_TRUE(live.prepare(steps({1, 2, 3, 4})));
  rendered(live, kHop + 3);
  const auto kept = live.copy();
  const auto rest = rendered(live, 100);
  EXPECT_EQ(rest.size(), 3u * kHop - 3);
  EXPECT_EQ(rendered(*kept, 100), rest);
}

}  // namespace timbre::model
