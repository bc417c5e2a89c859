#include "synthesis/ResolvedRequest.h"

#include <filesystem>
#include <set>

#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

namespace fs = std::filesystem;

class ResolvedRequestTest : public test::SynthesisFixture {
 protected:
  /// One frame of one number: the note's velocity.
  static Result<latent::Embedding> velocityOf(const dataset::NoteInfo& note) {
    return latent::Embedding{
        1, 1, {static_cast<float>(note.velocity)}, "m", static_cast<double>(note.pitch)};
  }
};

}  // namespace

TEST_F(ResolvedRequestTest, anEndWithLayersLiesBetweenThem) {
  const MorphEndpoint layered = endpointOf(library_, note(0), 0.5);
  EXPECT_TRUE(layered.layered());
  EXPECT_EQ(layered.soft.velocity, 25);
  EXPECT_EQ(layered.loud.velocity, 127);
  EXPECT_FALSE(endpointOf(library_, note(2), 0.5).layered());
}

TEST_F(ResolvedRequestTest, everythingThatGoesInChangesTheKey) {
  const ResolvedRequest request = morph(0.5, 0.5);
  std::set<std::string> keys{keyOf(request)};
  const auto with = [&](auto change) {
    ResolvedRequest other = request;
    change(other);
    keys.insert(keyOf(other));
  };
  with([](ResolvedRequest& r) { r.timbre = 0.501; });
  with([](ResolvedRequest& r) { r.a.dynamics = 0.6; });
  with([](ResolvedRequest& r) { r.b.reset(); });
  with([](ResolvedRequest& r) { r.seed = 2; });
  with([](ResolvedRequest& r) { r.temperature = 0.9f; });
  with([](ResolvedRequest& r) { r.postFilter = false; });
  with([](ResolvedRequest& r) {
    r.model.postFilter = false;  // the weights have none: it is not asked for
    r.postFilter = false;
  });
  with([](ResolvedRequest& r) { r.model.key = "other weights"; });
  with([](ResolvedRequest& r) { std::swap(r.a, *r.b); });
  with([](ResolvedRequest& r) { r.quality = SynthesisQuality::Preview; });  // no other samples
  fs::last_write_time(note(0).file, fs::file_time_type::clock::now() + std::chrono::hours(1));
  with([](ResolvedRequest&) {});
  EXPECT_EQ(keys.size(), 10u);
}

TEST_F(ResolvedRequestTest, theIterationsCountWhereTheModelHasThem) {
  ResolvedRequest few = morph(0.5), many = few;
  few.griffinLimIterations = 3;
  EXPECT_EQ(keyOf(few), keyOf(many));
  few.model = many.model = test::fakeCard("baseline");
  EXPECT_NE(keyOf(few), keyOf(many));
}

TEST_F(ResolvedRequestTest, namesEachNoteOnce) {
  EXPECT_EQ(notesOf(morph(0.5)).size(), 3u) << "two layers of the brass, and the flute";
  EXPECT_EQ(notesOf(reconstruction(note(0), test::fakeCard("wavenet"))).size(), 1u);
  ResolvedRequest same = morph(0.5);
  same.b = same.a;
  EXPECT_EQ(notesOf(same).size(), 2u);
}

TEST_F(ResolvedRequestTest, mixesFirstTheLayersThenTheEnds) {
  // Brass 25 .. 127, half way: 76. Flute 100. A quarter of the way from one to the other: 82.
  const auto z = mixed(morph(0.25, 0.5), velocityOf);
  ASSERT_TRUE(z);
  EXPECT_EQ(z->values, std::vector<float>{82});
  EXPECT_EQ(mixed(reconstruction(note(0), {}), velocityOf)->values, std::vector<float>{25})
      << "a reconstruction is of the note itself";
}

TEST_F(ResolvedRequestTest, failsAsItsNotesDo) {
  const auto missing = [](const dataset::NoteInfo& note) -> Result<latent::Embedding> {
    if (note.velocity == 100) return fail(ErrorCode::NotFound, "gone");
    return velocityOf(note);
  };
  EXPECT_EQ(mixed(morph(0.5), missing).error().message, "gone");
}

TEST_F(ResolvedRequestTest, saysHowItsSoundIsMade) {
  auto request = morph(0.25, 0.5);
  request.seed = 9;
  request.postFilter = false;
  request.quality = SynthesisQuality::Preview;
  const auto described =
      describedAs(request, [](const dataset::NoteInfo& note) { return "hash of " + note.id; });
  EXPECT_EQ(described.kind, SynthesisKind::Morph);
  EXPECT_EQ(described.quality, SynthesisQuality::Preview);
  ASSERT_EQ(described.notes.size(), 2u);
  const SourceNote& brass = described.notes[0];
  EXPECT_EQ(brass.note.id, note(1).id) << "the loudest layer";
  EXPECT_EQ(brass.note.hash, "hash of " + note(1).id);
  ASSERT_TRUE(brass.soft);
  EXPECT_EQ(brass.soft->id, note(0).id);
  EXPECT_EQ(brass.dynamics, 0.5);
  EXPECT_EQ(brass.weight, 0.75);
  EXPECT_EQ(brass.pitch, 60);
  EXPECT_FALSE(described.notes[1].soft);
  EXPECT_EQ(described.notes[1].weight, 0.25);
  EXPECT_EQ(described.model->name, "wavenet-compact");
  EXPECT_EQ(described.seed, 9u);
  EXPECT_EQ(described.postFilter, false);
  EXPECT_FALSE(described.griffinLimIterations) << "a WaveNet does not know it";
}

}  // namespace timbre::synthesis
