// The morph slider of the real window, moved by a real mouse while the WaveNet plays. Prints
// "MOVED <ns of the monotonic clock>" at each jump of the slider from one end to the other, for
// whoever records what is heard (live-slider-heard); says nothing of the sound by itself but that
// it was made in time.
#include <QElapsedTimer>
#include <QProcess>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <chrono>
#include <cstdio>

#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "ui/MainWindow.h"
#include "ui/audioout/AudioOutput.h"
#include "ui/views/MorphView.h"

namespace timbre::ui {
namespace {

const std::filesystem::path kAssets = TIMBRE_ASSETS;
constexpr int kModelsMs = 120000;  // loading LibTorch and making sounds on a busy machine
// Both are held as long as the key is, three octaves apart: what is heard tells where the slider
// is.
const std::string kNoteA = "organ_acoustic_000-048-100";
const std::string kNoteB = "organ_acoustic_000-084-100";

void xdotool(const QStringList& arguments) {
  QCOMPARE(QProcess::execute(QStringLiteral("xdotool"), arguments), 0);
}

}  // namespace

class LiveSliderTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    // Alone it measures nothing; the test called live-slider brings the display and the recorder,
    // and fails unless this one has moved the slider.
    if (qEnvironmentVariableIsEmpty("TIMBRE_SOUND_MONITOR")) QSKIP("nobody listens");
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("LiveSliderTest"));
    QSettings().clear();
    WindowParts parts;
    parts.factory = []() -> Result<model::ModelBackend*> { return model::defaultBackend(); };
    parts.findModels = [] { return model::findModels(std::array{kAssets / "models"}); };
    parts.sound = [] { return std::make_unique<AudioOutput>(); };
    parts.embeddedLibrary = kAssets / "library";
    parts.cacheFolder = folder_.path().toStdString() + "/cache";
    parts.modelThreads = 1;
    window_ = std::make_unique<MainWindow>(parts);
    window_->resize(1480, 920);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin();
    QTRY_VERIFY_WITH_TIMEOUT(!bench().session.library().empty(), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(bench().models.searched(), 10000);
    const auto* card = bench().models.preferred();
    QVERIFY2(card && card->streams, "There is no model that streams in assets/models");
    QTRY_VERIFY_WITH_TIMEOUT(!bench().out.devices().isEmpty(), 10000);
    QVERIFY2(bench().session.note(kNoteA) && bench().session.note(kNoteB), "other notes here");
    bench().session.setNoteA(kNoteA);
    bench().session.setNoteB(kNoteB);
    bench().session.setTimbre(0);
    QTRY_VERIFY_WITH_TIMEOUT(!morph().liveText().isEmpty(), kModelsMs);
    qInfo("%s", qPrintable(morph().liveText()));
    QVERIFY2(morph().liveStatus() == LiveStatus::Ready, "This machine is too slow to measure on");
    QTRY_VERIFY_WITH_TIMEOUT(!morph().busy() && bench().jobs.idle(), kModelsMs);
  }

  void cleanupTestCase() { window_.reset(); }

  void theSoundFollowsTheHand() {
    pointTo(0);
    xdotool({QStringLiteral("mousedown"), QStringLiteral("1")});
    pointTo(0.02);  // the first step sounds
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(bench().transport.playing(), 5000);
    qInfo("playing after %lld ms", clock.elapsed());
    double end = 1;
    for (int round = 0; round < rounds(); ++round) {
      for (const double seconds : {1.1, 2.0}) {  // of the note; its last second is the release
        QVERIFY(reaches(seconds));
        jumpTo(end);
        end = 1 - end;
      }
      screenshot(round);
      dragTheWindowAbout();
    }
    xdotool({QStringLiteral("mouseup"), QStringLiteral("1")});
    QVERIFY(bench().transport.playing());
    QTRY_VERIFY_WITH_TIMEOUT(!bench().transport.playing(), 15000);  // and ends by itself
    std::printf("UNDERRUNS %ld\n", bench().out.underruns());
    std::fflush(stdout);
    QTRY_VERIFY_WITH_TIMEOUT(bench().transport.sound(Track::morph()) && !morph().busy(), kModelsMs);
    qInfo("%s", qPrintable(morph().liveText()));
    QCOMPARE(morph().liveStatus(), LiveStatus::Ready);
  }

 private:
  AppContext& bench() { return window_->bench(); }
  const MorphController& morph() { return window_->findChild<MorphView*>()->controller(); }

  /// Of four seconds each.
  static int rounds() {
    bool given = false;
    const int rounds = qEnvironmentVariableIntValue("TIMBRE_LIVE_ROUNDS", &given);
    return given ? rounds : 2;
  }
  void pointTo(double value) {
    auto* slider =
        window_->findChild<QWidget*>(QStringLiteral("timbreSlider"))->findChild<QSlider*>();
    const QPoint at = slider->mapToGlobal(
        QPoint(static_cast<int>(8 + value * (slider->width() - 16)), slider->height() / 2));
    xdotool({QStringLiteral("mousemove"), QString::number(at.x()), QString::number(at.y())});
  }
  void jumpTo(double value) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    std::printf("MOVED %lld\n", static_cast<long long>(now / std::chrono::nanoseconds(1)));
    std::fflush(stdout);
    pointTo(value);
    QTRY_VERIFY(std::abs(bench().session.state().timbre - value) < 0.1);
  }
  /// The playhead comes to `seconds` of the note, in this round or the next.
  bool reaches(double seconds) {
    double heard = -1;
    const auto ear = connect(&bench().transport, &Transport::moved, this,
                             [&heard](std::optional<double> at) { heard = at.value_or(-1); });
    const bool there =
        QTest::qWaitFor([&] { return heard >= seconds && heard < seconds + 0.3; }, 10000);
    disconnect(ear);
    return there;
  }
  void dragTheWindowAbout() {
    for (int i = 1; i <= 12; ++i) {
      window_->move(10 + 6 * (i % 7), 10 + 4 * (i % 5));
      window_->resize(1440 + 8 * (i % 4), 900 + 5 * (i % 3));
      QTest::qWait(40);
    }
  }
  /// For people: where TIMBRE_SCREENSHOTS names a folder.
  void screenshot(int number) {
    const QString folder = qEnvironmentVariable("TIMBRE_SCREENSHOTS");
    if (!folder.isEmpty()) window_->grab().save(folder + QStringLiteral("/live%1.png").arg(number));
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::LiveSliderTest)
#include "LiveSliderTest.moc"
