/// Brings the sounds that are compared to one loudness while they play.
#pragma once

#include <QList>
#include <QObject>
#include <map>
#include <optional>

#include "analysis/Loudness.h"
#include "ui/audioout/Transport.h"

namespace timbre::ui {

/// GUI thread. Measures each finished sound once, on a worker, after EBU R 128. What is still being
/// made plays as it is.
class LoudnessMatcher : public QObject {
  Q_OBJECT

 public:
  LoudnessMatcher(Transport& transport, JobRunner& jobs, QObject* parent = nullptr);

  /// The tracks that are brought to the loudness of the first, or a little below it so that none
  /// leaves full scale.
  void setTracks(const QList<Track>& tracks);
  /// Off: everything plays as it is.
  void setOn(bool on);
  bool on() const { return on_; }
  /// In LUFS, of the sound alone; none while it is not known, and for silence.
  std::optional<double> loudness(const Track& track) const;
  /// By how much it is turned up or down, dB; none while it plays as it is.
  std::optional<double> change(const Track& track) const;

 signals:
  /// Another loudness or another gain.
  void changed();

 private:
  struct Measured {
    audio::AudioClip clip;  // holds the samples, so that they are known again
    analysis::SoundLevel level;
    Job job;
  };
  void look();
  void measure(const Track& track, const audio::AudioClip& clip);
  void apply();

  Transport& transport_;
  JobRunner& jobs_;
  QList<Track> tracks_;
  std::map<Track, Measured> measured_;
  bool on_ = true;
};

}  // namespace timbre::ui
