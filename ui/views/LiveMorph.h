/// The morph played by the model itself while the sliders move: what they say is in the sound a
/// tenth of a second later.
#pragma once

#include <QTimer>
#include <memory>
#include <optional>

#include "synthesis/LivePlayback.h"
#include "synthesis/SynthesisService.h"
#include "ui/views/AppContext.h"

namespace timbre::ui {

/// GUI thread. As long as it is ready, it is what the transport plays as the morph.
class LiveMorph : public QObject {
  Q_OBJECT

 public:
  explicit LiveMorph(AppContext& bench, QObject* parent = nullptr);
  ~LiveMorph() override;

  /// Other notes or another model: ready again soon, where the model can be played live and this
  /// machine makes it fast enough.
  void getReady(const synthesis::ResolvedRequest& recipe);
  /// Not ready any more; what plays goes on.
  void forget();
  /// Ready, soon ready, or known not to be.
  bool known() const { return kit_ || getting_.running(); }
  bool ready() const { return kit_ && fastEnough(); }

  /// A slider stands elsewhere: heard at once if the morph plays.
  void follow(const synthesis::ResolvedRequest& recipe);
  /// The morph plays live, from its beginning if it did not.
  void sound();
  /// While a slider is held, the note begins again at its end.
  void setHeld(bool held);

  /// What can be said of it in one line; empty for models that make a note in one piece.
  QString status() const;
  /// Times that the sound was interrupted because it was not made in time.
  long gaps() const { return gaps_; }

 signals:
  void statusChanged();

 private:
  bool fastEnough() const;
  bool sounding() const;
  std::optional<LiveStream> perform();
  void take(synthesis::LiveSession kit);
  void repeatOrNot();
  void countGaps();
  void stop();

  AppContext& bench_;
  std::optional<synthesis::LiveSession> kit_;
  synthesis::ResolvedRequest recipe_;  // where the sliders are
  std::unique_ptr<synthesis::LivePlayback> sound_;
  std::shared_ptr<model::StreamingDecoder> playing_;  // the one that sound_ plays
  Job getting_;
  QTimer lately_;  // since the last move: who moved it wants to hear it
  bool held_ = false;
  bool failed_ = false;  // the sound was interrupted again and again
  long gaps_ = 0;
  long gapsBefore_ = 0;  // of the device, when the sound began
};

}  // namespace timbre::ui
