/// A morph that the model plays while its sliders move.
#pragma once

#include <memory>
#include <optional>

#include "model/StreamingDecoder.h"
#include "synthesis/NoteEmbeddings.h"
#include "synthesis/PlayableSource.h"
#include "synthesis/ResolvedRequest.h"

namespace timbre::synthesis {

class LivePlayback;

/// Times real time that a model makes.
struct LiveSpeed {
  double reached = 0;  ///< by wall clock
  double alone = 0;    ///< without the time that its thread waited for a core that others had
};

/// One thread, but for create(). Plays once at a time.
class LiveSource final : public PlayableSource {
 public:
  /// Prepares `decoder`, which must not be rendering, and measures its speed: 0.3 s at most.
  /// Fails as NoteEmbeddings::mixed() and the decoder.
  static Result<std::shared_ptr<LiveSource>> create(
      std::shared_ptr<model::StreamingDecoder> decoder, NoteEmbeddings notes,
      const ResolvedRequest& request);

  const LiveSpeed& speed() const { return speed_; }
  /// It would keep its lead over the loudspeaker.
  bool fastEnough() const;
  /// It would, if nothing else used the processor.
  bool heldUp() const;

  /// Of the same notes and model, otherwise mixed: audible within a tenth of a second where it
  /// plays, and from there on where it does not. What was finished() is of the past.
  void follow(const ResolvedRequest& request);
  /// After the last frame the first one follows.
  void repeat(bool on);
  /// It is being played, and its last frame has not come.
  bool sounding() const;

  std::unique_ptr<Playback> open(SampleRate device) override;
  const RenderedSound* finished() const override { return finished_ ? &*finished_ : nullptr; }
  /// The same request as a whole sound.
  void setFinished(RenderedSound sound) { finished_ = std::move(sound); }

 private:
  LiveSource(std::shared_ptr<model::StreamingDecoder> decoder, NoteEmbeddings notes,
             const ResolvedRequest& request, LiveSpeed speed);

  const std::shared_ptr<model::StreamingDecoder> decoder_;
  const NoteEmbeddings notes_;
  const LiveSpeed speed_;
  ResolvedRequest request_;  // where the sliders are
  bool repeat_ = false;
  std::weak_ptr<LivePlayback> playing_;
  std::optional<RenderedSound> finished_;
};

/// Of `decoder`, prepared and not rendering elsewhere: the best of some frames. Takes 0.15 s at
/// most, and before that 0.15 s at most for what the model does before its sound begins.
LiveSpeed measureSpeed(model::StreamingDecoder& decoder);

}  // namespace timbre::synthesis
