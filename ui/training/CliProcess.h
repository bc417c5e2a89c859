/// The command line program as a process of the window's.
#pragma once

#include <QProcess>
#include <QString>
#include <functional>

namespace timbre::ui {

/// To be called before it is started: it reads nothing, the window goes first, and the system ends
/// it (SIGTERM) should the window's process fall.
void makeTool(QProcess& process);

/// The exit code of what was asked to stop.
inline constexpr int kGivenUp = 130;

/// Whether it ended as one that was asked to: by its own exit code, or by the signal when it was
/// not yet at work.
bool gaveUp(int code, QProcess::ExitStatus status);

/// Calls `said` with each whole line that has come, trimmed, empty ones left out; the last one of
/// stderr stays in `lastError`.
void hearTool(QProcess& process, QString& lastError,
              const std::function<void(const QString&)>& said);

/// What it said last on stderr, without its name before it.
QString sentenceOfTool(const QString& line);

/// "Cannot start FILE; it belongs beside this program"
QString cannotStart(const QString& program);

}  // namespace timbre::ui
