/// One sound in the making and its picture: found in the cache, or made on a lane.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

#include "synthesis/ProgressiveSound.h"
#include "synthesis/SynthesisService.h"
#include "ui/jobs/JobRunner.h"
#include "ui/widgets/Picture.h"

namespace timbre::ui {

/// The rainbowgram of a clip, coloured. `reference`: the power that is 0 dB, so that pictures can
/// be compared; none: its own peak. Some 30 ms for a note; not on the GUI thread.
Result<Picture> pictureOf(const audio::AudioClip& clip, std::optional<double> reference,
                          const spectral::ColourParams& colours, Progress& progress);

/// Sounds that take seconds are made in a lane of their own, so that nothing quick waits for them.
Lane laneFor(const model::ModelCard& card);

/// What is to be made, and for whom.
struct TaskOptions {
  synthesis::ResolvedRequest request;
  std::optional<double> reference;  ///< see pictureOf()
  spectral::ColourParams colours;
  SampleRate deviceRate{48000};  ///< at which a growing sound will play
  int priority = 0;
};

/// GUI thread. One sound at a time: start() cancels the one before, of which no signal comes any
/// more.
class SynthesisTask : public QObject {
  Q_OBJECT

 public:
  SynthesisTask(JobRunner& jobs, synthesis::SynthesisService& maker, QObject* parent = nullptr);

  /// The signals may come before this returns: made() does for a sound found in memory.
  void start(const TaskOptions& options);
  void cancel();
  /// Until made() or failed().
  bool busy() const { return busy_; }
  /// pictured() has come, of the sound under way or the last one.
  bool hasPicture() const { return hasPicture_; }

 signals:
  void progressed(timbre::ui::JobProgress progress);
  /// The first samples are there: it can be played while it grows.
  void growing(std::shared_ptr<const timbre::synthesis::ProgressiveSound> sound);
  /// Of what is there so far (`whole` false), then of all.
  void pictured(const timbre::ui::Picture& picture,
                const timbre::synthesis::SynthesisRequest& request, bool whole);
  void made(const timbre::synthesis::RenderedSound& sound);
  void failed(const QString& sentence);

 private:
  struct Box;  // what the maker's thread leaves for this one
  void lookForReady();
  void generate();
  void peek();
  void arrive(const synthesis::RenderedSound& sound);
  void fall(const Error& error);
  void show(const Result<Picture>& picture, const synthesis::SynthesisRequest& request, bool whole);

  JobRunner& jobs_;
  synthesis::SynthesisService& maker_;
  TaskOptions options_;
  bool busy_ = false;
  bool hasPicture_ = false;
  Job making_;
  Job picturing_;
  std::shared_ptr<Box> box_;
  std::shared_ptr<const synthesis::ProgressiveSound> growing_;
  std::size_t pictured_ = 0;  // samples in the last picture
  QElapsedTimer sincePicture_;
  QTimer peeking_;
};

}  // namespace timbre::ui
