#include "synthesis/LivePlayback.h"

#include <gtest/gtest.h>

#include <functional>

#include "support/FakeBackend.h"

namespace timbre::synthesis {
namespace {

const SampleRate kDevice(48000);

std::shared_ptr<model::StreamingDecoder> decoder(int frames) {
  auto made = std::make_shared<test::FakeLive>(test::fakeCard("wavenet"),
                                               std::make_shared<test::FakeTuning>());
  latent::Embedding z;
  z.frames = frames;
  z.channels = 16;
  z.values.assign(static_cast<std::size_t>(frames) * 16, 0.5f);
  EXPECT_TRUE(made->prepare(z));
  return made;
}

bool within10s(const std::function<bool()>& happens) {
  for (int i = 0; i < 5000; ++i) {
    if (happens()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

/// As a device would: takes all there is, until the stream ends.
std::size_t playedOf(const audio::SoundStream& heard) {
  EXPECT_TRUE(within10s([&] {
    heard.passed(heard.written());
    return heard.finished();
  }));
  return heard.written();
}

}  // namespace

TEST(LivePlayback, keepsItsLeadAndNoMore) {
  const auto playing = LivePlayback::create(decoder(1000), 1.5, kDevice).value();
  ASSERT_TRUE(within10s([&] { return playing->enough(); }));
  const auto lead = static_cast<std::size_t>(leadFor(1.5) * kDevice.hz);
  EXPECT_GE(playing->heard()->ahead(), lead);
  EXPECT_LE(playing->heard()->ahead(), 2 * lead);
  EXPECT_FALSE(playing->heard()->finished()) << "nobody has played it";
}

TEST(LivePlayback, playsTheWholeNoteAtTheDevicesRate) {
  const auto playing = LivePlayback::create(decoder(5), 3, kDevice).value();
  EXPECT_EQ(playedOf(*playing->heard()), 3u * 5 * 512);
  EXPECT_TRUE(playing->enough());
}

TEST(LivePlayback, anEndStopsItInTheMiddle) {
  auto playing = LivePlayback::create(decoder(100000), 3, kDevice).value();
  const auto heard = playing->heard();
  ASSERT_TRUE(within10s([&] { return playing->enough(); }));
  playing.reset();
  EXPECT_TRUE(heard->finished());
  EXPECT_LT(heard->written(), 3u * 100000 * 512);
}

TEST(LivePlayback, whoIsHardlyFastEnoughStaysFurtherAhead) {
  EXPECT_GT(leadFor(1.3), leadFor(4));
}

TEST(LivePlayback, refusesARateThatCannotBeConverted) {
  EXPECT_FALSE(LivePlayback::create(decoder(1), 3, SampleRate(0)));
}

}  // namespace timbre::synthesis
