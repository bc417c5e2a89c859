#include "evaluation/PostFilterNotes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "evaluation/PostFilterFrames.h"
#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::evaluation {
namespace {

using model::kPostFilterBins;
using model::PostFilterExamples;

const model::WaveNetConfig kConfig{.z = 2, .pitchConditioned = true};  // the paper's context
constexpr int kFrames = kNoteSamples / 512;

/// Its frames are the sum of all samples that the encoder would look at, and their first sample.
class Toy final : public model::Autoencoder {
 public:
  Toy() : Autoencoder(cardOf()) {}

 private:
  static model::ModelCard cardOf() {
    model::ModelCard card;
    card.channels = 2;
    return card;
  }
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    const auto samples = clip.samples();
    const int size = static_cast<int>(samples.size()), reach = kConfig.encoderContext();
    latent::Embedding z{size / 512, 2, {}, {}, -1};
    for (int f = 0; f < z.frames; ++f) {
      float sum = 0;
      for (int i = std::max(0, f * 512 - reach); i < std::min(size, (f + 1) * 512 + reach); ++i)
        sum += samples[static_cast<std::size_t>(i)];
      z.values.push_back(sum);
      z.values.push_back(samples[static_cast<std::size_t>(f) * 512]);
    }
    return z;
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding&, const model::DecodeOptions&,
                                    Progress&) override {
    return fail(ErrorCode::Unsupported, "A toy does not speak");
  }
};

/// Note i has the pitch `first` + i; `broken` cannot be read, -2: none can.
NoteSequence notes(int count, int first = 20, int broken = -1) {
  return {count,
          [first](int i) {
            return NamedNote{"note-" + std::to_string(i), first + i};
          },
          [broken](int i) -> Result<audio::AudioClip> {
            if (i == broken || broken == -2) return fail(ErrorCode::NotFound, "That note is gone");
            return test::noise(0.5, kNoteSamples);
          }};
}

class PostFilterNotes : public testing::Test {
 protected:
  Result<PostFilterExamples> examples(std::vector<SharedNotes> sources, int count,
                                      std::uint64_t seed = 1, int threads = 1) {
    const std::vector<std::shared_ptr<model::Autoencoder>> workers(
        static_cast<std::size_t>(threads), std::make_shared<Toy>());  // it keeps nothing
    return postFilterExamples(kConfig, workers, sources,
                              {count, seed, [&](const Error& e) { problems_.push_back(e); }},
                              quiet_);
  }

  Unwatched quiet_;
  std::vector<Error> problems_;
};

std::vector<float> decades(const std::vector<std::int16_t>& steps) {
  std::vector<float> all;
  for (const auto step : steps) all.push_back(static_cast<float>(step) * PostFilterExamples::kStep);
  return all;
}

TEST_F(PostFilterNotes, haveTheSpectraOfTheFormat) {
  constexpr int kBin = 64;  // 500 Hz
  const auto clip = test::sine(500, 1, 8192);
  const auto steps = postFilterSpectra(clip.samples(), 512, 0, 16);
  ASSERT_TRUE(steps);
  ASSERT_EQ(steps->size(), 16u * kPostFilterBins);
  const auto spectra = decades(*steps);
  // A whole window: 512. A step is 2.4e-4 of a decade.
  EXPECT_NEAR(spectra[8 * kPostFilterBins + kBin], std::log10(512.0), 3e-4);
  EXPECT_NEAR(spectra[8 * kPostFilterBins + kBin + 1], std::log10(256.0), 3e-4);
  EXPECT_EQ(spectra[8 * kPostFilterBins + 300], -3) << "below the floor";
  // The first frame's middle is sample 256: 768 samples of its window lie before the clip, where
  // it is silent, and the rest of its Hann window sums to this. The sine's mirror image behind
  // zero adds less than a hundredth.
  double sum = 0;
  for (int n = 768; n < 2048; ++n) sum += 0.5 - 0.5 * std::cos(2 * std::numbers::pi * n / 2048);
  EXPECT_NEAR(spectra[kBin], std::log10(sum / 2), 0.005);
  EXPECT_EQ(*std::max_element(steps->begin() + 8 * kPostFilterBins, steps->end()),
            (*steps)[8 * kPostFilterBins + kBin]);
}

TEST_F(PostFilterNotes, ofSilenceAreTheFloor) {
  const auto steps = postFilterSpectra(test::silence(4096).samples(), 512, 2, 3).value();
  EXPECT_TRUE(std::all_of(steps.begin(), steps.end(), [](int s) { return s == -3 * 4096; }));
}

