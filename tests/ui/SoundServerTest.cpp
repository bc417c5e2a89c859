// The real output with a sound server of its own, which dies, comes back and loses its sink.
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "support/Sounds.h"
#include "ui/audioout/AudioOutput.h"

namespace timbre::ui {
namespace {

constexpr int kBackWithinMs = 2000;
constexpr int kLongSeconds = 120;

/// A private PulseAudio with one sink that plays into nothing, at the speed of sound.
class Server {
 public:
  Server() {
    qputenv("PULSE_SERVER", (QStringLiteral("unix:") + socket()).toUtf8());
    qputenv("PULSE_COOKIE", folder_.filePath(QStringLiteral("cookie")).toUtf8());
    qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
  }
  ~Server() { kill(); }

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

  const QString kSink = QStringLiteral("module-null-sink sink_name=test rate=48000");
  QTemporaryDir folder_;
  QProcess process_;
};

std::shared_ptr<const audio::SoundStream> longTone(SampleRate rate) {
  const auto samples = static_cast<std::size_t>(rate.hz) * kLongSeconds;
  return audio::SoundStream::of(audio::AudioClip(std::vector<float>(samples, 0.1f), rate));
}

/// Plays on from about there, soon.
void expectGoesOn(const AudioOutput& out, double from) {
  QElapsedTimer clock;
  clock.start();
  QTRY_VERIFY_WITH_TIMEOUT(out.position() > from + 0.2, 10000);
  QVERIFY2(clock.elapsed() < kBackWithinMs + 200, qPrintable(QString::number(clock.elapsed())));
  QVERIFY2(out.position() < from + 3, qPrintable(QString::number(out.position())));
  QVERIFY(out.playing());
  QTRY_VERIFY(out.notice().isEmpty());
}

}  // namespace

class SoundServerTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    for (const char* program : {"pulseaudio", "pactl"})
      if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
        QSKIP("PulseAudio is not installed");
    qputenv("ALSA_CONFIG_PATH", "/dev/null");
  }

  void aServerThatIsRestartedIsHeardAgainWhereItWas() {
    Server server;
    server.start();
    AudioOutput out;
    QTRY_VERIFY(!out.devices().isEmpty());
    QVERIFY(out.play(longTone(out.rate())));
    QTRY_VERIFY_WITH_TIMEOUT(out.position() > 0.5, 10000);
    for (int round = 0; round < 3; ++round) {
      server.kill();
      QTest::qWait(700);
      const double at = out.position();
      server.start();
      expectGoesOn(out, at);
    }
  }

  void aServerThatStartsLaterIsFound() {
    Server server;
    AudioOutput out;
    QTRY_VERIFY(out.notice().startsWith(QStringLiteral("No sound device")));
    QVERIFY(!out.play(longTone(out.rate())));
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(!out.devices().isEmpty(), kBackWithinMs);
    QVERIFY(out.play(longTone(out.rate())));
    expectGoesOn(out, 0);
  }

  void aSinkThatIsRemovedAndAddedIsHeardAgain() {
    Server server;
    server.start();
    AudioOutput out;
    QTRY_VERIFY(!out.devices().isEmpty());
    QVERIFY(out.play(longTone(out.rate())));
    QTRY_VERIFY_WITH_TIMEOUT(out.position() > 0.5, 10000);
    server.removeSink();
    QTest::qWait(700);
    const double at = out.position();
    server.addSink();
    expectGoesOn(out, at);
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::SoundServerTest)
#include "SoundServerTest.moc"
