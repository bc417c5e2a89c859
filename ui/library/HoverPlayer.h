/// Plays the note that the pointer rests on.
#pragma once

#include <QObject>

#include "dataset/NoteInfo.h"
#include "ui/audioout/Transport.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// GUI thread. Leaves the selection as it is.
class HoverPlayer : public QObject {
  Q_OBJECT

 public:
  HoverPlayer(Transport& transport, JobRunner& jobs, QObject* parent = nullptr)
      : QObject(parent), transport_(transport), jobs_(jobs) {}

  void hear(const dataset::NoteInfo& note);
  /// Ends what hear() began.
  void stop();

 private:
  Transport& transport_;
  JobRunner& jobs_;
  Job reading_;
};

}  // namespace timbre::ui
