/// Decodes one sound file into samples with libsndfile, mpg123 or FFmpeg behind one interface.
/// openDecoder() chooses by the file's content, never by its ending.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/FileView.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::audio {

/// Asked while a file is read; true: stop with ErrorCode::Cancelled. May be empty.
using CancelCheck = std::function<bool()>;

/// One thread at a time.
class SoundDecoder {
 public:
  virtual ~SoundDecoder() = default;

  virtual int rate() const = 0;      ///< Hz, the same for the whole file
  virtual int channels() const = 0;  ///< the same for the whole file
  /// Frames of the whole file where they can be counted beforehand: of uncompressed sound. Else
  /// nothing: what headers say of compressed streams is an estimate.
  virtual std::optional<std::int64_t> countedFrames() const { return std::nullopt; }
  /// Share of the file that has been read, in [0, 1].
  virtual double fractionRead() const = 0;

  /// Fills `frames` (channels side by side, room for whole frames) as far as there is sound. The
  /// number of frames; 0 at the end. BadFormat where the file proves to be cut short.
  virtual Result<std::int64_t> read(std::span<float> frames) = 0;

  /// What was guessed, cut or left out so far; complete at the end. Each continues "FILE ...",
  /// without a full stop.
  virtual std::vector<std::string> remarks() const { return {}; }
};

using DecoderPtr = std::unique_ptr<SoundDecoder>;

/// BadFormat or Unsupported with a sentence. `file` shows the whole file.
Result<DecoderPtr> openDecoder(FileView file, const CancelCheck& cancelled = {});

/// "FILE is not a readable sound file; choose a WAV, ...".
Error noSoundError(const std::filesystem::path& path);

/// "FILE is cut short: only 43 % of its sound is there; copy or download it again".
Error cutShortError(const std::filesystem::path& path, double share);

}  // namespace timbre::audio
