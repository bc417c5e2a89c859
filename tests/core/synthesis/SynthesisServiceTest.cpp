#include "synthesis/SynthesisService.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "support/Impatient.h"
#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

namespace fs = std::filesystem;

class SynthesisServiceTest : public test::SynthesisFixture {
 protected:
  Result<RenderedSound> made(SynthesisService& by, const ResolvedRequest& request) {
    return by.render(request, {}, quiet_);
  }
};

/// Cancelled by another thread.
class Switch final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return off; }
  std::atomic<bool> off{false};
};

}  // namespace

TEST_F(SynthesisServiceTest, makesASoundOnceAndFindsItAgain) {
  const auto maker = service();
  const auto request = reconstruction(note(0), test::fakeCard("wavenet"));
  std::size_t promised = 0, heard = 0;
  SynthesisRequest told;
  const StreamCallbacks callbacks{[&](std::size_t samples, const SynthesisRequest& described) {
                                    promised = samples;
                                    told = described;
                                  },
                                  [&](std::span<const float> some) { heard += some.size(); }};
  EXPECT_FALSE(maker->find(request));
  const auto first = maker->render(request, callbacks, quiet_);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(promised, first->clip.samples().size());
  EXPECT_EQ(heard, promised);
  EXPECT_EQ(told, first->request);
  ASSERT_TRUE(maker->render(request, callbacks, quiet_));
  EXPECT_EQ(tuning_->decoded, 1);
  EXPECT_EQ(tuning_->loaded, 1);
  EXPECT_EQ(heard, promised) << "what is found is not told in pieces";
  EXPECT_EQ(maker->find(request)->request, first->request);
}

TEST_F(SynthesisServiceTest, everySoundSaysHowItWasMade) {
  const auto maker = service();
  auto request = morph(0.25, 0.5);
  request.seed = 4;
  const auto sound = made(*maker, request);
  ASSERT_TRUE(sound);
  const auto& described = sound->request;
  EXPECT_EQ(described.kind, SynthesisKind::Morph);
  ASSERT_EQ(described.notes.size(), 2u);
  EXPECT_EQ(described.notes[0].note.hash, hashOf(dataset::readNote(note(1)).value()));
  EXPECT_EQ(described.notes[0].soft->hash, hashOf(dataset::readNote(note(0)).value()));
  EXPECT_EQ(described.notes[1].note.hash, hashOf(dataset::readNote(note(2)).value()));
  EXPECT_EQ(described.model->hash, request.model.hash);
  EXPECT_EQ(described.seed, 4u);
  EXPECT_FALSE(described.program.empty());
}

TEST_F(SynthesisServiceTest, samplesThatServeAsBothAreServedAsAsked) {
  const auto maker = service();
  auto request = reconstruction(note(0), test::fakeCard("baseline"));
  request.quality = SynthesisQuality::Preview;
  EXPECT_EQ(made(*maker, request)->request.quality, SynthesisQuality::Preview);
  request.quality = SynthesisQuality::Final;
  EXPECT_EQ(made(*maker, request)->request.quality, SynthesisQuality::Final);
  EXPECT_EQ(maker->find(request)->request.quality, SynthesisQuality::Final);
  EXPECT_EQ(tuning_->decoded, 1);
}

TEST_F(SynthesisServiceTest, costlySoundsAreFoundAtTheNextStart) {
  const auto costly = reconstruction(note(0), test::fakeCard("wavenet"));
  const auto quick = reconstruction(note(0), test::fakeCard("baseline"));
  std::vector<float> samples;
  {
    const auto before = service(folder_ / "cache");
    ASSERT_TRUE(made(*before, quick));
    const auto sound = made(*before, costly);
    samples.assign(sound->clip.samples().begin(), sound->clip.samples().end());
  }
  const auto after = service(folder_ / "cache");
  EXPECT_FALSE(after->find(costly)) << "not yet in memory";
  const auto found = after->load(costly);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::ranges::equal(found->clip.samples(), samples));
  EXPECT_FALSE(after->load(quick));
  ASSERT_TRUE(made(*after, costly));
  EXPECT_EQ(tuning_->decoded, 2);
  EXPECT_TRUE(logged_.empty());
}

TEST_F(SynthesisServiceTest, encodesEachNoteOnceForAllThatIsMadeOfIt) {
  const auto maker = service(folder_ / "cache");
  ASSERT_TRUE(made(*maker, morph(0.2, 0.5)));
  ASSERT_TRUE(made(*maker, morph(0.7, 0.1)));
  EXPECT_EQ(tuning_->encoded, 3) << "two layers of the brass, and the flute";
  const auto card = test::fakeCard("wavenet");
  EXPECT_TRUE(maker->embeddings().find(note(2), card));
  ASSERT_TRUE(maker->embedding(note(3), card, quiet_));
  EXPECT_EQ(tuning_->encoded, 4);
  EXPECT_TRUE(maker->embeddings().find(note(3), card));
  const auto after = service(folder_ / "cache");
  ASSERT_TRUE(after->embedding(note(3), card, quiet_));
  EXPECT_EQ(tuning_->encoded, 4);
  EXPECT_EQ(tuning_->loaded, 1) << "what is on disk needs no model";
}

