#include "synthesis/EmbeddingStore.h"

#include <filesystem>

#include "support/Impatient.h"
#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

namespace fs = std::filesystem;

class EmbeddingStoreTest : public test::SynthesisFixture {
 protected:
  EmbeddingStore store(std::size_t memoryBytes = 1u << 20) {
    return EmbeddingStore({folder_ / "cache",
                           1u << 20,
                           {},
                           [this](const std::string& sentence) { logged_.push_back(sentence); }},
                          memoryBytes);
  }
  /// Embeddings whose first number counts them.
  Encode counting() {
    return [this](const audio::AudioClip& clip, Progress&) -> Result<latent::Embedding> {
      latent::Embedding z;
      z.frames = static_cast<int>(clip.samples().size()) / card_.hop;
      z.channels = card_.channels;
      z.values.assign(static_cast<std::size_t>(z.frames) * card_.channels, 0.5f);
      z.values[0] = static_cast<float>(++encoded_);
      return z;
    };
  }
  Result<NoteEmbedding> made(EmbeddingStore& from, const dataset::NoteInfo& note) {
    return from.embedding(note, card_, counting(), quiet_);
  }

  model::ModelCard card_ = test::fakeCard("wavenet");
  int encoded_ = 0;
};

}  // namespace

TEST_F(EmbeddingStoreTest, makesEachNoteOnceAndFindsItInMemory) {
  auto kept = store();
  EXPECT_FALSE(kept.find(note(0), card_));
  const auto first = made(kept, note(0));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->embedding.model, card_.key);
  EXPECT_EQ(first->embedding.pitch, 60);
  EXPECT_EQ(first->soundHash, hashOf(dataset::readNote(note(0)).value()));
  const auto found = kept.find(note(0), card_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->embedding, first->embedding);
  EXPECT_EQ(made(kept, note(0))->embedding, first->embedding);
  EXPECT_EQ(encoded_, 1);
}

TEST_F(EmbeddingStoreTest, modelsWithTheSameEncoderShareTheirEmbeddings) {
  auto kept = store();
  card_.encoder = "abc";
  const auto first = made(kept, note(0));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->embedding.model, "abc");
  card_ = test::fakeCard("wavenet");
  card_.name = "harmonic";
  card_.encoder = "abc";
  EXPECT_EQ(made(kept, note(0))->embedding, first->embedding);
  EXPECT_EQ(encoded_, 1);
  card_.encoder = "other";
  EXPECT_NE(made(kept, note(0))->embedding, first->embedding);
  EXPECT_EQ(encoded_, 2);
}

TEST_F(EmbeddingStoreTest, findsItOnDiskAtTheNextStart) {
  auto before = store();
  const auto first = made(before, note(0));
  ASSERT_TRUE(first);
  auto after = store();
  EXPECT_FALSE(after.find(note(0), card_)) << "not yet in memory";
  const auto again = made(after, note(0));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->embedding, first->embedding);
  EXPECT_EQ(encoded_, 1);
  EXPECT_TRUE(after.find(note(0), card_));
}

TEST_F(EmbeddingStoreTest, anothersEmbeddingInItsPlaceIsMadeAnew) {
  auto before = store();
  ASSERT_TRUE(made(before, note(0)));
  fs::path mine;
  for (const auto& file : fs::directory_iterator(folder_ / "cache"))
    if (file.path().extension() == ".cache") mine = file.path();
  card_.hash = "other weights";
  ASSERT_TRUE(made(before, note(0)));
  for (const auto& file : fs::directory_iterator(folder_ / "cache"))
    if (file.path() != mine && file.path().extension() == mine.extension())
      fs::copy_file(mine, file.path(), fs::copy_options::overwrite_existing);
  auto after = store();
  const auto again = made(after, note(0));
  ASSERT_TRUE(again);
  EXPECT_EQ(encoded_, 3);
  EXPECT_EQ(again->embedding.values[0], 3) << "not that of the first weights";
  EXPECT_EQ(again->embedding.model, card_.embeddingKey());
  EXPECT_EQ(logged_.size(), 1u);
}

TEST_F(EmbeddingStoreTest, goesByTheContentOfSoundAndWeights) {
  auto kept = store();
  ASSERT_TRUE(made(kept, note(0)));
  auto copied = note(0);
  copied.file = folder_ / "copy.wav";
  fs::copy_file(note(0).file, copied.file);
  copied.pitch = 72;
  const auto copy = made(kept, copied);
  ASSERT_TRUE(copy);
  EXPECT_EQ(encoded_, 1) << "the same sound";
  EXPECT_EQ(copy->embedding.pitch, 72);
  fs::remove(copied.file);
  fs::copy_file(note(2).file, copied.file);
  fs::last_write_time(copied.file, fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(kept.find(copied, card_)) << "the file has changed";
  ASSERT_TRUE(made(kept, copied));
  EXPECT_EQ(encoded_, 2);
  card_.hash = "other weights";
  ASSERT_TRUE(made(kept, note(0)));
  EXPECT_EQ(encoded_, 3);
  card_.key = "renamed-other weights";
  EXPECT_EQ(made(kept, note(0))->embedding.model, card_.key);
  EXPECT_EQ(encoded_, 3) << "the same weights under another name";
}

TEST_F(EmbeddingStoreTest, makesADamagedEntryAnewAndSaysSo) {
  {
    auto before = store();
    ASSERT_TRUE(made(before, note(0)));
  }
  for (const auto& file : fs::directory_iterator(folder_ / "cache"))
    if (file.path().extension() == ".cache") fs::resize_file(file, file.file_size() - 40);
  auto after = store();
  ASSERT_TRUE(made(after, note(0)));
  EXPECT_EQ(encoded_, 2);
  EXPECT_EQ(logged_.size(), 1u);
  auto third = store();
  ASSERT_TRUE(made(third, note(0)));
  EXPECT_EQ(encoded_, 2) << "and kept anew";
}

TEST_F(EmbeddingStoreTest, doesNotTakeNumbersOfAnotherShape) {
  auto kept = store();
  ASSERT_TRUE(made(kept, note(0)));
  auto after = store();
  card_.channels = 7;  // the same weights cannot have it, but a file may be anything
  ASSERT_TRUE(made(after, note(0)));
  EXPECT_EQ(encoded_, 2);
}

TEST_F(EmbeddingStoreTest, forgetsInMemoryWhatTheDiskStillKnows) {
  auto kept = store(1);  // room for the latest alone
  ASSERT_TRUE(made(kept, note(0)));
  ASSERT_TRUE(made(kept, note(2)));
  EXPECT_FALSE(kept.find(note(0), card_));
  ASSERT_TRUE(made(kept, note(0)));
  EXPECT_EQ(encoded_, 2);
}

TEST_F(EmbeddingStoreTest, keepsNothingOfWhatFailed) {
  auto kept = store();
  const Encode cancelling = [](const audio::AudioClip&, Progress&) -> Result<latent::Embedding> {
    return cancelled();
  };
  EXPECT_EQ(kept.embedding(note(0), card_, cancelling, quiet_).error().code, ErrorCode::Cancelled);
  EXPECT_EQ(made(kept, note(4)).error().code, ErrorCode::NotFound) << "its file is missing";
  EXPECT_EQ(encoded_, 0);
  ASSERT_TRUE(made(kept, note(0)));
  EXPECT_EQ(encoded_, 1);
}

}  // namespace timbre::synthesis
