/// Receives every gesture of the morph and decides what sounds: at once live, or by a quick model
/// where that is impossible, then the final sound by the chosen model.
#pragma once

#include <QTimer>
#include <memory>
#include <optional>
#include <string>

#include "synthesis/LiveSource.h"
#include "synthesis/ResolvedRequest.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/views/AppContext.h"
#include "ui/views/MorphStateMachine.h"

namespace timbre::ui {

enum class MorphAxis { Timbre, Dynamics };

/// GUI thread. Every change of the session is a new morph. Decides nothing by itself: the state
/// machine does.
class MorphController : public QObject {
  Q_OBJECT

 public:
  explicit MorphController(AppContext& bench, QObject* parent = nullptr);
  ~MorphController() override;

  // The gestures.
  /// A slider is in the user's hand, and stands at `value` in [0, 1].
  void drag(MorphAxis axis, double value);
  /// It is let go.
  void release();
  void chooseModel(const std::string& name);
  void play();
  /// What is being made is given up; what is there stays.
  void cancel();

  MorphState state() const { return machine_.state(); }
  bool busy() const { return machine_.busy(); }
  LiveStatus liveStatus() const { return machine_.live(); }
  /// One line about live playing; empty for models that cannot play live.
  QString liveText() const;
  /// The model that makes the final sound; null when there are no models.
  const model::ModelCard* finalModel() const;

 signals:
  /// A new morph begins: what is shown is old.
  void started();
  void progressed(timbre::ui::JobProgress progress);
  /// `whole`: nothing more will come. The request says who made it, and whether as a preview.
  void pictured(const timbre::ui::Picture& picture,
                const timbre::synthesis::SynthesisRequest& request, bool whole);
  void settled();
  void failed(const QString& sentence);
  void liveChanged();

 private:
  using Request = std::optional<synthesis::ResolvedRequest>;
  void connectWorld();
  void connectPreview();
  void connectFinal();
  /// None when a note or the model is missing.
  Request requestFor(const model::ModelCard* card) const;
  const model::ModelCard* previewModel() const;
  MorphFacts facts();
  void take(Change what);
  void perform(const MorphActions& actions);
  void perform(MorphAction action);
  void start(SynthesisTask& task, const Request& request);
  void startPreview();
  void prepareLive();
  void takeLive(Result<std::shared_ptr<synthesis::LiveSource>> live);
  void dropLive();
  void retireLive();
  void playLive();
  void repeatOrNot();
  void countGaps(long gaps);
  void takeFinal(const synthesis::RenderedSound& sound);

  AppContext& bench_;
  MorphStateMachine machine_;
  Request request_;  // for the final sound, as of the last change
  SynthesisTask preview_;
  SynthesisTask final_;
  Job preparing_;
  QTimer rest_;
  QTimer lately_;      // since the last move, which should be audible soon
  bool held_ = false;  // a slider is in the user's hand
  std::shared_ptr<const synthesis::ProgressiveSound> growing_;  // until it is playable
  std::shared_ptr<synthesis::LiveSource> live_;    // of these notes and this model, once prepared
  std::shared_ptr<synthesis::LiveSource> played_;  // of other notes: it may still sound
  bool measuredIdle_ = false;                      // its speed, when nothing else was being made
  long gaps_ = 0;                                  // of the live sound since it was prepared
};

}  // namespace timbre::ui
