/// The figures below a picture, measured in the background, with an explanation of each.
#pragma once

#include <optional>

#include "base/Units.h"
#include "ui/jobs/JobRunner.h"
#include "ui/widgets/FiguresLine.h"

namespace timbre::audio {
class AudioClip;
}

namespace timbre::ui {

/// GUI thread.
class PanelFigures : public FiguresLine {
  Q_OBJECT

 public:
  explicit PanelFigures(JobRunner& jobs, QWidget* parent = nullptr);

  /// Of a sound by itself. `key`: the note's.
  void measure(const audio::AudioClip& clip, MidiPitch key);
  /// Of a reconstruction against its original.
  void compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt, MidiPitch key);
  void clear();

 private:
  JobRunner& jobs_;
  Job measuring_;
};

}  // namespace timbre::ui
