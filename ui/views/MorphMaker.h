/// What the morph sounds like now: at once live, or through the baseline where that cannot be, then
/// as the chosen model makes it.
#pragma once

#include <QTimer>

#include "ui/sounds/SynthesisTask.h"
#include "ui/views/AppContext.h"
#include "ui/views/LiveMorph.h"

namespace timbre::ui {

/// GUI thread. Listens to the session; every change is a new morph.
class MorphMaker : public QObject {
  Q_OBJECT

 public:
  explicit MorphMaker(AppContext& bench, QObject* parent = nullptr);

  /// The next morph plays as soon as there is something to hear; until stop() or another sound.
  void playWhenReady();
  /// A slider is in the user's hand.
  void setHeld(bool held) { live_.setHeld(held); }
  const LiveMorph& live() const { return live_; }
  /// What is being made is given up; what is there stays.
  void cancel();
  bool busy() const { return preview_.busy() || final_.busy() || rest_.isActive(); }
  /// Null when a corner or every model is missing.
  std::optional<synthesis::ResolvedRequest> recipe(const model::ModelCard* card) const;
  /// The model that makes the final sound; null when there are no models.
  const model::ModelCard* finalModel() const;

 signals:
  /// A new morph begins: what is shown is old.
  void began();
  void progressed(timbre::ui::JobProgress progress);
  /// `text`: who made it, "Preview by …".
  void pictured(const timbre::ui::Picture& picture, const QString& text, bool whole);
  /// Both are done, or there is nothing to do.
  void settled();
  void failed(const QString& sentence);
  void liveChanged();

 private:
  void change(bool sliders);
  void begin();
  bool startPreview(const model::ModelCard& final);
  void startFinal();
  void connectPreview();
  void connectFinal();
  void playIfWanted();
  TaskOptions optionsFor(const synthesis::ResolvedRequest& recipe, Lane lane,
                         synthesis::ModelSlot slot) const;

  AppContext& bench_;
  LiveMorph live_;
  SynthesisTask preview_;
  SynthesisTask final_;
  std::shared_ptr<const synthesis::ProgressiveSound> growing_;
  QTimer rest_;
  bool wanted_ = false;     // the user wants to hear it
  bool finalSeen_ = false;  // a picture of the final sound is shown
};

}  // namespace timbre::ui
