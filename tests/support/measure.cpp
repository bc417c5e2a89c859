/// Measures what was recorded from a sound server, between two times in seconds.
///   measure onset FILE FROM TO      seconds at which it begins to sound
///   measure gap FILE FROM TO        milliseconds of the longest silence
///   measure loudness FILE FROM TO   LUFS, EBU R 128
///   measure pitch FILE FROM TO      Hz, YIN
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "analysis/Loudness.h"
#include "audio/AudioFile.h"
#include "audio/Pitch.h"

using namespace timbre;

namespace {

constexpr float kSilence = 0.004f;  // of full scale

audio::AudioClip cut(const audio::AudioClip& clip, double from, double to) {
  const auto all = clip.samples();
  const auto at = [&](double seconds) {
    return std::clamp<std::ptrdiff_t>(std::lround(seconds * clip.rate().hz), 0, std::ssize(all));
  };
  return {{all.begin() + at(from), all.begin() + std::max(at(from), at(to))}, clip.rate()};
}

int nothing(const char* what) {
  std::fprintf(stderr, "no %s is heard\n", what);
  return 1;
}

int onset(const audio::AudioClip& part, double from) {
  const auto all = part.samples();
  const auto first =
      std::find_if(all.begin(), all.end(), [](float s) { return std::abs(s) > kSilence; });
  if (first == all.end()) return nothing("sound");
  return std::printf("%.4f\n", from + static_cast<double>(first - all.begin()) / part.rate().hz), 0;
}

int gap(const audio::AudioClip& part) {
  std::size_t silent = 0, longest = 0, sounding = 0;
  for (const float sample : part.samples()) {
    const bool quiet = std::abs(sample) <= kSilence;
    silent = quiet ? silent + 1 : 0;
    sounding += !quiet;
    longest = std::max(longest, silent);
  }
  if (sounding == 0) return nothing("sound");
  return std::printf("%.2f\n", 1000.0 * static_cast<double>(longest) / part.rate().hz), 0;
}

int loudness(const audio::AudioClip& part) {
  const auto level = analysis::loudnessOf(part);
  if (!level || !*level) return nothing("sound");
  return std::printf("%.2f\n", **level), 0;
}

int pitch(const std::string& file, double from, double to) {
  const auto clip = audio::readAudioAt(file);
  const auto found = clip ? audio::estimatePitch(cut(*clip, from, to)) : std::nullopt;
  if (!found) return nothing("pitch");
  return std::printf("%.3f\n", frequencyOf(found->pitch)), 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5)
    return std::fprintf(stderr, "usage: measure onset|gap|loudness|pitch FILE FROM TO\n"), 2;
  const double from = std::atof(argv[3]), to = std::atof(argv[4]);
  const auto asked = [&](const char* what) { return std::strcmp(argv[1], what) == 0; };
  if (asked("pitch")) return pitch(argv[2], from, to);
  const auto clip = audio::readAudio(argv[2]);
  if (!clip) return std::fprintf(stderr, "%s\n", clip.error().message.c_str()), 1;
  const audio::AudioClip part = cut(*clip, from, to);
  if (asked("onset")) return onset(part, from);
  if (asked("gap")) return gap(part);
  if (asked("loudness")) return loudness(part);
  return 2;
}
