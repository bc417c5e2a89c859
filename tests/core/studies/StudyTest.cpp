#include "studies/Study.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "dataset/ExamplesJson.h"
#include "support/Impatient.h"
#include "support/ToyLibrary.h"
#include "support/ToyModel.h"

namespace timbre::studies {
namespace {

/// Counts the pieces; cancelled once it was asked often enough.
class Reader final : public StudyObserver {
 public:
  explicit Reader(int patience = 1 << 30) : patience_(patience) {}
  void advanced(double) override {}
  bool cancelled() const override { return asked_++ >= patience_; }
  void found(const Item&) override { ++pieces; }
  int pieces = 0;

 private:
  int patience_;
  mutable int asked_ = 0;
};

class WithToy : public testing::Test {
 protected:
  WithToy() {
    static const bool added = model::addModelKind(test::kToyModel);
    EXPECT_TRUE(added);
    EXPECT_TRUE(test::writeToyWeights(toy()));
    writeNotes({"flute_acoustic_000-057-100", "flute_acoustic_000-069-100",
                "organ_electronic_001-057-100", "bass_synthetic_002-045-100"});
  }

  std::filesystem::path toy() const { return folder_ / "toy.safetensors"; }

  /// Each has three partials and falls.
  void writeNotes(const std::vector<std::string>& ids) {
    const auto notes = folder_ / "notes";
    std::filesystem::remove_all(notes);
    std::filesystem::create_directories(notes / "audio");
    std::vector<dataset::NoteInfo> all;
    for (const auto& id : ids) {
      all.push_back(test::toyNote(id));
      const double hertz = frequencyOf(MidiPitch(all.back().pitch));
      std::vector<float> samples(static_cast<std::size_t>(kNoteSamples));
      for (int n = 1; n <= 3; ++n) {
        const auto part = test::sine(n * hertz, 0.2 / n, kNoteSamples);
        for (std::size_t i = 0; i < samples.size(); ++i)
          samples[i] += part.samples()[i] *
                        static_cast<float>(std::exp(-static_cast<double>(i) / kModelRate.hz));
      }
      ASSERT_TRUE(audio::writeWav(notes / "audio" / (id + ".wav"), {samples, kModelRate}));
    }
    ASSERT_TRUE(dataset::writeExamplesJson(notes, all));
  }

  StudyRequest request(const char* out = "out") {
    Unwatched quiet;
    auto library = dataset::NoteLibrary::open(folder_ / "notes", quiet, folder_ / "indexes");
    EXPECT_TRUE(library) << library.error().message;
    StudyRequest asked;
    asked.notes = *library;
    asked.folder = folder_ / out;
    asked.models = {toy().string()};
    asked.threads = 2;
    return asked;
  }

  std::string report(const char* out) { return test::textOf(folder_ / out / "report.html"); }

