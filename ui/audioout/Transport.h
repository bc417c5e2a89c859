/// Play and stop, and which of the sounds in the window the Space key plays.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "synthesis/PlayableSource.h"
#include "ui/audioout/AudioBackend.h"
#include "ui/audioout/Cue.h"
#include "ui/audioout/Track.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// GUI thread. Each track holds one source or none; one track plays at a time.
class Transport : public QObject {
  Q_OBJECT

 public:
  enum class State {
    Stopped,
    Waiting,  ///< play() was called, but too little of the sound is ready
    Playing
  };

  Transport(AudioBackend& out, JobRunner& jobs, QObject* parent = nullptr);

  /// What play() is to play from now on. What plays continues; a track that waits takes this one.
  void setSource(const Track& track, std::shared_ptr<synthesis::PlayableSource> source);
  /// A finished sound, as a source.
  void setSound(const Track& track, synthesis::RenderedSound sound);
  /// The source says otherwise than before whether it is finished.
  void refresh() { emit tracksChanged(); }
  /// Nothing is there (any more); stops it when it plays.
  void clear(const Track& track);
  bool has(const Track& track) const { return sources_.contains(track); }
  /// Null where there is none.
  std::shared_ptr<const synthesis::PlayableSource> source(const Track& track) const;
  /// Null unless it is finished.
  const synthesis::RenderedSound* sound(const Track& track) const;

  /// From its cue, or as soon as there is enough of it; a track that is empty plays when its sound
  /// comes.
  void play(const Track& track);
  /// The other track is the current one from now on. What sounds continues as the other track, at
  /// the same instant and crossfaded; where that cannot be (nothing there yet, a live sound) it
  /// plays from its cue. Starts nothing that did not sound.
  void switchTo(const Track& track);
  void stop();
  /// For the Esc and Space keys; emits stoppedByUser(), because the user asked for it.
  void stopByUser();
  void toggle();
  void setLoop(bool loop);
  bool loop() const { return loop_; }

  /// Where the track begins from now on; a finished sound that plays goes there at once, and
  /// repeats the cue's loop.
  void setCue(const Track& track, const Cue& cue);
  Cue cue(const Track& track) const;
  /// Linear, > 0: brings tracks to one loudness. What plays glides there.
  void setGain(const Track& track, double gain);
  double gain(const Track& track) const;

  const Track& current() const { return current_; }
  void setCurrent(const Track& track);
  State state() const { return state_; }
  bool playing() const { return state_ == State::Playing; }
  bool waiting() const { return state_ == State::Waiting; }

 signals:
  void stateChanged();
  void stoppedByUser();
  /// play() was called for an empty track: a component that can make its sound should do so.
  void wanted(const timbre::ui::Track& track);
  void currentChanged();
  void tracksChanged();
  void loopChanged(bool loop);
  void cueChanged(const timbre::ui::Track& track);
  /// Where in its note the current track is while it plays; none when it has stopped.
  void moved(std::optional<double> seconds);
  /// The sound that plays was interrupted so often since the last time.
  void interrupted(long gaps);

 private:
  void tick();
  void open();
  void begin();
  bool takeOver(const Track& track);
  Job prepare(const std::shared_ptr<synthesis::PlayableSource>& source, int priority,
              std::function<void(const Result<void>&)> ready);
  /// Of the current track.
  bool startStream(std::shared_ptr<const audio::SoundStream> stream, bool inPlace);
  bool live() const { return playback_ && playback_->period() > 0; }
  void countGaps();
  void put(State state);

  AudioBackend& out_;
  JobRunner& jobs_;
  std::map<Track, std::shared_ptr<synthesis::PlayableSource>> sources_;
  std::map<Track, Cue> cues_;
  std::map<Track, double> gains_;
  std::unique_ptr<synthesis::Playback> playback_;  // from play() to stop()
  Track current_ = Track::original();
  State state_ = State::Stopped;
  bool loop_ = false;
  long gaps_ = 0;  // of the device, as last seen
  Job preparing_;  // of what is to play or to take over
  Track next_;     // takes over when it is prepared
  QTimer timer_;
};

}  // namespace timbre::ui
