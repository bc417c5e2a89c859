// What the audio thread may not do, and what two threads do to each other. Also run under the
// thread sanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "audio/Player.h"
#include "support/AllocationCount.h"

namespace timbre::audio {
namespace {

constexpr SampleRate kRate{48000};

std::shared_ptr<const SoundStream> steady(float level, std::size_t samples) {
  return SoundStream::of({std::vector<float>(samples, level), kRate});
}

TEST(PlayerRealtime, RenderNeverAllocatesOrFrees) {
  Player player(kRate);
  std::vector<float> out(256);
  long during = 0;
  const auto render = [&](int times) {
    const long before = test::allocationCount;
    for (int i = 0; i < times; ++i) player.render(out);
    during += test::allocationCount - before;
  };
  render(1);
  player.play(steady(0.5f, 100000));
  render(3);
  player.play(steady(0.5f, 2000));  // the first must wait for the owner's thread
  render(3);
  player.play(steady(0.5f, 300));
  render(5);  // comes to its end
  const auto growing = std::make_shared<SoundStream>(20000, kRate);
  growing->append(std::vector<float>(6000, 0.5f));
  player.play(growing);
  render(50);  // runs dry
  player.stop();
  render(5);
  EXPECT_EQ(during, 0);
  EXPECT_GT(test::allocationCount, 0) << "nothing is counted at all";
}

TEST(PlayerRealtime, ReadingAGrowingStreamNeverAllocates) {
  SoundStream stream(1000, kRate);
  const std::vector<float> piece(100, 0.5f);
  const long before = test::allocationCount;
  const auto taken = stream.append(piece);
  const auto there = stream.samples().size();
  EXPECT_EQ(test::allocationCount, before);
  EXPECT_EQ(taken, there);
}

TEST(PlayerRealtime, TwoThreadsMeetWithoutLosingASound) {
  Player player(kRate);
  std::atomic<bool> done{false};
  float loudest = 0;
  long freed = 0;
  std::thread device([&] {
    std::vector<float> out(64);
    while (!done) {
      const long before = test::allocationCount;
      player.render(out);
      freed += test::allocationCount - before;
      for (const float x : out) loudest = std::max(loudest, std::abs(x));
    }
  });
  std::vector<std::weak_ptr<const SoundStream>> sent;
  for (int i = 0; i < 3000; ++i) {
    auto stream = steady(0.9f, 100 + static_cast<std::size_t>(i));
    sent.push_back(stream);
    player.play(std::move(stream));
    player.setVolume(0.5f + 0.0001f * static_cast<float>(i));
    player.setLoop(i % 3 == 0);
    if (i % 7 == 0) player.stop();
    if (i % 16 == 0) std::this_thread::yield();
    EXPECT_LE(player.position(), 100u + static_cast<std::size_t>(i));
  }
  player.setLoop(false);
  player.play(steady(0.9f, 5000));
  while (player.playing()) std::this_thread::yield();
  EXPECT_EQ(player.position(), 5000u);
  done = true;
  device.join();
  player.stop();
  EXPECT_EQ(freed, 0);
  EXPECT_LE(loudest, 1.0f);
  EXPECT_GT(loudest, 0.5f);
  long alive = 0;
  for (const auto& stream : sent) alive += !stream.expired();
  EXPECT_LE(alive, 3) << "besides what still waits to be played, everything has come back";
}

TEST(PlayerRealtime, AGrowingStreamIsHeardWholeAndInOrder) {
  constexpr std::size_t kSamples = 60000;
  Player player(kRate);
  const auto stream = std::make_shared<SoundStream>(kSamples, kRate);
  player.play(stream);
  std::thread writer([&] {
    std::vector<float> piece(512);
    for (std::size_t at = 0; at < kSamples; at += piece.size()) {
      for (std::size_t i = 0; i < piece.size(); ++i)
        piece[i] = static_cast<float>(at + i) / kSamples;
      stream->append(piece);
      if (at % 8192 == 0) std::this_thread::yield();
    }
    stream->finish();
  });
  std::vector<float> out(128);
  std::size_t heard = 0;
  long wrong = 0;
  float loudest = 0;
  while (player.playing()) {
    const std::size_t before = player.position();
    player.render(out);
    const std::size_t played = player.position() - before;
    // Faded where the writer was slow, but never another sample than the one whose turn it is.
    for (std::size_t i = 0; i < played; ++i) {
      const float whole = static_cast<float>(before + i) / kSamples;
      wrong += out[i] < 0 || out[i] > whole;
      loudest = std::max(loudest, out[i]);
    }
    heard += played;
  }
  writer.join();
  EXPECT_EQ(heard, kSamples);
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(loudest, 0.2f);
}

}  // namespace
}  // namespace timbre::audio