TEST_F(SynthesisServiceTest, decodesNumbersAtHandAtAToldPitch) {
  const auto maker = service();
  auto card = test::fakeCard("wavenet");
  card.pitchConditioned = true;
  const auto z = maker->embedding(note(0), card, quiet_);
  ASSERT_TRUE(z) << z.error().message;
  model::DecodeOptions options;
  options.pitch = 67;
  const auto sound = maker->decode(z->embedding, "numbers", card, options, quiet_);
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->clip.samples().size(), static_cast<std::size_t>(z->embedding.frames) * card.hop);
  EXPECT_EQ(sound->request.kind, SynthesisKind::DecodedEmbedding);
  EXPECT_EQ(sound->request.embedding->id, "numbers");
  EXPECT_EQ(sound->request.pitch, 67);
  EXPECT_EQ(sound->request.model->name, card.name);
  latent::Embedding strange = z->embedding;
  strange.channels = 3;
  EXPECT_FALSE(maker->decode(strange, "numbers", card, options, quiet_));
}

TEST_F(SynthesisServiceTest, whatWasCancelledIsNotKept) {
  const auto maker = service(folder_ / "cache");
  const auto request = reconstruction(note(0), test::fakeCard("wavenet"));
  test::Impatient impatient(3);
  const auto sound = maker->render(request, {}, impatient);
  EXPECT_EQ(sound.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(tuning_->cancelled, 1);
  EXPECT_FALSE(maker->load(request));
  EXPECT_TRUE(made(*maker, request)) << "and can be asked for again";
}

TEST_F(SynthesisServiceTest, aModelThatCannotBeLoadedIsTriedAgain) {
  const auto maker = service();
  const auto request = morph(0.5);
  tuning_->broken = true;
  EXPECT_EQ(made(*maker, request).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(maker->embedding(note(0), request.model, quiet_).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(maker->live(request, quiet_).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(maker->reconstructOnce(note(0), request.model, quiet_).error().code,
            ErrorCode::BadFormat);
  tuning_->broken = false;
  EXPECT_TRUE(made(*maker, request));
}

TEST_F(SynthesisServiceTest, withoutItsNetworksSaysWhatTheirDoorSays) {
  SynthesisService maker(
      []() -> Result<model::ModelBackend*> { return fail(ErrorCode::Internal, "no module"); }, {});
  EXPECT_EQ(made(maker, morph(0.5)).error().message, "no module");
}

TEST_F(SynthesisServiceTest, aNoteThatIsMissingFailsWithItsName) {
  const auto maker = service();
  auto request = morph(0.5);
  request.b = MorphEndpoint::of(note(4));
  const auto sound = made(*maker, request);
  EXPECT_EQ(sound.error().code, ErrorCode::NotFound);
  EXPECT_NE(sound.error().message.find(note(4).id), std::string::npos);
  EXPECT_EQ(tuning_->decoded, 0);
}

TEST_F(SynthesisServiceTest, whoWaitsForAModelCanGiveUp) {
  const auto maker = service();
  tuning_->msPerFrame = 5;
  Switch first, second;
  const auto request = [&](std::size_t toy) {
    return reconstruction(note(toy), test::fakeCard("wavenet"));
  };
  std::thread working(
      [&] { EXPECT_EQ(maker->render(request(0), {}, first).error().code, ErrorCode::Cancelled); });
  while (tuning_->decoded == 0) std::this_thread::yield();
  std::thread waiting(
      [&] { EXPECT_EQ(maker->render(request(2), {}, second).error().code, ErrorCode::Cancelled); });
  second.off = true;
  waiting.join();
  EXPECT_EQ(tuning_->decoded, 1) << "it never had its turn";
  first.off = true;
  working.join();
  EXPECT_EQ(tuning_->loaded, 1);
}

TEST_F(SynthesisServiceTest, twoModelsWorkAtTheSameTime) {
  const auto maker = service();
  Switch slow;
  tuning_->msPerFrame = 20;  // of the WaveNet alone
  std::thread working([&] {
    EXPECT_FALSE(
        maker->render(reconstruction(note(0), test::fakeCard("wavenet")), {}, slow).has_value());
  });
  while (tuning_->decoded == 0) std::this_thread::yield();
  EXPECT_TRUE(made(*maker, reconstruction(note(0), test::fakeCard("baseline"))));
  slow.off = true;
  working.join();
}

TEST_F(SynthesisServiceTest, looksOnceThroughWeightsThatChange) {
  const auto maker = service(folder_ / "cache");
  const auto card = test::fakeCard("wavenet");
  const auto sound = maker->reconstructOnce(note(0), card, quiet_);
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->request.kind, SynthesisKind::Reconstruction);
  EXPECT_EQ(sound->request.notes[0].note.hash, hashOf(dataset::readNote(note(0)).value()));
  ASSERT_TRUE(maker->reconstructOnce(note(0), card, quiet_));
  EXPECT_EQ(tuning_->loaded, 2);
  EXPECT_EQ(tuning_->decoded, 2);
  EXPECT_FALSE(fs::exists(folder_ / "cache"));
}

}  // namespace timbre::synthesis
