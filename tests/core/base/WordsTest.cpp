// The small words everybody uses: Hash, Places, Progress, Result, Units.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/Hash.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "base/StandardPaths.h"
#include "base/Units.h"
#include "support/Impatient.h"

namespace timbre {
namespace {

TEST(Hash, IsFnv1aAndChains) {
  EXPECT_EQ(hexOf(hashOf("")), "cbf29ce484222325");        // the published offset basis
  EXPECT_EQ(hexOf(hashOf("foobar")), "85944171f73967e8");  // from the authors' test suite
  EXPECT_EQ(hashOf("bar", hashOf("foo")), hashOf("foobar"));
  EXPECT_EQ(hexOf(0x1f), "000000000000001f");
}

TEST(Result, ALayerSaysWhatItWasDoingButACancelStaysSilent) {
  EXPECT_EQ(Error({ErrorCode::BadFormat, "No sound"}).during("Reading a note").message,
            "Reading a note: No sound");
  EXPECT_EQ(Error({ErrorCode::BadFormat, "No sound"}).during("Reading a note").code,
            ErrorCode::BadFormat);
  EXPECT_EQ(Error({ErrorCode::Cancelled, "Cancelled"}).during("Reading a note").message,
            "Cancelled");
  const Result<int> stopped = cancelled();
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST(Progress, APartIsToldAsItsShareOfTheWhole) {
  test::Listener whole;
  PartOf second(whole, 0.5, 1);
  PartOf within(second, 0, 0.5);
  within.advanced(0);
  within.advanced(1);
  second.advanced(1);
  EXPECT_THAT(whole.told, testing::ElementsAre(0.5, 0.75, 1));
  test::Impatient impatient(0);
  EXPECT_TRUE(PartOf(impatient, 0, 1).cancelled());
}

TEST(Units, PitchAndFrequencyAreInverse) {
  EXPECT_DOUBLE_EQ(frequencyOf(MidiPitch(69)), 440);
  EXPECT_NEAR(frequencyOf(MidiPitch(60)), 261.6256, 1e-4);  // middle C
  EXPECT_DOUBLE_EQ(frequencyOf(MidiPitch(81), 442), 884);
  for (double key = 0; key <= 127; key += 0.37)
    EXPECT_NEAR(pitchOf(frequencyOf(MidiPitch(key))).value, key, 1e-9);
}

TEST(Units, NotesAreNamedByTheNearestKey) {
  EXPECT_EQ(noteName(MidiPitch(60)), "C4");
  EXPECT_EQ(noteName(MidiPitch(69.4)), "A4");
  EXPECT_EQ(noteName(MidiPitch(69.6)), "A♯4");
  EXPECT_EQ(noteName(MidiPitch(0)), "C-1");
  EXPECT_EQ(noteName(MidiPitch(-1)), "B-2");
  EXPECT_EQ(noteName(MidiPitch(127)), "G9");
}

TEST(Units, DecibelsAreOfAmplitude) {
  EXPECT_DOUBLE_EQ(decibels(10), 20);
  EXPECT_NEAR(decibels(0.5), -6.0206, 1e-4);
}

class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    value ? ::setenv(name, value, 1) : ::unsetenv(name);
  }
  ~Variable() { old_.empty() ? ::unsetenv(name_) : ::setenv(name_, old_.c_str(), 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string old_;
};

TEST(StandardPaths, FollowTheXdgFolders) {
  const Variable home("HOME", "/home/somebody");
  {
    const Variable data("XDG_DATA_HOME", nullptr);
    const Variable cache("XDG_CACHE_HOME", "relative/is/ignored");
    EXPECT_EQ(userDataFolder(), "/home/somebody/.local/share/timbrescope");
    EXPECT_EQ(userCacheFolder(), "/home/somebody/.cache/timbrescope");
  }
  const Variable data("XDG_DATA_HOME", "/data");
  const Variable cache("XDG_CACHE_HOME", "/cache");
  EXPECT_EQ(userDataFolder(), "/data/timbrescope");
  EXPECT_EQ(userCacheFolder(), "/cache/timbrescope");
}

TEST(StandardPaths, AProgramThatWasNotInstalledFindsItsAssetsInTheSourceTree) {
  EXPECT_TRUE(std::filesystem::exists(programFolder() / "test_base"));
  EXPECT_TRUE(std::filesystem::equivalent(assetsFolder(), TIMBRE_ASSETS));
}

}  // namespace
}  // namespace timbre
