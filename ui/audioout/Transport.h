/// Play and stop: which of the sounds in the window is the one that the Space key means.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>

#include "synthesis/PlayableSource.h"
#include "ui/audioout/AudioBackend.h"
#include "ui/audioout/Track.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// GUI thread. Each track holds one source or none; one track plays at a time.
class Transport : public QObject {
  Q_OBJECT

 public:
  enum class State {
    Stopped,
    Waiting,  ///< told to play, but too little of the sound is there
    Playing
  };

  Transport(AudioBackend& out, JobRunner& jobs, QObject* parent = nullptr);

  /// What play() is to play from now on. What plays goes on; a track that waits takes this one.
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

  /// From the beginning, or as soon as there is enough of it; a track that is empty plays when its
  /// sound comes.
  void play(const Track& track);
  void stop();
  /// What the Esc and Space keys do; they are the user's word, so stoppedByUser() is told.
  void stopByUser();
  void toggle();
  void setLoop(bool loop);
  bool loop() const { return loop_; }

  const Track& current() const { return current_; }
  void setCurrent(const Track& track);
  State state() const { return state_; }
  bool playing() const { return state_ == State::Playing; }
  bool waiting() const { return state_ == State::Waiting; }

 signals:
  void stateChanged();
  void stoppedByUser();
  /// Told to play a track that holds nothing: whoever can make its sound should.
  void wanted(const timbre::ui::Track& track);
  void currentChanged();
  void tracksChanged();
  void loopChanged(bool loop);
  /// Where in its note the current track is while it plays; none when it has stopped.
  void moved(std::optional<double> seconds);
  /// The sound that plays was interrupted so often since the last time.
  void interrupted(long gaps);

 private:
  void tick();
  void open();
  void begin();
  void countGaps();
  void put(State state);

  AudioBackend& out_;
  JobRunner& jobs_;
  std::map<Track, std::shared_ptr<synthesis::PlayableSource>> sources_;
  std::unique_ptr<synthesis::Playback> playback_;  // from play() to stop()
  Track current_ = Track::original();
  State state_ = State::Stopped;
  bool loop_ = false;
  long gaps_ = 0;  // of the device, as last seen
  Job preparing_;
  QTimer timer_;
};

}  // namespace timbre::ui
