#include "ui/session/SessionKeeper.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 2000;

}  // namespace

SessionKeeper::SessionKeeper(Session& session, Preferences& preferences,
                             std::filesystem::path starter, QObject* parent)
    : QObject(parent),
      session_(session),
      preferences_(preferences),
      starter_(std::move(starter)),
      rest_(this) {
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, &SessionKeeper::save);
  connect(&session_, &Session::changed, &rest_, qOverload<>(&QTimer::start));
}

SavedSession SessionKeeper::now() const {
  SavedSession saved{session_.state(), session_.selectedNote()};
  if (saved.state.library == starter_) saved.state.library.clear();
  return saved;
}

void SessionKeeper::save() {
  rest_.stop();
  if (session_.library().folder().empty()) return;  // nothing was open yet
  preferences_.setSession(toJson(now()));
}

std::optional<SavedSession> SessionKeeper::last() const {
  const auto session = sessionFromJson(preferences_.session());
  return session ? std::optional(*session) : std::nullopt;
}

}  // namespace timbre::ui