TEST_F(PostFilterNotes, areWhatTheWholeNoteSaysNotWhatAStretchWould) {
  const auto made = examples({{notes(1), 1}}, 24);
  ASSERT_TRUE(made) << made.error().message;
  const auto clip = test::noise(0.5, kNoteSamples);
  Toy toy;
  const auto whole = toy.encode(clip, 20, quiet_).value();
  const auto spectra = postFilterSpectra(clip.samples(), 512, 0, kFrames).value();
  ASSERT_EQ(made->embeddings.size(), static_cast<std::size_t>(made->frames) * 6);
  ASSERT_EQ(made->spectra.size(), static_cast<std::size_t>(made->frames) * kPostFilterBins);
  std::set<int> seen;
  for (int e = 0; e < made->frames; ++e) {
    const float* z = &made->embeddings[static_cast<std::size_t>(e) * 6];
    int t = 0;
    while (t < kFrames && whole.values[static_cast<std::size_t>(t) * 2 + 1] != z[3]) ++t;
    ASSERT_LT(t, kFrames);
    seen.insert(t);
    for (int near = -1; near <= 1; ++near)
      for (int c = 0; c < 2; ++c)
        ASSERT_EQ(z[(near + 1) * 2 + c],
                  whole.values[static_cast<std::size_t>(std::clamp(t + near, 0, kFrames - 1)) * 2 +
                               static_cast<std::size_t>(c)])
            << "frame " << t << ", " << near;
    ASSERT_TRUE(std::equal(spectra.begin() + t * kPostFilterBins,
                           spectra.begin() + (t + 1) * kPostFilterBins,
                           made->spectra.begin() + std::ptrdiff_t{e} * kPostFilterBins));
  }
  EXPECT_TRUE(seen.contains(0));
  EXPECT_TRUE(seen.contains(kFrames - 1));
  EXPECT_GT(seen.size(), 100u) << "24 stretches of 33 frames and more, of 125";
}

TEST_F(PostFilterNotes, haveLongerStretchesWhereTheEncoderLooksFurther) {
  model::WaveNetConfig far = kConfig;
  far.aeStages = 12;  // 4 times the context
  far.aeLayers = 24;
  const auto inner = stretchFrom(far, 20);
  EXPECT_GT(inner.last, inner.first);
  EXPECT_GE((inner.first - 1 - inner.begin) * 512, inner.begin > 0 ? far.encoderContext() : 0);
  const auto end = stretchFrom(kConfig, 1000);
  EXPECT_EQ(end.end, kFrames);
  EXPECT_EQ(end.last, kFrames);
}

TEST_F(PostFilterNotes, areDrawnByTheirSharesAndHeldBackWhole) {
  const auto made = examples({{notes(40, 20), 3}, {notes(5, 80), 1}}, 80);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_GT(made->heldBack, 0);
  EXPECT_LT(made->heldBack, made->frames / 5);
  std::set<int> heldBack, fitted;
  int second = 0;
  for (int f = 0; f < made->frames; ++f) {
    const int pitch = made->pitch[static_cast<std::size_t>(f)];
    (f < made->heldBack ? heldBack : fitted).insert(pitch);
    second += pitch >= 80;
  }
  // A quarter of the draws, of 33 to 47 frames each.
  EXPECT_NEAR(static_cast<double>(second) / made->frames, 0.25, 0.25 * (47.0 / 33 - 1));
  for (const int pitch : heldBack) EXPECT_FALSE(fitted.contains(pitch)) << pitch;
  EXPECT_EQ(heldBack.size() + fitted.size(), 45u) << "every note once before any twice";
}

TEST_F(PostFilterNotes, areTheSameForASeedWhateverTheThreads) {
  const auto one = examples({{notes(9), 1}}, 9, 5, 1).value();
  const auto three = examples({{notes(9), 1}}, 9, 5, 3).value();
  EXPECT_EQ(one.embeddings, three.embeddings);
  EXPECT_EQ(one.spectra, three.spectra);
  EXPECT_EQ(one.pitch, three.pitch);
  EXPECT_NE(one.pitch, examples({{notes(9), 1}}, 9, 6).value().pitch);
}

TEST_F(PostFilterNotes, thatCannotBeReadAreLeftOutAndTold) {
  const auto all = examples({{notes(4), 1}}, 4).value();
  const auto some = examples({{notes(4, 20, 2), 1}}, 4).value();
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(problems_[0].message.find("note-2"), std::string::npos) << problems_[0].message;
  EXPECT_LT(some.frames, all.frames);
  EXPECT_EQ(std::count(some.pitch.begin(), some.pitch.end(), 22), 0);
  for (const int pitch : {20, 21, 23})
    EXPECT_EQ(std::count(some.pitch.begin(), some.pitch.end(), pitch),
              std::count(all.pitch.begin(), all.pitch.end(), pitch));
  const auto none = examples({{notes(4, 20, -2), 1}}, 4);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::BadFormat);
  EXPECT_NE(none.error().message.find("That note is gone"), std::string::npos);
}

TEST_F(PostFilterNotes, thatMakeNoSenseAreRefused) {
  EXPECT_EQ(examples({}, 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(examples({{notes(0), 1}}, 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(examples({{notes(4), -1}}, 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(examples({{notes(4), std::nan("")}}, 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(examples({{notes(4), 0}}, 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(examples({{notes(4), 1}}, 1'000'000).error().code, ErrorCode::Unsupported);
  EXPECT_EQ(postFilterSpectra(test::silence(9000).samples(), 1025, 0, 2).error().code,
            ErrorCode::Unsupported);
  model::WaveNetConfig slow = kConfig;
  slow.hop = 2000;
  const std::vector<SharedNotes> some{{notes(4), 1}};
  EXPECT_EQ(postFilterExamples(slow, {}, some, {4, 1, [](const Error&) {}}, quiet_).error().code,
            ErrorCode::Unsupported);
  test::Impatient observer(0);
  const std::vector<std::shared_ptr<model::Autoencoder>> workers{std::make_shared<Toy>()};
  const std::vector<SharedNotes> sources{{notes(50), 1}};
  EXPECT_EQ(postFilterExamples(kConfig, workers, sources, {50, 1, [](const Error&) {}}, observer)
                .error()
                .code,
            ErrorCode::Cancelled);
}

}  // namespace
}  // namespace timbre::evaluation
