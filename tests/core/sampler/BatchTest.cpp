#include "sampler/Batch.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sampler/LogitsEngine.h"
#include "tests/core/sampler/DecoderFixture.h"

namespace timbre::sampler {
namespace {

std::shared_ptr<const PackedDecoder> packedFor(const DecoderShape& shape, Precision precision,
                                               std::string_view target = {}) {
  const auto weights = randomDecoder(shape);
  const auto frames = randomFrames(shape, 300 / shape.hop + 1);
  const auto classes = randomClasses(300);
  const CalibrationNote note{frames, classes};
  const auto calibration = *calibrate(weights, {&note, 1});
  return *pack(weights, {precision, &calibration, target});
}

/// A note of its own in every respect.
struct Wanted {
  std::vector<float> frames;
  SamplerOptions options;
};

std::vector<Wanted> notesOf(const DecoderShape& shape, int count, int frames) {
  std::vector<Wanted> notes;
  for (int i = 0; i < count; ++i)
    notes.push_back(
        {randomFrames(shape, frames + i % 3, 10 + i),
         {.seed = 4u + i / 2, .temperature = 0.3f * static_cast<float>(i % 4), .note = 7u * i}});
  return notes;
}

std::vector<float> alone(const std::shared_ptr<const PackedDecoder>& decoder,
                         const DecoderShape& shape, const Wanted& note, int samples) {
  Sampler sampler(decoder, note.options);
  return rendered(sampler, shape, note.frames, samples, shape.hop);
}

const DecoderShape kShapes[] = {
    {24, 16, 6, 3, 4, 16}, {64, 128, 7, 5, 16, 40}, {80, 20, 5, 4, 3, 13}};

class BatchOfShape : public testing::TestWithParam<DecoderShape> {};

TEST_P(BatchOfShape, EachNoteIsWhatItIsAloneOnEveryProcessor) {
  const DecoderShape& shape = GetParam();
  const int frames = 90 / shape.hop;
  for (const auto precision : {Precision::Float32, Precision::Int8, Precision::Int8Fine}) {
    const auto reference = packedFor(shape, precision, "portable");
    const auto notes = notesOf(shape, 8, frames);
    std::vector<std::vector<float>> expected;
    for (const Wanted& note : notes)
      expected.push_back(alone(reference, shape, note, frames * shape.hop));
    for (const auto& target : targetsHere()) {
      const auto decoder = packedFor(shape, precision, target);
      for (const int count : {target == targetsHere().front() ? 2 : 5, 8}) {
        std::vector<SamplerOptions> options;
        for (int n = 0; n < count; ++n) options.push_back(notes[n].options);
        Batch batch(decoder, options);
        std::vector<std::vector<float>> made(count);
        for (int f = 0; f < frames; ++f) {
          std::vector<float> now, out(count * shape.hop);
          for (int n = 0; n < count; ++n) {
            const auto frame = frameAt(shape, notes[n].frames, f * shape.hop);
            now.insert(now.end(), frame.begin(), frame.end());
          }
          batch.renderFrame(now, out);
          for (int n = 0; n < count; ++n)
            made[n].insert(made[n].end(), out.begin() + n * shape.hop,
                           out.begin() + (n + 1) * shape.hop);
        }
        for (int n = 0; n < count; ++n) ASSERT_EQ(made[n], expected[n]) << target << count << n;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, BatchOfShape, testing::ValuesIn(kShapes),
                         [](const auto& one) { return "width" + std::to_string(one.param.width); });

/// Logits of every note, sample by sample, under changing frames.
std::vector<float> logitsOf(LogitsEngine& engine, const DecoderShape& shape, int notes,
                            int samples) {
  std::vector<float> all;
  std::vector<float> inputs(5 * notes);
  std::mt19937 random(9);
  for (int t = 0; t < samples; ++t) {
    if (t % shape.hop == 0) {
      const auto frames = randomFrames(shape, notes, t);
      for (int n = 0; n < notes; ++n) engine.hold(n, frames.data() + n * shape.condition);
      engine.settle(t);
    }
    const float* logits = engine.nextLogits(inputs.data(), t);
    all.insert(all.end(), logits, logits + 256 * notes);
    for (int n = 0; n < notes; ++n) {
      std::shift_left(inputs.begin() + 5 * n, inputs.begin() + 5 * n + 5, 1);
      inputs[5 * n + 4] = scaledClass(static_cast<int>(random() % 256));
    }
  }
  return all;
}

TEST(Team, SeveralCoresHaveTheSameBitsAsOne) {
  const DecoderShape shape{256, 256, 4, 5, 5, 23};
  for (const auto precision : {Precision::Int8, Precision::Int8Fine}) {
    for (const auto& target : {targetsHere().front(), targetsHere().back()}) {
      const auto decoder = packedFor(shape, precision, target);
      ASSERT_EQ(rowCores(*decoder, 3), 2);
      ASSERT_EQ(rowCores(*decoder, 4), 4);
      for (const int notes : {1, 3}) {
        const auto one = makeInt8Engine(*decoder, notes);
        const auto expected = logitsOf(*one, shape, notes, 140);
        for (const auto& [split, cores] :
             {std::pair{CoreSplit::Rows, 2}, std::pair{CoreSplit::Rows, 4},
              std::pair{CoreSplit::Layers, 2}}) {
          const auto team = makeInt8ThreadTeam(*decoder, notes, split, {cores});
          EXPECT_EQ(logitsOf(*team, shape, notes, 140), expected)
              << target << " " << cores << " notes " << notes;
        }
      }
    }
  }
}

TEST(Team, ACopyGoesOnWhereItStands) {
  const DecoderShape shape{128, 128, 4, 5, 5, 16};
  const auto decoder = packedFor(shape, Precision::Int8);
  const auto one = makeInt8Engine(*decoder, 1);
  const auto expected = logitsOf(*one, shape, 1, 80);
  std::vector<float> inputs(5);
  for (const CoreSplit split : {CoreSplit::Rows, CoreSplit::Layers}) {
    const auto team = makeInt8ThreadTeam(*decoder, 1, split, {2});
    logitsOf(*team, shape, 1, 39);
    const auto copy = makeInt8ThreadTeam(*decoder, 1, split, {2});
    copy->assign(*team);
    for (int t = 39; t < 60; ++t) {
      const float* a = team->nextLogits(inputs.data(), t);
      const std::vector<float> first(a, a + 256);
      const float* b = copy->nextLogits(inputs.data(), t);
      EXPECT_EQ(first, std::vector<float>(b, b + 256)) << t;
    }
  }
}

TEST(Team, IsForDecodersTooLargeForOneCacheAndForSlowProcessors) {
  const DecoderShape compact{64, 128, 7, 5, 16, 40};
  for (const auto& target : targetsHere()) {
    const bool quick = target == "avx512vnni" || target == "avxvnni" || target == "neon";
    const auto decoder = packedFor(compact, Precision::Int8, target);
    EXPECT_EQ(splitFor(*decoder, 2), quick ? CoreSplit::None : CoreSplit::Layers) << target;
    EXPECT_EQ(splitFor(*decoder, 1), CoreSplit::None) << target;
  }
  EXPECT_EQ(splitFor(*packedFor({24, 16, 6, 3, 4, 16}, Precision::Int8, "portable"), 2),
            CoreSplit::None);
  EXPECT_EQ(rowCores(*packedFor({80, 20, 5, 4, 3, 13}, Precision::Int8), 2), 1);
}

/// As long as it lives a new thread would need more memory than there is.
class NoMoreThreads {
 public:
  NoMoreThreads() {
    pthread_attr_t huge{};
    pthread_getattr_default_np(&before_);
    pthread_getattr_default_np(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 46);
    EXPECT_EQ(pthread_setattr_default_np(&huge), 0);
  }
  ~NoMoreThreads() { pthread_setattr_default_np(&before_); }
  NoMoreThreads(const NoMoreThreads&) = delete;
  NoMoreThreads& operator=(const NoMoreThreads&) = delete;

 private:
  pthread_attr_t before_{};
};

TEST(Team, WithoutAThreadTheCallerDoesEverything) {
  const DecoderShape shape{256, 256, 4, 5, 5, 23};
  const auto decoder = packedFor(shape, Precision::Int8);
  const auto one = makeInt8Engine(*decoder, 1);
  const auto expected = logitsOf(*one, shape, 1, 60);
  for (const CoreSplit split : {CoreSplit::Rows, CoreSplit::Layers}) {
    const auto team = [&] {
      const NoMoreThreads none;
      return makeInt8ThreadTeam(*decoder, 1, split, {2});
    }();
    EXPECT_EQ(logitsOf(*team, shape, 1, 60), expected);
  }
}

class RenderNotes : public testing::Test {
 protected:
  const DecoderShape shape_{24, 16, 6, 3, 4, 16};
  std::shared_ptr<const PackedDecoder> decoder_ = packedFor(shape_, Precision::Int8);
  std::vector<Wanted> notes_ = notesOf(shape_, 21, 9);
  std::vector<NoteJob> jobs() const {
    std::vector<NoteJob> jobs;
    for (const Wanted& note : notes_) jobs.push_back({note.frames, note.options});
    return jobs;
  }
  /// Each job's samples. A vector a job: no two threads have one job.
  std::vector<std::vector<float>> made(std::span<const NoteJob> jobs, int cores) {
    std::vector<std::vector<float>> samples(jobs.size());
    Unwatched quiet;
    const auto done = renderNotes(
        decoder_, jobs, cores,
        [&](std::size_t job, std::span<const float> some) {
          samples[job].insert(samples[job].end(), some.begin(), some.end());
        },
        quiet);
    EXPECT_TRUE(done) << done.error().message;
    return samples;
  }
};

TEST_F(RenderNotes, GivesEachJobWhatItIsAloneOnAnyNumberOfCores) {
  std::vector<std::vector<float>> expected;
  for (const Wanted& note : notes_) {
    const int frames = static_cast<int>(note.frames.size()) / shape_.condition;
    expected.push_back(alone(decoder_, shape_, note, frames * shape_.hop));
  }
  for (const int cores : {1, 2, 3, 0}) EXPECT_EQ(made(jobs(), cores), expected) << cores;
}

TEST_F(RenderNotes, NothingOrNoFramesGiveNothing) {
  EXPECT_TRUE(made({}, 2).empty());
  const NoteJob empty[] = {{{}, {}}, {{}, {}}};
  EXPECT_EQ(made(empty, 2), std::vector<std::vector<float>>(2));
}

TEST_F(RenderNotes, RefusesFramesOfAnotherModelAndNumbersThatAreNone) {
  Unwatched quiet;
  const NoteSink nobody = [](std::size_t, std::span<const float>) { FAIL() << "nothing is made"; };
  auto broken = notes_[3].frames;
  broken[5] = std::numeric_limits<float>::quiet_NaN();
  for (const std::span<const float> frames :
       {std::span<const float>(broken), std::span<const float>(notes_[0].frames).first(7)}) {
    const NoteJob job{frames, {}};
    const auto done = renderNotes(decoder_, {&job, 1}, 2, nobody, quiet);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::BadFormat);
  }
}

class Impatient final : public Progress {
 public:
  explicit Impatient(int looks) : looks_(looks) {}
  void advanced(double fraction) override {
    EXPECT_GE(fraction, last_);
    EXPECT_LE(fraction, 1);
    last_ = fraction;
  }
  bool cancelled() const override { return --looks_ < 0; }
  double last() const { return last_; }

 private:
  mutable int looks_;
  double last_ = 0;
};

TEST_F(RenderNotes, CanBeCancelledAtEveryMoment) {
  const auto all = jobs();
  const NoteSink nobody = [](std::size_t, std::span<const float>) {};
  for (int looks = 0; looks < 200; looks += looks < 10 ? 1 : 17) {
    Impatient progress(looks);
    const auto done = renderNotes(decoder_, all, 2, nobody, progress);
    if (done) {
      EXPECT_EQ(progress.last(), 1);
    } else {
      EXPECT_EQ(done.error().code, ErrorCode::Cancelled);
    }
  }
}

TEST_F(RenderNotes, TwoGenerationsAtOnceDoNotDisturbEachOther) {
  const auto all = jobs();
  const auto expected = made(all, 1);
  std::vector<std::vector<float>> other;
  std::thread second([&] { other = made(all, 2); });
  EXPECT_EQ(made(all, 2), expected);
  second.join();
  EXPECT_EQ(other, expected);
}

}  // namespace
}  // namespace timbre::sampler
