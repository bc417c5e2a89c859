/// Plays a line or a box of a picture alone.
#pragma once

#include <QObject>

#include "analysis/PartialAt.h"
#include "ui/views/AppContext.h"

namespace timbre::ui {

/// GUI thread. Listens to the link's wishes. The part has a track of its own; when it ends or is
/// stopped, the sound it is of is current again.
class HearPart : public QObject {
  Q_OBJECT

 public:
  explicit HearPart(AppContext& bench, QObject* parent = nullptr);

 signals:
  /// For the status line.
  void said(const QString& sentence);

 private:
  struct Part {
    audio::AudioClip clip;
    spectral::SoundBox box;
    std::optional<analysis::Partial> partial;
    double raisedDb = 0;
  };
  void hear(const PartWish& wish);
  static Result<Part> make(const audio::AudioClip& clip, std::optional<double> fundamental,
                           const PartWish& wish, Progress& progress);
  void play(const Part& part);
  QString sentenceOf(const Part& part) const;
  void end();

  AppContext& bench_;
  Job job_;
  Track whole_ = Track::original();
};

}  // namespace timbre::ui
