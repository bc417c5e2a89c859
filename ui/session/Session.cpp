#include "ui/session/Session.h"

#include <algorithm>
#include <utility>

#include "ui/session/SetField.h"

namespace timbre::ui {
namespace {

/// Where the note stands between the softest and the loudest recording of its key, in [0, 1];
/// `standard` where there is but one.
double dynamicsOf(const dataset::NoteLibrary& library, const dataset::NoteInfo& note,
                  double standard) {
  const auto layers = library.velocitiesOf(note);
  if (layers.size() < 2) return standard;
  const int soft = library.note(layers.front()).velocity,
            loud = library.note(layers.back()).velocity;
  if (soft >= loud) return standard;
  return std::clamp(static_cast<double>(note.velocity - soft) / (loud - soft), 0.0, 1.0);
}

/// What is seen and heard of the two notes is the same.
bool alike(const dataset::NoteInfo& a, const dataset::NoteInfo& b) {
  return a.file == b.file && a.at == b.at && a.pitch == b.pitch && a.velocity == b.velocity &&
         a.name == b.name && a.family == b.family && a.source == b.source;
}

}  // namespace

Session::Session(QObject* parent) : QObject(parent), undo_(this) {
  undo_.setUndoLimit(500);
}

void Session::setLibrary(dataset::NoteLibrary library) {
  undo_.clear();
  state_.library = library.folder();
  library_ = std::move(library);
  state_.noteA.clear();
  state_.noteB.clear();
  selected_.clear();
  emit changed(Change::Library);
  emit changed(Change::Selection);
  emit changed(Change::Corners);
}

void Session::refreshLibrary(dataset::NoteLibrary library) {
  const dataset::NoteLibrary before = std::exchange(library_, std::move(library));
  const auto other = [&](const std::string& id) {
    const auto was = id.empty() ? std::nullopt : before.find(id), is = note(id);
    return was.has_value() != is.has_value() || (is && !alike(*was, *is));
  };
  emit changed(Change::Library);
  if (other(selected_)) emit changed(Change::Selection);
  if (other(state_.noteA) || other(state_.noteB)) emit changed(Change::Corners);
}

void Session::restore(const SessionState& state, const std::string& selected) {
  const auto library = std::move(state_.library);
  state_ = state;
  state_.library = library;
  selected_ = selected;
  for (const Change what :
       {Change::Model, Change::Corners, Change::Timbre, Change::Dynamics, Change::Selection})
    emit changed(what);
}

void Session::selectNote(std::string id) {
  if (id == selected_) return;
  selected_ = std::move(id);
  emit changed(Change::Selection);
}

void Session::begin(const std::string& noteA, const std::string& noteB, const std::string& model) {
  state_.noteA = noteA;
  state_.noteB = noteB;
  state_.model = model;
  emit changed(Change::Model);
  emit changed(Change::Corners);
}

std::optional<dataset::NoteInfo> Session::note(const std::string& id) const {
  return id.empty() ? std::nullopt : library_.find(id);
}

void Session::setNoteA(const std::string& id) {
  const auto chosen = note(id);
  const double dynamics = chosen ? dynamicsOf(library_, *chosen, state_.dynamics) : state_.dynamics;
  if (id == state_.noteA || dynamics == state_.dynamics) {
    push(&SessionState::noteA, id, Change::Corners, tr("Set note A"), false);
    return;
  }
  // One step: the morph begins with the recording that was chosen.
  undo_.beginMacro(tr("Set note A"));
  push(&SessionState::noteA, id, Change::Corners, {}, false);
  push(&SessionState::dynamics, dynamics, Change::Dynamics, {}, false);
  undo_.endMacro();
}

void Session::setNoteB(const std::string& id) {
  push(&SessionState::noteB, id, Change::Corners, tr("Set note B"), false);
}

void Session::setTimbre(double timbre) {
  push(&SessionState::timbre, std::clamp(timbre, 0.0, 1.0), Change::Timbre, tr("Move timbre"),
       true);
}

void Session::setDynamics(double dynamics) {
  push(&SessionState::dynamics, std::clamp(dynamics, 0.0, 1.0), Change::Dynamics,
       tr("Move dynamics"), true);
}

void Session::setModel(const std::string& name) {
  push(&SessionState::model, name, Change::Model, tr("Choose model"), false);
}

void Session::setPostFilter(bool on) {
  push(&SessionState::postFilter, on, Change::Model,
       on ? tr("Switch the post-filter on") : tr("Switch the post-filter off"), false);
}

void Session::endDrag() {
  ++drag_;
}

template <class T>
void Session::push(T SessionState::*field, T value, Change what, const QString& text, bool merges) {
  if (state_.*field == value) return;
  auto* command = new SetField<T>(*this, field, std::move(value), what, merges ? drag_ : -1);
  command->setText(text);
  undo_.push(command);
}

}  // namespace timbre::ui