  test::TemporaryFolder folder_;
};

}  // namespace

TEST_F(WithToy, oneNoteIsMeasuredAndReportedTheSameEachTime) {
  Reader reader;
  const auto* study = studyNamed("note").value();
  const auto done = runStudy(*study, request(), reader);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_GT(reader.pieces, 8);
  EXPECT_EQ(*done, folder_ / "out" / "report.html");
  for (const char* file : {"tables/partials.csv", "figures/stft.svg", "figures/stft.png",
                           "figures/stft.pdf", "sounds/original.flac", "study.json"})
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out" / file)) << file;
  const std::string partials = test::textOf(folder_ / "out/tables/partials.csv");
  EXPECT_NE(partials.find("Original,1,440,"), std::string::npos) << partials;
  // People read what the window calls the model; its id is where it is needed to find it again.
  EXPECT_NE(partials.find("\r\ntoy,1,440,"), std::string::npos) << partials;
  EXPECT_NE(report("out").find("<td>Toy toy</td>"), std::string::npos);
  EXPECT_EQ(report("out").find("<td>toy</td>"), std::string::npos);
  EXPECT_NE(report("out").find("<td>Toy toy</td><td>toy, weights "), std::string::npos);
  ASSERT_TRUE(runStudy(*study, request("again"), reader));
  EXPECT_EQ(report("out"), report("again"));
  for (const char* file : {"figures/constant-q.pdf", "figures/constant-q.svg", "study.json"})
    EXPECT_EQ(test::textOf(folder_ / "out" / file), test::textOf(folder_ / "again" / file)) << file;
}

TEST_F(WithToy, theNearestNoteIsTakenWhereThereIsNoA4AndTheReportSaysSo) {
  writeNotes({"flute_acoustic_000-060-100", "flute_acoustic_000-071-100"});
  Reader reader;
  ASSERT_TRUE(runStudy(*studyNamed("note").value(), request(), reader));
  EXPECT_NE(report("out").find("have no A4 (69); the nearest is"), std::string::npos);
  EXPECT_NE(report("out").find("flute_acoustic_000-071-100"), std::string::npos);
}

TEST_F(WithToy, twoNotesAreSummedAndMixed) {
  Reader reader;
  const auto done = runStudy(*studyNamed("two-notes").value(), request(), reader);
  ASSERT_TRUE(done) << done.error().message;
  const std::string table = test::textOf(folder_ / "out/tables/survivors.csv");
  // The sum keeps all of itself: of the lower note 1 and 3, of both 2, of the upper 4 and 6.
  EXPECT_NE(table.find("Sum of the sounds,2,2,3,3,0"), std::string::npos) << table;
}

TEST_F(WithToy, aCancelledStudyWritesNoReportAndResumes) {
  Reader hasty(2);
  const auto* study = studyNamed("two-notes").value();
  const auto stopped = runStudy(*study, request(), hasty);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out" / "report.html"));
  Reader patient;
  EXPECT_TRUE(runStudy(*study, request(), patient));
}

TEST_F(WithToy, embeddingsThatWereKeptAreDecodedLikeNewOnes) {
  Reader reader;
  const auto* study = studyNamed("two-notes").value();
  ASSERT_TRUE(runStudy(*study, request(), reader));
  int sounds = 0;
  for (const auto& kept : std::filesystem::directory_iterator(folder_ / "out" / "work"))
    if (kept.path().extension() == ".flac") sounds += std::filesystem::remove(kept.path());
  ASSERT_GT(sounds, 0);
  const auto again = runStudy(*study, request(), reader);
  EXPECT_TRUE(again) << again.error().message;
}

TEST_F(WithToy, everyStudyAnswersOnAFewNotes) {
  for (const char* name :
       {"interpolation", "data", "reconstruction", "generalisation", "cost", "outlooks"}) {
    Reader reader;
    const auto done = runStudy(*studyNamed(name).value(), request(name), reader);
    ASSERT_TRUE(done) << name << ": " << done.error().message;
    EXPECT_GE(reader.pieces, 2) << name;
  }
  const auto csv = [&](const char* file) { return test::textOf(folder_ / file); };
  // One family twice among three: exp of the entropy of 1/2, 1/4, 1/4.
  EXPECT_NE(csv("data/tables/balance.csv").find("family,3,2.82842712,"), std::string::npos);
  EXPECT_NE(csv("data/tables/findings.csv").find("silence,0,0"), std::string::npos);
  EXPECT_NE(report("data").find("What imbalance costs was not measured"), std::string::npos);
  EXPECT_NE(csv("reconstruction/tables/sets.csv").find("not from the training SoundFonts,toy,4,"),
            std::string::npos);
  EXPECT_NE(report("reconstruction").find("% of the pitches at held-out pitches"),
            std::string::npos);
  EXPECT_NE(csv("outlooks/tables/conditioning.csv").find("toy,no,128,"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "outlooks/sounds/toy.flac"));
  // The toy plays a sine of the right pitch.
  EXPECT_NE(csv("reconstruction/tables/accuracy.csv").find("toy,4,"), std::string::npos);
  EXPECT_NE(csv("interpolation/tables/mixtures.csv").find("Audio: "), std::string::npos);
}

TEST_F(WithToy, pitchIsReadFromEmbeddingsOnlyWhereThereAreEnoughNotes) {
  Reader reader;
  const auto* study = studyNamed("entanglement").value();
  const auto few = runStudy(*study, request(), reader);
  ASSERT_FALSE(few);
  EXPECT_NE(few.error().message.find("5 notes each"), std::string::npos);
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i)
    for (const char* key : {"057", "069"})
      ids.push_back("flute_acoustic_00" + std::to_string(i) + "-" + key + "-100");
  writeNotes(ids);
  const auto done = runStudy(*study, request("more"), reader);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_NE(test::textOf(folder_ / "more/tables/pitch.csv").find("toy,128,no,"), std::string::npos);
  EXPECT_NE(report("more").find("2 of 88 keys"), std::string::npos);
}

TEST_F(WithToy, aModelThatIsToldNoPitchCannotBeAskedForOne) {
  Reader reader;
  const auto done = runStudy(*studyNamed("pitch").value(), request(), reader);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("pitch-conditioned"), std::string::npos);
}

TEST_F(WithToy, whatCannotBeAnsweredIsASentence) {
  Reader reader;
  StudyRequest asked = request();
  asked.note = "no_such_note";
  const auto unknown = runStudy(*studyNamed("note").value(), asked, reader);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
  asked = request();
  asked.models = {"no-such-model"};
  EXPECT_FALSE(runStudy(*studyNamed("note").value(), asked, reader));
  writeNotes({"flute_acoustic_000-060-100"});
  const auto alone = runStudy(*studyNamed("two-notes").value(), request(), reader);
  ASSERT_FALSE(alone);
  EXPECT_NE(alone.error().message.find("octave"), std::string::npos);
  asked = request();
  asked.notes = {};
  EXPECT_FALSE(runStudy(*studyNamed("note").value(), asked, reader));
  const auto none = studyNamed("no-such-study");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("two-notes"), std::string::npos);
}

}  // namespace timbre::studies
