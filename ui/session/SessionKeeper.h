/// Keeps the session of the window, so that it comes back as it was left, even after a crash.
#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <optional>

#include "ui/Preferences.h"
#include "ui/session/SavedSession.h"
#include "ui/session/Session.h"

namespace timbre::ui {

/// GUI thread. Writes two seconds after the last change.
class SessionKeeper : public QObject {
  Q_OBJECT

 public:
  /// `starter`: the library that comes with the program; it is kept by name, not by place.
  SessionKeeper(Session& session, Preferences& preferences, std::filesystem::path starter,
                QObject* parent = nullptr);

  /// As it stands now.
  SavedSession now() const;
  void save();
  /// As it was left the last time; nothing at the first start.
  std::optional<SavedSession> last() const;

 private:
  Session& session_;
  Preferences& preferences_;
  const std::filesystem::path starter_;
  QTimer rest_;
};

}  // namespace timbre::ui
