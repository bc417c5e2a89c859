/// Clicks and marks in linked pictures as where their sounds begin and what of them is repeated.
#pragma once

#include <QList>
#include <QObject>

#include "ui/audioout/Transport.h"
#include "ui/widgets/PlotGroup.h"

namespace timbre::ui {

/// GUI thread. All tracks of a group have one cue, since they are of one time.
class PlotCues : public QObject {
  Q_OBJECT

 public:
  PlotCues(Transport& transport, PlotGroup& group, QObject* parent = nullptr);

  /// The sounds of the group's pictures; they take its cue.
  void setTracks(const QList<Track>& tracks);
  bool hasTrack(const Track& track) const { return tracks_.contains(track); }
  /// From the beginning again, without a loop.
  void reset() { setCue({}); }
  void setCue(const Cue& cue);

 private:
  void takePart(const Interval& seconds, bool done);
  void show(const Cue& cue);

  Transport& transport_;
  PlotGroup& group_;
  QList<Track> tracks_;
  Cue cue_;
};

}  // namespace timbre::ui
