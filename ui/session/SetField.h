/// The undo command of every edit: one field of the state has another value.
#pragma once

#include <QUndoCommand>
#include <utility>

#include "ui/session/Session.h"

namespace timbre::ui {

/// Commands with the same `mergeId` (>= 0) that follow one another become one step: that is what a
/// drag is.
template <class T>
class SetField final : public QUndoCommand {
 public:
  SetField(Session& session, T SessionState::*field, T value, Change what, int mergeId)
      : session_(session),
        field_(field),
        before_(session.state().*field),
        after_(std::move(value)),
        what_(what),
        mergeId_(mergeId) {}

  void undo() override { put(before_); }
  void redo() override { put(after_); }
  int id() const override { return mergeId_; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = dynamic_cast<const SetField*>(other);
    if (!next || next->field_ != field_) return false;
    after_ = next->after_;
    setObsolete(after_ == before_);  // a drag that ends where it began changed nothing
    return true;
  }

 private:
  void put(const T& value) {
    session_.state_.*field_ = value;
    emit session_.changed(what_);
  }

  Session& session_;
  T SessionState::*field_;
  T before_;
  T after_;
  Change what_;
  int mergeId_;
};

}  // namespace timbre::ui
