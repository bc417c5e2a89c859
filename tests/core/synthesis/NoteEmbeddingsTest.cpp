#include "synthesis/NoteEmbeddings.h"

#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

class NoteEmbeddingsTest : public test::SynthesisFixture {
 protected:
  NoteEmbeddings all() const {
    NoteEmbeddings notes;
    for (const auto& each : notesOf(morph(0)))
      notes.add(each, {{1, 1, {static_cast<float>(each.velocity)}, "m", 60.0}, "of " + each.id});
    return notes;
  }
};

}  // namespace

TEST_F(NoteEmbeddingsTest, mixWhereverTheSlidersAre) {
  EXPECT_EQ(all().mixed(morph(0.25, 0.5))->values, std::vector<float>{82});
  EXPECT_EQ(all().mixed(morph(1, 0))->values, std::vector<float>{100});
}

TEST_F(NoteEmbeddingsTest, sayWhichSoundsTheyAreOf) {
  const auto described = all().describe(morph(0.5, 0.5));
  EXPECT_EQ(described.notes[0].note.hash, "of " + note(1).id);
  EXPECT_EQ(described.notes[0].soft->hash, "of " + note(0).id);
}

TEST_F(NoteEmbeddingsTest, refuseANoteThatIsNotAmongThem) {
  auto stranger = morph(0.5);
  stranger.b = MorphEndpoint::of(note(3));
  EXPECT_EQ(all().mixed(stranger).error().code, ErrorCode::NotFound);
  EXPECT_EQ(all().describe(stranger).notes[1].note.hash, "");
}

}  // namespace timbre::synthesis
