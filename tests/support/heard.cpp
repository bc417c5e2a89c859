/// Says whether a recording begins with a note of the right pitch: for what really came out of a
/// sound server.
///   heard RECORDING.wav HERTZ
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "audio/AudioFile.h"
#include "audio/Pitch.h"

using namespace timbre;

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: heard RECORDING.wav HERTZ\n"), 2;
  const auto recording = audio::readAudioAt(argv[1]);
  if (!recording) return std::fprintf(stderr, "%s\n", recording.error().message.c_str()), 1;
  const auto all = recording->samples();
  const auto first =
      std::find_if(all.begin(), all.end(), [](float s) { return std::abs(s) > 0.01f; });
  const auto count = std::min<std::ptrdiff_t>(all.end() - first, 3 * kModelRate.hz);
  const audio::AudioClip note({first, first + count}, kModelRate);
  const auto pitch = audio::estimatePitch(note);
  if (!pitch) return std::fprintf(stderr, "no pitch is heard in %.1f s\n", note.seconds()), 1;
  // Octaves are the instrument's affair: an organ's 16-foot stop sounds one below its key.
  const double away = std::remainder(pitch->pitch.value - pitchOf(std::atof(argv[2])).value, 12.0);
  std::printf("heard %s (%.2f), %.0f cents away\n", noteName(pitch->pitch).c_str(),
              pitch->pitch.value, 100 * away);
  return std::abs(away) < 0.5 ? 0 : 1;
}
