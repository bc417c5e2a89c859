/// The session, as saved from one start to the next and in session files.
#pragma once

#include <QByteArray>
#include <QString>
#include <string>

#include "base/Result.h"
#include "ui/session/SessionState.h"

namespace timbre::ui {

/// The ending of session files.
inline constexpr const char* kSessionEnding = ".timbrescope";

struct SavedSession {
  SessionState state;    ///< library empty: the starter library
  std::string selected;  ///< id of the note under the cursor; empty: none
  bool operator==(const SavedSession&) const = default;
};

QByteArray toJson(const SavedSession& session);
/// BadFormat with a sentence when it is damaged or of a newer version. What is missing has its
/// standard value; numbers are brought into their range.
Result<SavedSession> sessionFromJson(const QByteArray& json);

/// Internal with a sentence when it cannot be written; the file is then as before.
Result<void> writeSession(const QString& path, const SavedSession& session);
Result<SavedSession> readSession(const QString& path);

}  // namespace timbre::ui
