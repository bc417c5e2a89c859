// The real output with a sound server of its own, which dies, comes back and loses its sink.
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include "support/SoundServer.h"
#include "support/Sounds.h"
#include "ui/audioout/AudioOutput.h"

namespace timbre::ui {
namespace {

constexpr int kBackWithinMs = 2000;
constexpr int kLongSeconds = 120;

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
    if (!test::SoundServer::installed()) QSKIP("PulseAudio is not installed");
    qputenv("ALSA_CONFIG_PATH", "/dev/null");
  }

  void aServerThatIsRestartedIsHeardAgainWhereItWas() {
    test::SoundServer server;
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

  /// In a process of its own: Qt's engine never forgets a server that it has met.
  void aServerThatStartsLaterIsFound() {
    constexpr const char* kOwnProcess = "TIMBRE_TEST_IN_A_PROCESS_OF_ITS_OWN";
    if (!qEnvironmentVariableIsSet(kOwnProcess)) {
      qputenv(kOwnProcess, "1");
      const int code = QProcess::execute(QCoreApplication::applicationFilePath(),
                                         {QStringLiteral("aServerThatStartsLaterIsFound")});
      qunsetenv(kOwnProcess);
      QCOMPARE(code, 0);
      return;
    }
    test::SoundServer server;
    AudioOutput out;
    QTRY_VERIFY(out.notice().startsWith(QStringLiteral("No sound device")));
    QVERIFY(!out.play(longTone(out.rate())));
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(!out.devices().isEmpty(), kBackWithinMs);
    QVERIFY(out.play(longTone(out.rate())));
    expectGoesOn(out, 0);
  }

  void aSinkThatIsRemovedAndAddedIsHeardAgain() {
    test::SoundServer server;
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
