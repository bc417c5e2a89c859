#include "ui/views/MorphStateMachine.h"

#include <utility>

namespace timbre::ui {

bool MorphStateMachine::busy() const {
  switch (state_) {
    case MorphState::Resting:
    case MorphState::Preview:
    case MorphState::Live:
    case MorphState::Final:
      return true;
    default:
      return false;
  }
}

void MorphStateMachine::play(MorphActions& todo) {
  if (!wanted_) return;
  if (live_ == LiveStatus::Ready) {
    todo.push_back(MorphAction::PlayLive);
    wanted_ = false;
  } else {
    todo.push_back(MorphAction::Play);
  }
}

MorphActions MorphStateMachine::changed(bool bySlider, bool complete) {
  MorphActions todo;
  if (!bySlider || !complete) {
    live_ = LiveStatus::Unknown;
    todo.push_back(MorphAction::DropLive);
  }
  const bool live = live_ == LiveStatus::Ready;
  if (live) {
    todo.push_back(MorphAction::FollowSliders);
    play(todo);
  }
  todo.insert(todo.end(), {MorphAction::CancelTasks, MorphAction::StartRest});
  finalHeard_ = false;
  state_ = live ? MorphState::Live : MorphState::Resting;
  return todo;
}

MorphActions MorphStateMachine::rested(const MorphFacts& facts) {
  if (!facts.complete) {
    state_ = MorphState::Idle;
    return {MorphAction::ClearTrack, MorphAction::AnnounceSettled};
  }
  MorphActions todo{MorphAction::AnnounceStart};
  if (live_ == LiveStatus::Unknown) {
    live_ = LiveStatus::Preparing;
    todo.push_back(MorphAction::PrepareLive);
  }
  const bool final = live_ == LiveStatus::Ready || facts.cached || !facts.hasPreview;
  todo.push_back(final ? MorphAction::StartFinal : MorphAction::StartPreview);
  state_ = final ? MorphState::Final : MorphState::Preview;
  return todo;
}

MorphActions MorphStateMachine::previewMade() {
  MorphActions todo;
  play(todo);
  todo.push_back(MorphAction::StartFinal);
  state_ = MorphState::Final;
  return todo;
}

MorphActions MorphStateMachine::previewFailed() {
  state_ = MorphState::Final;
  return {MorphAction::StartFinal};
}

MorphActions MorphStateMachine::finalPlayable() {
  MorphActions todo;
  play(todo);
  finalHeard_ = true;
  return todo;
}

MorphActions MorphStateMachine::finalMade(bool heardAlready) {
  MorphActions todo;
  if (!finalHeard_ && !heardAlready) play(todo);
  todo.push_back(MorphAction::AnnounceSettled);
  wanted_ = false;
  state_ = MorphState::Idle;
  return todo;
}

MorphActions MorphStateMachine::finalFailed() {
  wanted_ = false;
  state_ = MorphState::Failed;
  return {MorphAction::AnnounceSettled};
}

MorphActions MorphStateMachine::cancelled() {
  wanted_ = false;
  state_ = MorphState::Cancelled;
  return {MorphAction::StopRest, MorphAction::CancelTasks, MorphAction::AnnounceSettled};
}

MorphActions MorphStateMachine::asked(bool complete) {
  if (busy()) return {};
  return changed(false, complete);
}

void MorphStateMachine::liveReady() {
  if (live_ == LiveStatus::Preparing) live_ = LiveStatus::Ready;
}

}  // namespace timbre::ui
