#include "evaluation/EncodeNotes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/Npy.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::evaluation {
namespace {

/// Its embedding is two frames of three numbers: the first sample, the pitch, the frame.
class Toy final : public model::Autoencoder {
 public:
  explicit Toy(const std::string& key = "toy") : Autoencoder(cardOf(key)) {}
  int calls = 0;

 private:
  static model::ModelCard cardOf(const std::string& key) {
    model::ModelCard card;
    card.key = key;
    card.channels = 3;
    return card;
  }
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    ++calls;
    const float first = clip.samples()[0];
    return latent::Embedding{2, 3, {first, 1, 0, first, 1, 1}, {}, -1};
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding&, const model::DecodeOptions&,
                                    Progress&) override {
    return fail(ErrorCode::Unsupported, "A toy does not speak");
  }
};

class EncodeNotes : public testing::Test {
 protected:
  /// Note i begins with i / 100; `broken` cannot be read.
  NoteSequence notes(int count, int broken = -1) const {
    return {count,
            [](int i) {
              return NamedNote{"note-" + std::to_string(i), 40 + i};
            },
            [broken](int i) -> Result<audio::AudioClip> {
              if (i == broken) return fail(ErrorCode::NotFound, "That note is gone");
              return audio::AudioClip(std::vector<float>(600, static_cast<float>(i) / 100),
                                      kModelRate);
            }};
  }
  EncodeTask task(const std::string& name, int rank = 0, int size = 1) const {
    return {folder_ / name, {.rank = rank, .size = size, .address = {}}, 3};
  }
  Result<EncodeReport> encode(const NoteSequence& source, const EncodeTask& task) {
    return encodeNotes(
        toy_, source, task, [&](const Error& e) { problems_.push_back(e); }, quiet_);
  }
  nlohmann::json sidecar(const std::string& name) const {
    return nlohmann::json::parse(test::textOf(folder_ / name));
  }

  test::TemporaryFolder folder_;
  Toy toy_;
  Unwatched quiet_;
  std::vector<Error> problems_;
};

TEST_F(EncodeNotes, givesOneArrayInTheirOrderWithTheirNames) {
  const auto report = encode(notes(8), task("z.npy"));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->finished);
  EXPECT_EQ(report->encoded, 8);
  const auto z = readNpy(folder_ / "z.npy");
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_EQ(z->shape, (std::vector<std::int64_t>{8, 2, 3}));
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_FLOAT_EQ(z->values[6 * i], static_cast<float>(i) / 100);
  const auto said = sidecar("z.json");
  EXPECT_EQ(said["ids"][7], "note-7");
  EXPECT_EQ(said["pitch"][7], 47);
  EXPECT_EQ(said["model"], "toy");
  EXPECT_EQ(test::entriesIn(folder_.path()), 2) << "the parts are gone";
}

TEST_F(EncodeNotes, ofSeveralProcessesAreThoseOfOne) {
  ASSERT_TRUE(encode(notes(20, 4), task("one.npy")));
  for (const int rank : {2, 0, 1}) {
    const auto report = encode(notes(20, 4), task("three.npy", rank, 3));
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->finished, rank == 1) << "the last one joins";
    EXPECT_EQ(report->missing == 0, rank == 1);
  }
  EXPECT_EQ(test::textOf(folder_ / "three.npy"), test::textOf(folder_ / "one.npy"));
  EXPECT_EQ(test::textOf(folder_ / "three.json"), test::textOf(folder_ / "one.json"));
}

TEST_F(EncodeNotes, leaveOutWhatCannotBeReadAndSaySo) {
  const auto report = encode(notes(7, 4), task("z.npy"));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 6);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(problems_[0].message.find("note-4"), std::string::npos);
  EXPECT_EQ(sidecar("z.json")["ids"][4], "note-5");
  EXPECT_FALSE(encode(notes(1, 0), task("none.npy"))) << "nothing is left";
  EXPECT_FALSE(encode(notes(0), task("none.npy")));
}

TEST_F(EncodeNotes, goOnWhereTheyWereStopped) {
  test::Impatient impatient(16);  // asked twice per note: within the third part of three notes
  const auto stopped = encodeNotes(
      toy_, notes(12), task("z.npy"), [](const Error&) {}, impatient);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  toy_.calls = 0;
  const auto report = encode(notes(12), task("z.npy"));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->there, 2);
  EXPECT_EQ(toy_.calls, 6);
  EXPECT_TRUE(report->finished);
  toy_.calls = 0;
  EXPECT_TRUE(encode(notes(12), task("z.npy"))->finished);
  EXPECT_EQ(toy_.calls, 0) << "all is done";
}

TEST_F(EncodeNotes, areMadeAgainWhereAPartIsDamagedOrAnotherModels) {
  ASSERT_TRUE(encode(notes(9), task("z.npy", 0, 2)));  // parts 0 and 2
  const auto part = folder_ / "z.npy.parts" / "000000.safetensors";
  test::writeText(part, test::textOf(part).substr(0, 100));
  toy_.calls = 0;
  EXPECT_TRUE(encode(notes(9), task("z.npy"))->finished);
  EXPECT_EQ(toy_.calls, 6) << "parts 0 and 1";
  Toy other("another");
  EXPECT_TRUE(encodeNotes(
                  other, notes(9), task("z.npy"), [](const Error&) {}, quiet_)
                  ->finished);
  EXPECT_EQ(other.calls, 9);
  EXPECT_EQ(sidecar("z.json")["model"], "another");
}

TEST_F(EncodeNotes, sayWhereTheyCannotBeWritten) {
  EncodeTask nowhere = task("z.npy");
  nowhere.target = test::belowAFile(folder_);
  const auto report = encode(notes(2), nowhere);
  ASSERT_FALSE(report);
  test::expectSentence(report.error(), nowhere.target);
}

}  // namespace
}  // namespace timbre::evaluation
