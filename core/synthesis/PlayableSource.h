/// A source for the player: a finished sound, one that is being made, or a live one.
#pragma once

#include <memory>

#include "audio/SoundStream.h"
#include "base/Result.h"
#include "base/Units.h"
#include "synthesis/ProgressiveSound.h"
#include "synthesis/RenderedSound.h"

namespace timbre::synthesis {

/// One playing of a source, from its beginning. Its end stops what is made for it alone.
class Playback {
 public:
  virtual ~Playback() = default;
  /// At the device's rate; null as long as too little is there for the rest to come in time.
  virtual std::shared_ptr<const audio::SoundStream> stream() const = 0;
  /// Seconds after which the sound starts again or ends, of a stream that does not end; else 0.
  virtual double period() const { return 0; }
};

/// Shared by whoever makes the sound and whoever plays it. The functions are called on one thread,
/// but for prepare().
class PlayableSource {
 public:
  virtual ~PlayableSource() = default;

  /// True: open() has all it needs for a device of this rate.
  virtual bool prepared(SampleRate) const { return true; }
  /// What open() would have to wait for; on a worker. Unsupported for rates that cannot be
  /// converted.
  virtual Result<void> prepare(SampleRate) { return {}; }
  /// From the beginning. Null when it cannot be played now: not prepared, or the one playing that
  /// it can have is not over.
  virtual std::unique_ptr<Playback> open(SampleRate device) = 0;

  /// The whole sound, as for a file; null while there is none.
  virtual const RenderedSound* finished() const { return nullptr; }
};

/// A sound that is there.
std::shared_ptr<PlayableSource> sourceOf(RenderedSound sound);
/// A sound that is being made, at the device's rate: it can be played once enough of it is there.
std::shared_ptr<PlayableSource> sourceOf(std::shared_ptr<const ProgressiveSound> sound);

}  // namespace timbre::synthesis
