/// A sound server of the test's own, and what it plays recorded.
#pragma once

#include <signal.h>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace timbre::test {

/// A private PulseAudio with one sink that plays into nothing, at the speed of sound.
class SoundServer {
 public:
  static bool installed() {
    for (const char* program : {"pulseaudio", "pactl", "parec"})
      if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty()) return false;
    return true;
  }

  SoundServer() {
    qputenv("PULSE_SERVER", (QStringLiteral("unix:") + socket()).toUtf8());
    qputenv("PULSE_COOKIE", folder_.filePath(QStringLiteral("cookie")).toUtf8());
    qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
  }
  ~SoundServer() { kill(); }

  void start() {
    process_.start(
        QStringLiteral("pulseaudio"),
        {QStringLiteral("-n"), QStringLiteral("--daemonize=no"),
         QStringLiteral("--exit-idle-time=-1"), QStringLiteral("--disable-shm"),
         QStringLiteral("--load=module-native-protocol-unix auth-anonymous=1 socket=") + socket(),
         QStringLiteral("--load=") + kSink});
    QVERIFY(process_.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(ask({QStringLiteral("info")}), 20000);
  }
  void kill() {
    process_.kill();
    process_.waitForFinished();
    QFile::remove(socket());
  }
  bool ask(const QStringList& words) {
    QProcess pactl;
    pactl.start(QStringLiteral("pactl"), words);
    return pactl.waitForFinished() && pactl.exitCode() == 0;
  }
  void removeSink() {
    QVERIFY(ask({QStringLiteral("unload-module"), QStringLiteral("module-null-sink")}));
  }
  void addSink() {
    QVERIFY(ask(QStringList{QStringLiteral("load-module")} + kSink.split(QLatin1Char(' '))));
  }

 private:
  QString socket() const { return folder_.filePath(QStringLiteral("native")); }

  const QString kSink = QStringLiteral("module-null-sink sink_name=test rate=48000 norewinds=1");
  QTemporaryDir folder_;
  QProcess process_;
};

/// Records what the server's sink plays, as a WAV of one channel at 48 kHz.
class SoundRecorder {
 public:
  explicit SoundRecorder(const QString& file) {
    process_.setStandardOutputFile(QProcess::nullDevice());
    process_.start(QStringLiteral("parec"),
                   {QStringLiteral("--device=test.monitor"), QStringLiteral("--file-format=wav"),
                    QStringLiteral("--format=s16le"), QStringLiteral("--rate=48000"),
                    QStringLiteral("--channels=1"), file});
    QVERIFY(process_.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile(file).size() > 1000, 10000);
  }
  void stop() {
    ::kill(static_cast<pid_t>(process_.processId()), SIGINT);  // it then writes the length
    process_.waitForFinished();
  }

 private:
  QProcess process_;
};

}  // namespace timbre::test
