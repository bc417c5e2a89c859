#include "ui/session/SavedSession.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <span>

#include "base/AtomicFile.h"
#include "ui/Text.h"

namespace timbre::ui {
namespace {

constexpr int kVersion = 1;
constexpr qint64 kMostBytes = 1 << 20;
const QString kKind = QStringLiteral("timbrescope-session");

std::string memberOf(const QJsonObject& object, const char* key) {
  return object.value(QLatin1String(key)).toString().toStdString();
}

double shareOf(const QJsonObject& object, const char* key, double standard) {
  return std::clamp(object.value(QLatin1String(key)).toDouble(standard), 0.0, 1.0);
}

}  // namespace

QByteArray toJson(const SavedSession& session) {
  const SessionState& state = session.state;
  return QJsonDocument(QJsonObject{
                           {QStringLiteral("format"), kKind},
                           {QStringLiteral("version"), kVersion},
                           {QStringLiteral("library"), textOf(state.library.string())},
                           {QStringLiteral("selected"), textOf(session.selected)},
                           {QStringLiteral("note_a"), textOf(state.noteA)},
                           {QStringLiteral("note_b"), textOf(state.noteB)},
                           {QStringLiteral("timbre"), state.timbre},
                           {QStringLiteral("dynamics"), state.dynamics},
                           {QStringLiteral("model"), textOf(state.model)},
                           {QStringLiteral("post_filter"), state.postFilter},
                       })
      .toJson();
}

Result<SavedSession> sessionFromJson(const QByteArray& json) {
  const QJsonObject object = QJsonDocument::fromJson(json).object();
  if (object.value(QLatin1String("format")).toString() != kKind)
    return fail(ErrorCode::BadFormat, "This is not a Timbrescope session; choose another file");
  if (object.value(QLatin1String("version")).toInt() > kVersion)
    return fail(ErrorCode::BadFormat,
                "This session is from a newer Timbrescope; update the program to open it");
  const SessionState standard;
  SavedSession session;
  session.selected = memberOf(object, "selected");
  session.state.library = memberOf(object, "library");
  session.state.noteA = memberOf(object, "note_a");
  session.state.noteB = memberOf(object, "note_b");
  session.state.timbre = shareOf(object, "timbre", standard.timbre);
  session.state.dynamics = shareOf(object, "dynamics", standard.dynamics);
  session.state.model = memberOf(object, "model");
  session.state.postFilter = object.value(QLatin1String("post_filter")).toBool(standard.postFilter);
  return session;
}

Result<void> writeSession(const QString& path, const SavedSession& session) {
  const QByteArray json = toJson(session);
  return writeBytesAtomically(path.toStdString(), std::as_bytes(std::span(json)));
}

Result<SavedSession> readSession(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return fail(ErrorCode::NotFound,
                "Cannot open " + path.toStdString() + ": " + file.errorString().toStdString());
  auto session = sessionFromJson(file.read(kMostBytes));
  if (session) return session;
  return fail(session.error().code, path.toStdString() + ": " + session.error().message);
}

}  // namespace timbre::ui
