#include "audio/NoSoundKind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/SoundReader.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

struct Kind {
  std::string name, start, said;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{{"a.mid", "MThd\0\0\0\6\0\1"s, "MIDI"},
                                     {"a.rmi", "RIFF\x10\0\0\0RMIDdata"s, "MIDI"},
                                     {"a.sf2", "RIFF\x10\0\0\0sfbkLIST"s, "SoundFont"},
                                     {"a.dls", "RIFF\x10\0\0\0DLS colh"s, "instruments"},
                                     {"a.rar", "Rar!\x1a\x07\1\0"s, "RAR"},
                                     {"a.zip", "PK\3\4\x14\0"s, "zip"},
                                     {"a.7z", "7z\xbc\xaf\x27\x1c"s, "7z"},
                                     {"a.tar", std::string(257, 'a') + "ustar\0"s, "tar"},
                                     {"a.wav.gz", "\x1f\x8b\x08"s, "gzip"},
                                     {"a.it", "IMPM"s, "tracker"},
                                     {"a.mod", std::string(1080, '\1') + "M.K."s, "tracker"},
                                     {"a.ofr", "OFR \xc\0\0\0"s, "OptimFROG"},
                                     {"a.aax",
                                      "\0\0\0\x24"
                                      "ftypaax \0"s,
                                      "protected"},
                                     {"a.aup3", "SQLite format 3\0"s, "Audacity"},
                                     {"a.jpg", "\xff\xd8\xff\xe0\0\x10JFIF"s, "picture"},
                                     {"a.m3u", "#EXTM3U\n"s, "playlist"},
                                     {"a.wav", "\xef\xbb\xbf\n<!DOCTYPE HTML><html>"s, "web page"}};
  return all;
}

TEST(NoSoundKind, SaysWhatItIsAndWhatToDo) {
  for (const auto& [name, start, said] : kinds()) {
    const auto kind = noSoundKind(start);
    ASSERT_TRUE(kind) << name;
    EXPECT_THAT(*kind, HasSubstr(said));
    EXPECT_THAT(*kind, HasSubstr("; ")) << "what to do";
  }
}

TEST(NoSoundKind, SaysNothingOfWhatMayBeASound) {
  for (const std::string& start :
       {""s, "RIFF\x10\0\0\0WAVEfmt "s, "fLaC"s, "OggS"s, "ID3\4"s, "\xff\xfb\x90"s, "plain text"s,
        "FORM\0\0\0\0AIFF"s, "MPCK"s, "MAC "s, "wvpk"s, "#!AMR\n"s,
        "\0\0\0\x20"
        "ftypM4A "s})
    EXPECT_FALSE(noSoundKind(start)) << start;
}

TEST(NoSoundKind, IsWhatTheReaderRefusesThemWith) {
  const test::TemporaryFolder folder;
  for (const auto& [name, start, said] : kinds()) {
    test::writeText(folder / name, start + std::string(5000, '\0'));
    const auto opened = SoundReader::open(folder / name, 60);
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().code, ErrorCode::BadFormat);
    test::expectSentence(opened.error(), folder / name);
    EXPECT_THAT(opened.error().message, HasSubstr(said)) << name;
  }
}

}  // namespace
}  // namespace timbre::audio
