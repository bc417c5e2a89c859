#include "ui/training/CliProcess.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace timbre::ui {

void makeTool(QProcess& process) {
  constexpr int kNice = 5;
  process.setStandardInputFile(QProcess::nullDevice());
  // Between fork and exec: system calls only.
  process.setChildProcessModifier([owner = ::getpid()] {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != owner) ::_exit(1);
    ::setpriority(PRIO_PROCESS, 0, kNice);
  });
}

bool gaveUp(int code, QProcess::ExitStatus status) {
  return status == QProcess::NormalExit ? code == kGivenUp : code == SIGTERM;
}

void hearTool(QProcess& process, QString& lastError,
              const std::function<void(const QString&)>& said) {
  for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError}) {
    process.setReadChannel(channel);
    while (process.canReadLine()) {
      const QString line = QString::fromUtf8(process.readLine()).trimmed();
      if (line.isEmpty()) continue;
      if (channel == QProcess::StandardError) lastError = line;
      said(line);
    }
  }
}

QString sentenceOfTool(const QString& line) {
  const QString name = QStringLiteral("timbre: ");
  return line.startsWith(name) ? line.mid(name.size()) : line;
}

QString cannotStart(const QString& program) {
  return QObject::tr("Cannot start %1; it belongs beside this program").arg(program);
}

}  // namespace timbre::ui
