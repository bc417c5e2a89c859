#include "audio/NoSoundKind.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace timbre::audio {
namespace {

using namespace std::string_view_literals;

struct Mark {
  std::size_t at;
  std::string_view bytes;
  std::string_view is;
};

constexpr std::string_view kMidi =
    "is a MIDI file, which holds notes but no sound; play it with a synthesizer and record a WAV "
    "file";
constexpr std::string_view kTracker =
    "is a tracker module, which holds a piece to be played; export its instruments as WAV files";
constexpr std::string_view kArchive = "; unpack it and choose a sound file";
constexpr std::string_view kToFlac = ", which cannot be read; convert it to a FLAC or WAV file";
constexpr std::string_view kPicture = "is a picture; choose a sound file";
constexpr std::string_view kProgram = "is a program; choose a sound file";
constexpr std::string_view kLocked =
    "is protected against copying and cannot be read; choose an unprotected file";

constexpr std::array kNoSounds{
    Mark{0, "MThd", kMidi},
    Mark{8, "RMID", kMidi},
    Mark{8, "sfbk",
         "is a SoundFont, which holds instruments; make notes of them with timbre render --font"},
    Mark{8, "DLS ", "is a bank of instruments (DLS); export its samples as WAV files"},
    Mark{0, "Rar!\x1a\x07", "is a RAR archive"},
    Mark{0, "PK\3\4", "is a zip archive"},
    Mark{0, "7z\xbc\xaf\x27\x1c", "is a 7z archive"},
    Mark{257, "ustar", "is a tar archive"},
    Mark{0, "\x1f\x8b", "is compressed with gzip"},
    Mark{0, "\xfd\x37zXZ\0"sv, "is compressed with xz"},
    Mark{0, "\x28\xb5\x2f\xfd", "is compressed with zstd"},
    Mark{0, "BZh", "is compressed with bzip2"},
    Mark{0, "IMPM", kTracker},
    Mark{0, "Extended Module: ", kTracker},
    Mark{44, "SCRM", kTracker},
    Mark{1080, "M.K.", kTracker},
    Mark{0, "OFR ", "is an OptimFROG file"},
    Mark{0, "LA02", "is a Lossless Audio file"},
    Mark{0, "LA03", "is a Lossless Audio file"},
    Mark{0, "LA04", "is a Lossless Audio file"},
    Mark{8, "aax ", kLocked},
    Mark{8, "aaxc", kLocked},
    Mark{0, "SQLite format 3\0"sv,
         "is a database, as projects of Audacity are; export the sound as a WAV file"},
    Mark{0, "\x89PNG", kPicture},
    Mark{0, "\xff\xd8\xff\xe0", kPicture},
    Mark{0, "\xff\xd8\xff\xe1", kPicture},
    Mark{0, "GIF8", kPicture},
    Mark{0, "%PDF", "is a PDF document; choose a sound file"},
    Mark{0, "\177ELF", kProgram},
    Mark{0, "#EXTM3U", "is a playlist; choose one of its sound files"},
    Mark{0, "[playlist]", "is a playlist; choose one of its sound files"},
};

bool isWebPage(std::string_view start) {
  std::string text(start.substr(0, 512));
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto begin = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (begin == text.npos) return false;
  const auto words = std::string_view(text).substr(begin);
  return words.starts_with("<!doctype html") || words.starts_with("<html");
}

/// What is left to do, where it is the same for the whole kind.
std::string_view adviceFor(std::string_view is) {
  if (is.find(';') != is.npos) return {};
  return is.ends_with("file") ? kToFlac : kArchive;
}

}  // namespace

std::optional<std::string> noSoundKind(std::string_view start) {
  if (isWebPage(start)) return "is a web page; download the sound file itself";
  const auto mark = std::ranges::find_if(kNoSounds, [&](const Mark& each) {
    return start.size() >= each.at && start.substr(each.at).starts_with(each.bytes);
  });
  if (mark == kNoSounds.end()) return std::nullopt;
  return std::string(mark->is) + std::string(adviceFor(mark->is));
}

}  // namespace timbre::audio
