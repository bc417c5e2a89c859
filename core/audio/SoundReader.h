/// A sound file read block by block, with all its channels: long files need no memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "audio/SoundDecoder.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::audio {

/// By what the file holds, whatever its name: WAV (PCM, float, A-law, mu-law, ADPCM, GSM, G.72x,
/// MP3; RIFF, RIFX, RF64, BW64), AIFF, FLAC, Wave64, AU, CAF, Ogg Vorbis, Opus, MPEG audio layers I
/// to III, and with FFmpeg M4A, MP4, 3GP, WebM, AAC, AMR, WMA, Speex and the like. 1 kHz to 768
/// kHz, up to 64 channels. Wrong and missing lengths in headers do not matter: a file is read to
/// its end. One thread at a time.
class SoundReader {
 public:
  /// NotFound when there is no such file; BadFormat for a folder, an empty file, one without
  /// permission, something that is not a sound, uncompressed sound of more than `longestSeconds`,
  /// or a file of which more than a block of samples is missing. `cancelled`: asked while it is
  /// read.
  static Result<SoundReader> open(const std::filesystem::path& path, double longestSeconds,
                                  const CancelCheck& cancelled = {});
  SoundReader(SoundReader&&) noexcept;
  SoundReader& operator=(SoundReader&&) noexcept;
  ~SoundReader();

  SampleRate rate() const;
  int channels() const;
  /// Share of the file that has been read, in [0, 1].
  double fractionRead() const;

  /// The next frames, the channels of each side by side; empty at the end. Valid until the next
  /// call. BadFormat when the file turns out to be cut short, longer than `longestSeconds`, without
  /// samples, or to hold samples that are not numbers; Cancelled.
  Result<std::span<const float>> next();

  /// What was guessed, cut or left out, complete at the end: each a sentence that names the file,
  /// without a full stop.
  std::vector<std::string> remarks() const;

 private:
  struct State;
  explicit SoundReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace timbre::audio
