#include "synthesis/ShippedSounds.h"

#include <filesystem>
#include <fstream>

#include "audio/AudioWriter.h"
#include "support/Sounds.h"
#include "support/SynthesisFixture.h"
#include "synthesis/FileDescription.h"

namespace timbre::synthesis {
namespace {

class ShippedSoundsTest : public test::SynthesisFixture {
 protected:
  /// As `timbre reconstruct` writes it.
  void ship(const ResolvedRequest& request, const char* name) {
    const auto described = describedAs(request, [](const dataset::NoteInfo& note) {
      return hashOf(dataset::readNote(note, kModelRate).value());
    });
    std::filesystem::create_directories(folder_ / "shipped");
    ASSERT_TRUE(audio::writeFlac(folder_ / "shipped" / name, test::sine(440, 0.5, 1000),
                                 audio::SampleFormat::S16, tagsFor(described)));
  }
  ResolvedRequest rebuilt(std::size_t toy = 0) const {
    ResolvedRequest request = reconstruction(note(toy), test::fakeCard("wavenet"));
    request.model.hash = "0123456789abcdef";
    return request;
  }
};

}  // namespace

TEST_F(ShippedSoundsTest, givesTheSoundOfTheSameNoteAndWeights) {
  ship(rebuilt(), "a.flac");
  ShippedSounds shipped(folder_ / "shipped");
  const auto found = shipped.find(rebuilt());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->clip.samples().size(), 1000u);
  EXPECT_EQ(found->request.notes.front().note.id, note(0).id);
  EXPECT_FALSE(shipped.find(rebuilt(1))) << "another note";
}

TEST_F(ShippedSoundsTest, aNameIsNoContentButEverySettingIs) {
  ship(rebuilt(), "a.flac");
  ShippedSounds shipped(folder_ / "shipped");
  ResolvedRequest request = rebuilt();
  request.model.name = "called otherwise";
  request.a.loud.id = request.a.soft.id = "renamed";
  EXPECT_TRUE(shipped.find(request));
  request.model.hash = "fedcba9876543210";
  EXPECT_FALSE(shipped.find(request)) << "other weights";
  request = rebuilt();
  request.seed = 2;
  EXPECT_FALSE(shipped.find(request));
  request = rebuilt();
  request.temperature = 0.5f;
  EXPECT_FALSE(shipped.find(request));
}

TEST_F(ShippedSoundsTest, aLayerWithoutAShareDoesNotMatter) {
  ResolvedRequest alone = morph(0.5);
  alone.a = MorphEndpoint::of(alone.a.loud);
  alone.model.hash = "0123456789abcdef";
  ship(alone, "m.flac");
  ShippedSounds shipped(folder_ / "shipped");
  ResolvedRequest layered = morph(0.5, 1);
  layered.model.hash = alone.model.hash;
  ASSERT_TRUE(layered.a.layered());
  EXPECT_TRUE(shipped.find(layered));
  layered.a.dynamics = 0.9;
  EXPECT_FALSE(shipped.find(layered));
}

TEST_F(ShippedSoundsTest, whatIsNotThereOrNoSoundIsAbsent) {
  EXPECT_FALSE(ShippedSounds({}).find(rebuilt()));
  EXPECT_FALSE(ShippedSounds(folder_ / "nowhere").find(rebuilt()));
  std::filesystem::create_directories(folder_ / "shipped");
  std::ofstream(folder_ / "shipped" / "text.flac") << "no sound";
  EXPECT_FALSE(ShippedSounds(folder_ / "shipped").find(rebuilt()));
}

TEST_F(ShippedSoundsTest, theServiceNeedsNoModelForThem) {
  ship(rebuilt(), "a.flac");
  SynthesisService service(
      []() -> Result<model::ModelBackend*> {
        return fail(ErrorCode::Internal, "no model is to be loaded");
      },
      {.cacheFolder = {}, .threads = 1, .log = {}, .shippedFolder = folder_ / "shipped"});
  EXPECT_TRUE(service.render(rebuilt(), {}, quiet_));
  EXPECT_TRUE(service.find(rebuilt())) << "and remembers it";
}

}  // namespace timbre::synthesis
