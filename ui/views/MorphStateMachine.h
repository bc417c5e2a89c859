/// Decides what the morph does next after each event; has no sound, no timer and no Qt.
#pragma once

#include <vector>

namespace timbre::ui {

enum class MorphState {
  Idle,       ///< nothing is being made: the sound is there, or its notes or model are missing
  Resting,    ///< something changed; what is made waits until nothing more does
  Preview,    ///< a quick model makes a sound at once
  Live,       ///< as Resting, but the model itself plays while the sliders move
  Final,      ///< the chosen model makes the sound
  Cancelled,  ///< given up by the user; what was there stays
  Failed      ///< the chosen model could not make it
};

/// Whether the chosen model can play while the sliders move.
enum class LiveStatus { Unknown, Preparing, Ready, Unavailable };

/// What is to be done, one after the other.
enum class MorphAction {
  DropLive,       ///< what was prepared is of other notes or another model
  PrepareLive,    ///< find out whether it can be played live
  FollowSliders,  ///< pass their positions to the live sound
  PlayLive,
  Play,           ///< what the track holds
  CancelTasks,    ///< give up what is being made
  StartRest,      ///< wait from now on
  StopRest,       ///< do not wait any more
  AnnounceStart,  ///< what is shown is old
  ClearTrack,     ///< there is no sound
  StartPreview,
  StartFinal,
  AnnounceSettled  ///< all is done, or there is nothing to do
};
using MorphActions = std::vector<MorphAction>;

/// What is known at the end of a rest.
struct MorphFacts {
  bool complete = false;    ///< there are two notes and a model
  bool cached = false;      ///< the final sound need not be made
  bool hasPreview = false;  ///< there is a quick model
};

/// One thread. Each event returns what is to be done about it.
class MorphStateMachine {
 public:
  MorphState state() const { return state_; }
  LiveStatus live() const { return live_; }
  /// Something is being made, or waited for.
  bool busy() const;

  /// A gesture, or a chosen model: the next sound plays as soon as there is enough of it.
  void wantSound() { wanted_ = true; }
  /// Not any more: the user said stop.
  void wantSilence() { wanted_ = false; }

  /// The request has changed, `bySlider`: only in how its notes are mixed.
  MorphActions changed(bool bySlider, bool complete);
  /// Nothing has changed for a while.
  MorphActions rested(const MorphFacts& facts);
  MorphActions previewMade();
  MorphActions previewFailed();
  /// Enough of the final sound is there to play it while the rest is being made.
  MorphActions finalPlayable();
  /// `heardAlready`: what plays is the same but for its polish.
  MorphActions finalMade(bool heardAlready);
  MorphActions finalFailed();
  MorphActions cancelled();
  /// play() was called for the track, which is empty.
  MorphActions asked(bool complete);

  void liveReady();
  /// It cannot be played live, or was interrupted too often.
  void liveUnavailable() { live_ = LiveStatus::Unavailable; }

 private:
  void play(MorphActions& todo);

  MorphState state_ = MorphState::Idle;
  LiveStatus live_ = LiveStatus::Unknown;
  bool wanted_ = false;      // the user wants to hear it
  bool finalHeard_ = false;  // the track holds the final sound, growing
};

}  // namespace timbre::ui
