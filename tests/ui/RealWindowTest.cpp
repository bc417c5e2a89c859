// The program as people get it: the real window, notes, models and sound output, driven by mouse
// and keys. Prints "PLAYED <note> <Hz>" when a note begins to sound, for a recorder outside.
#include <QAbstractButton>
#include <QComboBox>
#include <QElapsedTimer>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <complex>
#include <cstdio>
#include <ctime>
#include <numbers>

#include "audio/AudioFile.h"
#include "base/StandardPaths.h"
#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "ui/MainWindow.h"
#include "ui/Preferences.h"
#include "ui/audioout/AudioOutput.h"
#include "ui/models/NoteTableModel.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/ExportSoundDialog.h"
#include "ui/views/MorphView.h"

namespace timbre::ui {
namespace {

const std::filesystem::path kLibrary = std::filesystem::path(TIMBRE_ASSETS) / "library";
constexpr int kModelsMs = 120000;  // loading LibTorch and making sounds on a busy machine

/// The share of the energy of 0.5 .. 2.5 s that lies within a Hann window's width of `hertz` and
/// its first five overtones.
double harmonicShare(const audio::AudioClip& clip, double hertz) {
  const int rate = clip.rate().hz;
  const auto part = clip.samples().subspan(static_cast<std::size_t>(rate / 2),
                                           static_cast<std::size_t>(2 * rate));
  const double size = static_cast<double>(part.size());
  double all = 0;
  const auto window = [&](std::size_t i) {
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / size);
  };
  for (std::size_t i = 0; i < part.size(); ++i) {
    const double s = part[i] * window(i);
    all += s * s;
  }
  double found = 0;
  for (int k = 1; k <= 6 && k * hertz < rate / 2.0 - 50; ++k) {
    for (int bin = -6; bin <= 6; ++bin) {  // 3 Hz to either side: a real instrument is not exact
      const double f = k * hertz + bin * rate / size;
      const auto turn = std::polar(1.0, -2 * std::numbers::pi * f / rate);
      std::complex<double> sum = 0, phase = 1;
      for (std::size_t i = 0; i < part.size(); ++i, phase *= turn) {
        sum += static_cast<double>(part[i]) * window(i) * phase;
      }
      found += 2 * std::norm(sum) / size;
    }
  }
  return all > 0 ? found / all : 0;
}

}  // namespace

class RealWindowTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("RealWindowTest"));
    QSettings().clear();
    Preferences().setPresentation(QStringLiteral("list"));
    if (!std::filesystem::exists(kLibrary / "examples.json")) QSKIP("no starter library here");
    WindowParts parts;
    parts.factory = []() -> Result<model::ModelBackend*> { return model::defaultBackend(); };
    parts.findModels = [] {
      auto folders = model::modelFolders();
      folders.push_back(std::filesystem::path(TIMBRE_ASSETS) / "models");
      return model::findModels(folders);
    };
    parts.sound = [] { return std::make_unique<AudioOutput>(); };
    parts.embeddedLibrary = kLibrary;
    parts.cacheFolder = folder_.path().toStdString() + "/cache";
    QElapsedTimer clock;
    clock.start();
    window_ = std::make_unique<MainWindow>(parts);
    window_->resize(1480, 920);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    qInfo("window shown after %lld ms", clock.elapsed());
    window_->begin();
    QTRY_VERIFY_WITH_TIMEOUT(!bench().session.library().empty(), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(bench().models.searched(), 10000);
    qInfo("library and models known after %lld ms", clock.elapsed());
    const auto ready = model::defaultBackend()->prepare();
    working_ = ready && !bench().models.cards().empty();
    if (!working_) qInfo("no models here: the test goes on without them");
  }

  void cleanupTestCase() { window_.reset(); }

  void aNoteIsFoundSelectedSeenAndPlayed() {
    auto* search = find<QLineEdit>("searchBox");
    QTest::mouseClick(search, Qt::LeftButton);
    QTest::keyClicks(search, QStringLiteral("organ c4"));
    auto* table = find<QTableView>("notesTable");
    QVERIFY(table->model()->rowCount() > 0);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(0, 0)).center());
    const auto note = bench().session.note(bench().session.selectedNote());
    QVERIFY(note);
    QCOMPARE(note->pitch, 60);
    QTRY_VERIFY(!find<RainbowgramPlot>("originalPlot")->picture().empty());
    if (!bench().out.devices().isEmpty()) {
      QTRY_VERIFY(bench().transport.playing());
      std::printf("PLAYED %s %.2f\n", note->id.c_str(), frequencyOf(MidiPitch(note->pitch)));
      std::fflush(stdout);
      QTRY_VERIFY_WITH_TIMEOUT(bench().out.position() > 1.0, 5000);
      QVERIFY(find<RainbowgramPlot>("originalPlot")->playhead());
      QTRY_VERIFY_WITH_TIMEOUT(!bench().transport.playing(), 8000);  // and ends by itself
    } else {
      QTRY_VERIFY(find<QWidget>("noticeBar")->isVisible());
    }
  }

  void bothModelsRebuildIt() {
    if (!working_) QSKIP("no models");
    for (const Track& track : {Track::model(QStringLiteral("baseline-compact")),
                               Track::model(QStringLiteral("wavenet-compact"))}) {
      QTRY_VERIFY_WITH_TIMEOUT(bench().transport.sound(track), kModelsMs);
      QVERIFY(audio::peakOf(bench().transport.sound(track)->clip) > 0.001f);
    }
    QTRY_VERIFY(!find<RainbowgramPlot>("wavenetPlot")->picture().empty());
    QTRY_VERIFY(!find<RainbowgramPlot>("baselinePlot")->picture().empty());
    QCOMPARE(find<RainbowgramPlot>("wavenetPlot")->range(),
             find<RainbowgramPlot>("originalPlot")->range());
  }

  void theSoundsAreSwitchedWhileTheyPlay() {
    if (!working_) QSKIP("no models");
    if (bench().out.devices().isEmpty()) QSKIP("no sound device");
    auto& transport = bench().transport;
    transport.play(Track::original());
    QTRY_VERIFY_WITH_TIMEOUT(bench().out.position() > 0.3, 10000);
    const std::vector<std::pair<Qt::Key, const char*>> keys{
        {Qt::Key_2, "wavenetPlot"}, {Qt::Key_3, "baselinePlot"}, {Qt::Key_1, "originalPlot"}};
    for (const auto& [key, name] : keys) {
      const double before = bench().out.position();
      QTest::keyClick(window_.get(), key);
      QCOMPARE(find<PlotPane>(name)->emphasis(), PlotPane::Emphasis::Sounding);
      QTRY_VERIFY_WITH_TIMEOUT(bench().out.position() > before + 0.3, 5000);
      QVERIFY(bench().out.position() < before + 3);
      QVERIFY(transport.playing());
    }
    transport.stop();
  }

  void movingBothSlidersMakesAnotherMorph() {
    if (!working_) QSKIP("no models");
    auto* morph = &find<MorphView>("morphView")->controller();
    QTRY_VERIFY_WITH_TIMEOUT(!morph->busy() && bench().transport.sound(Track::morph()), kModelsMs);
    for (const auto& [name, to] : {std::pair{"timbreSlider", 0.85}, {"dynamicsSlider", 0.3}}) {
      bench().transport.stop();  // what plays is heard to change, not to begin
      int pictures = 0;
      qint64 heard = -1;
      std::clock_t begun = std::clock(), computed = 0;
      QElapsedTimer clock;
      const auto seen = connect(morph, &MorphController::pictured, this, [&] { ++pictures; });
      const auto sounds = connect(&bench().transport, &Transport::stateChanged, this, [&] {
        if (heard >= 0 || !bench().transport.playing()) return;
        heard = clock.elapsed();
        computed = std::clock() - begun;
      });
      clock.start();
      drag(name, to);
      const qint64 dragged = clock.elapsed();
      begun = std::clock();
      QTRY_VERIFY_WITH_TIMEOUT(pictures > 0, 20000);
      const qint64 shown = clock.elapsed();
      if (!bench().out.devices().isEmpty()) QTRY_VERIFY_WITH_TIMEOUT(heard >= 0, 20000);
      qInfo("%s: after the drag, to see %lld ms, to hear %lld ms (%lld ms of computing)", name,
            shown - dragged, heard < 0 ? -1 : heard - dragged,
            static_cast<long long>(computed) * 1000 / CLOCKS_PER_SEC);
      QTRY_VERIFY_WITH_TIMEOUT(!morph->busy(), kModelsMs);
      qInfo("%s: final sound after %.1f s", name, static_cast<double>(clock.elapsed()) / 1000);
      disconnect(seen);
      disconnect(sounds);
    }
    QVERIFY(bench().session.state().timbre > 0.75);
    QVERIFY(bench().session.state().dynamics < 0.4);
    QCOMPARE(bench().session.undoStack().count(), 2);
  }

  void theNoteIsExportedAsWavAndReadsBack() {
    const auto note = bench().session.note(bench().session.selectedNote());
    bench().transport.setCurrent(Track::original());
    find<QAction>("exportSoundAction")->trigger();
    auto* dialog = find<ExportSoundDialog>("exportSoundDialog");
    QVERIFY(dialog);
    dialog->findChild<QComboBox*>(QStringLiteral("exportRate"))->setCurrentIndex(1);
    const QString path = folder_.filePath(QStringLiteral("note.wav"));
    saveAs(*dialog, path);
    QTRY_VERIFY(QFile::exists(path));
    const auto clip = audio::readAudio(path.toStdString());
    QVERIFY(clip);
    QCOMPARE(clip->rate().hz, 44100);
    QCOMPARE(clip->samples().size(), std::size_t{4 * 44100});
    const double share = harmonicShare(*clip, frequencyOf(MidiPitch(note->pitch)));
    qInfo("the note's partials hold %.0f %% of the energy", 100 * share);
    QVERIFY(share > 0.5);  // white noise would have about 1 %
  }

  void thePicturesAreExportedAsPngAndReadBack() {
    find<QAction>("exportPictureAction")->trigger();
    auto* dialog = find<ExportPictureDialog>("exportPictureDialog");
    QVERIFY(dialog);
    const QString path = folder_.filePath(QStringLiteral("pictures.png"));
    saveAs(*dialog, path);
    QTRY_VERIFY(QFile::exists(path));
    const QImage image(path);
    QVERIFY(image.width() >= 1000);
    int coloured = 0;  // a rainbowgram is there, not only axes
    for (int y = 0; y < image.height(); y += 4) {
      for (int x = 0; x < image.width(); x += 4)
        coloured += image.pixelColor(x, y).saturation() > 100;
    }
    QVERIFY(coloured > image.width() * image.height() / 16 / 50);
  }

 private:
  AppContext& bench() { return window_->bench(); }
  template <class T>
  T* find(const char* name) {
    return window_->findChild<T*>(QLatin1String(name));
  }
  void drag(const char* name, double to) {
    QSlider& slider = *find<QWidget>(name)->findChild<QSlider*>();
    const auto at = [&](double value) {
      return QPoint(static_cast<int>(8 + value * (slider.width() - 16)), slider.height() / 2);
    };
    const double from = static_cast<double>(slider.value()) / slider.maximum();
    QTest::mousePress(&slider, Qt::LeftButton, {}, at(from));
    for (int step = 1; step <= 10; ++step) {
      QTest::mouseMove(&slider, at(from + (to - from) * step / 10));
      QTest::qWait(15);
    }
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, at(to));
  }
  static void saveAs(QDialog& dialog, const QString& path) {
    dialog.findChild<QLineEdit*>(QStringLiteral("exportPath"))->setText(path);
    QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveButton")), Qt::LeftButton);
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
  bool working_ = false;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::RealWindowTest)
#include "RealWindowTest.moc"
