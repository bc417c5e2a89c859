/// Play and stop: which of the sounds in the window is the one that the Space key means.
#pragma once

#include <QObject>
#include <QTimer>
#include <array>
#include <functional>
#include <memory>
#include <optional>

#include "audio/AudioClip.h"
#include "synthesis/ProgressiveSound.h"
#include "ui/audioout/AudioBackend.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// A sound that is generated while it plays, by whoever plays it.
struct LiveStream {
  std::shared_ptr<const audio::SoundStream> stream;  ///< at the device's rate
  std::function<bool()> enough;                      ///< playing may begin
  double seconds = 0;                                ///< after so long it begins again, or ends
};

enum class Track { Original, WaveNet, Baseline, Morph };
inline constexpr std::array kTracks{Track::Original, Track::WaveNet, Track::Baseline, Track::Morph};

/// GUI thread. Each track holds one sound or none; one track plays at a time.
class Transport : public QObject {
  Q_OBJECT

 public:
  Transport(AudioBackend& out, JobRunner& jobs, QObject* parent = nullptr);

  /// A finished sound. What plays goes on: the new sound is for the next time.
  void setSound(Track track, const audio::AudioClip& clip);
  /// One that is being made now.
  void setGrowing(Track track, std::shared_ptr<const synthesis::ProgressiveSound> made);
  /// What play() is to ask for a performance from now on: it comes before any sound that is there.
  /// Empty: nobody. What plays goes on.
  void setPerformer(Track track, std::function<std::optional<LiveStream>()> perform);
  /// The sound that was set is of the past. What plays goes on.
  void forget(Track track);
  /// Nothing is there (any more); stops it when it plays.
  void clear(Track track);
  bool has(Track track) const;
  /// It holds a sound that is still being made.
  bool growing(Track track) const { return at(track).growing != nullptr; }
  /// Null unless it is finished.
  const audio::AudioClip* clip(Track track) const;

  /// From the beginning, or as soon as there is enough of it; a track that is empty plays when its
  /// sound comes.
  void play(Track track);
  void stop();
  /// What the Esc and Space keys do; they are the user's word, so stoppedByUser() is told.
  void stopByUser();
  void toggle();
  void setLoop(bool loop);
  bool loop() const { return loop_; }

  Track current() const { return current_; }
  void setCurrent(Track track);
  bool playing() const { return state_ == State::Playing; }
  /// Told to play, but the sound is not there yet.
  bool waiting() const { return state_ == State::Waiting; }

 signals:
  void stateChanged();
  void stoppedByUser();
  /// Told to play a track that holds nothing: whoever can make its sound should.
  void wanted(timbre::ui::Track track);
  void currentChanged();
  void tracksChanged();
  void loopChanged(bool loop);
  /// Where in its note the current track is while it plays; none when it has stopped.
  void moved(std::optional<double> seconds);

 private:
  enum class State { Stopped, Waiting, Playing };
  struct Sound {
    std::optional<audio::AudioClip> clip;
    std::shared_ptr<const synthesis::ProgressiveSound> growing;
    std::shared_ptr<const audio::SoundStream> stream;  ///< of the clip, at the device's rate
    std::function<std::optional<LiveStream>()> perform;
    std::optional<LiveStream> performance;  ///< from play() to stop()
  };
  Sound& at(Track track) { return sounds_[static_cast<std::size_t>(track)]; }
  void replace(Track track, Sound sound);
  const Sound& at(Track track) const { return sounds_[static_cast<std::size_t>(track)]; }
  void tick();
  void begin();
  std::shared_ptr<const audio::SoundStream> playable(const Sound& sound) const;
  void convert(Track track);
  void put(State state);

  AudioBackend& out_;
  JobRunner& jobs_;
  std::array<Sound, kTracks.size()> sounds_;
  Track current_ = Track::Original;
  State state_ = State::Stopped;
  bool loop_ = false;
  Job converting_;
  QTimer timer_;
};

}  // namespace timbre::ui
