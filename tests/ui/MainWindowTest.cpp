// The window as a whole: what it says without sound, what it exports, what it remembers.
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

#include "audio/AudioFile.h"
#include "support/WindowFixture.h"
#include "ui/audioout/AudioOutput.h"
#include "ui/session/SavedSession.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/ExportSoundDialog.h"
#include "ui/views/ReconstructionPanel.h"

namespace timbre::ui {

using test::WindowFixture;

class MainWindowTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("MainWindowTest"));
  }

  void withoutADeviceTheNoticeSaysSoAndEverythingElseWorks() {
    WindowFixture f;
    f.sound->available = false;
    f.sound->tell(QStringLiteral("No sound device: everything works but hearing."));
    QVERIFY(f.settled());
    QVERIFY(f.find<QWidget>("noticeBar")->isVisible());
    QCOMPARE(f.find<QLabel>("noticeText")->text(), f.sound->told);
    f.click(2);
    QVERIFY(f.settled());
    QVERIFY(f.bench().transport.sound(Track::model(QStringLiteral("wavenet-compact"))));
    QVERIFY(!f.bench().transport.playing());
    f.sound->tell({});
    QVERIFY(!f.find<QWidget>("noticeBar")->isVisible());
  }

  void theRealOutputWithoutASoundServerGivesANoticeAndNoSound() {
    qputenv("PULSE_SERVER", "unix:/nowhere/at/all");
    qputenv("ALSA_CONFIG_PATH", "/dev/null");
    AudioOutput out;
    QTRY_VERIFY(!out.notice().isEmpty());
    QVERIFY(out.notice().startsWith(QStringLiteral("No sound device")));
    QVERIFY(!out.play(audio::SoundStream::of(test::sine(440, 0.5f))));
    QVERIFY(!out.playing());
  }

  void spaceStopsAndPlaysWhereverTheFocusIs() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (const char* name : {"notesTable", "setAButton", "modelChoice", "originalPlot"}) {
      f.find<QWidget>(name)->setFocus();
      const int before = f.sound->plays;
      QTest::keyClick(f.find<QWidget>(name), Qt::Key_Space);
      QTRY_COMPARE(f.sound->plays, before + 1);
      QTest::keyClick(f.find<QWidget>(name), Qt::Key_Space);
      QVERIFY(!f.sound->playing());
    }
  }

  void theNumberKeysSwitchWhatPlaysAndStartNothing() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.bench().transport.stop();
    const std::vector<std::pair<Qt::Key, Track>> all{
        {Qt::Key_2, Track::model(QStringLiteral("wavenet-compact"))},
        {Qt::Key_3, Track::model(QStringLiteral("baseline-compact"))},
        {Qt::Key_1, Track::original()}};
    const int silent = f.sound->plays;
    for (const auto& [key, track] : all) {
      QTest::keyClick(f.window.get(), key);
      QCOMPARE(f.bench().transport.current(), track);
    }
    QCOMPARE(f.sound->plays, silent);
    QTest::keyClick(f.window.get(), Qt::Key_Space);
    QTRY_VERIFY(f.sound->playing());
    for (const auto& [key, track] : all) {
      const int before = f.sound->plays;
      if (track == f.bench().transport.current()) continue;
      QTest::keyClick(f.window.get(), key);
      QTRY_COMPARE(f.sound->plays, before + 1);
      QVERIFY(f.sound->started.inPlace);
      QCOMPARE(f.bench().transport.current(), track);
    }
    QTest::keyClick(f.window.get(), Qt::Key_0);
    QCOMPARE(f.bench().transport.current(), Track::morph());
    QVERIFY(!f.find<QAction>("hearModel3Action")->isVisible());
    QCOMPARE(f.find<QAction>("hearModel2Action")->text(), QStringLiteral("Switch to Baseline"));
  }

  void aSoundIsExportedAndReadsBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    QTest::keyClick(f.window.get(), Qt::Key_2);
    f.find<QAction>("exportSoundAction")->trigger();
    auto* dialog = f.find<ExportSoundDialog>("exportSoundDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QComboBox*>(QStringLiteral("exportWhat"))->currentText(),
             QStringLiteral("WaveNet, compact"));
    dialog->findChild<QComboBox*>(QStringLiteral("exportFormat"))->setCurrentIndex(1);
    dialog->findChild<QComboBox*>(QStringLiteral("exportRate"))->setCurrentIndex(2);
    const QString path = f.folder.filePath(QStringLiteral("sound"));  // the ending is added
    dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->setText(path);
    dialog->findChild<QPushButton*>(QStringLiteral("saveButton"))->click();
    QTRY_VERIFY(QFile::exists(path + QStringLiteral(".wav")));
    const auto clip = audio::readAudio((path + QStringLiteral(".wav")).toStdString());
    QVERIFY(clip);
    QCOMPARE(clip->rate().hz, 48000);
    QCOMPARE(clip->samples().size(), std::size_t{3 * kNoteSamples});
    QVERIFY(std::abs(audio::peakOf(*clip) - 0.5f) < 0.01f);  // the fake's sine, resampled
  }

  void aPictureIsExportedAndReadsBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("exportPictureAction")->trigger();
    auto* dialog = f.find<ExportPictureDialog>("exportPictureDialog");
    QVERIFY(dialog);
    const QString path = f.folder.filePath(QStringLiteral("picture.png"));
    dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->setText(path);
    dialog->findChild<QPushButton*>(QStringLiteral("saveButton"))->click();
    QTRY_VERIFY(QFile::exists(path));
    const QImage image(path);
    QVERIFY(image.width() > 1000);
    QVERIFY(image.height() > 400);
  }

  void anExportThatFailsStaysOpenAndSaysWhy() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("exportSoundAction")->trigger();
    auto* dialog = f.find<ExportSoundDialog>("exportSoundDialog");
    dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))
        ->setText(QStringLiteral("/nowhere/at/all/sound.wav"));
    dialog->findChild<QPushButton*>(QStringLiteral("saveButton"))->click();
    auto* error = dialog->findChild<QLabel*>(QStringLiteral("exportError"));
    QTRY_VERIFY(error->isVisible());
    QVERIFY(error->text().contains(QStringLiteral("/nowhere/at/all")));
    QVERIFY(dialog->isVisible());
  }

  void aFolderThatIsNoLibraryIsAnIssueAndTheOldOneStays() {
    WindowFixture f;
    QVERIFY(f.settled());
    const QTemporaryDir empty;
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(empty.path())});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(f.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
    const int before = f.bench().issues.count();
    QCoreApplication::sendEvent(f.window.get(), &drop);
    QTRY_COMPARE(f.bench().issues.count(), before + 1);
    QCOMPARE(f.bench().session.library().notes().size(), test::kToyNotes.size());
    // The reason stays to be read until something opens.
    QVERIFY(f.find<QWidget>("noticeBar")->isVisible());
    QVERIFY(f.find<QLabel>("noticeText")->text().contains(empty.path()));
    f.window->open({QString::fromStdString(f.parts.embeddedLibrary.string())});
    QTRY_VERIFY(!f.find<QWidget>("noticeBar")->isVisible());
  }

  void aRefusedLibraryAtTheStartSaysWhyBesideTheStarterLibrary() {
    WindowFixture f;
    QVERIFY(f.settled());
    const QTemporaryDir empty;
    ui::MainWindow window(f.parts);
    window.begin({}, empty.path().toStdString());
    QTRY_VERIFY(!window.bench().session.library().empty());
    QTest::qWait(200);
    const auto* text = window.findChild<QLabel*>(QStringLiteral("noticeText"));
    QVERIFY2(text->text().contains(empty.path()), qPrintable(text->text()));
    QVERIFY(window.bench().issues.count() >= 1);
  }

  void whatCannotBeOpenedAtTheStartIsToldBesideTheStarterLibrary() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (const bool beside : {false, true}) {  // a library
      ui::MainWindow window(f.parts);
      QStringList paths{QStringLiteral("/nowhere/at/all")};
      if (beside) paths << QString::fromStdString(f.parts.embeddedLibrary.string());
      window.begin(paths, {});
      QTRY_VERIFY(!window.bench().session.library().empty());
      QTest::qWait(200);
      const auto* text = window.findChild<QLabel*>(QStringLiteral("noticeText"));
      QVERIFY2(text->text().contains(paths.first()), qPrintable(text->text()));
    }
  }

  void whatDoesNotExistIsToldByItsPath() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.window->open({QStringLiteral("/nowhere/at/all")});
    QVERIFY(f.find<QLabel>("noticeText")->text().contains(QStringLiteral("/nowhere/at/all")));
    QCOMPARE(f.bench().session.library().notes().size(), test::kToyNotes.size());
  }

  void theSessionComesBackAsItWasLeft() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto& session = f.bench().session;
    session.setNoteA(test::infoOf(test::kToyNotes[2]).id);
    session.setNoteB(test::infoOf(test::kToyNotes[3]).id);
    session.setTimbre(0.25);
    session.setDynamics(0.75);
    session.selectNote(test::infoOf(test::kToyNotes[1]).id);
    const SessionState left = session.state();
    const std::string selected = session.selectedNote();
    f.restart();
    QVERIFY(f.settled());
    QVERIFY(f.bench().session.state() == left);
    QCOMPARE(f.bench().session.selectedNote(), selected);
    QCOMPARE(f.sound->plays, 0);
    QVERIFY(!f.bench().session.undoStack().canUndo());
  }

  void aSessionFileOpensAsItWasSaved() {
    WindowFixture f;
    QVERIFY(f.settled());
    SavedSession saved{f.bench().session.state(), f.bench().session.selectedNote()};
    saved.state.timbre = 0.125;
    saved.state.noteA = test::infoOf(test::kToyNotes[3]).id;
    const QString path = f.folder.filePath(QStringLiteral("mine.timbrescope"));
    QVERIFY(writeSession(path, saved));
    f.window->open({path});
    QTRY_COMPARE(f.bench().session.state().timbre, 0.125);
    QVERIFY(f.settled());
    QVERIFY(f.bench().session.state() == saved.state);
  }

  void aFaultIsToldAndKeepsTheSession() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.bench().session.setTimbre(0.375);
    f.window->tellFault(QStringLiteral("vector <b>of</b> nothing"));
    auto* dialog = f.find<QDialog>("faultDialog");
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(sessionFromJson(Preferences().session())->state.timbre == 0.375);
    dialog->findChild<QPushButton*>(QStringLiteral("faultDiagnostics"))->click();
    QVERIFY(dialog->isVisible());
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QStringLiteral("vector <b>of</b> nothing\n")));
    QVERIFY(copied.contains(QStringLiteral("Timbrescope")));
  }

  void loopIsOneThingWhereverItIsSwitched() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* button = f.find<QToolButton>("loopButton");
    const auto all = [&](bool on) {
      return f.find<QAction>("loopAction")->isChecked() == on && button->isChecked() == on &&
             f.bench().transport.loop() == on && f.sound->loop == on && Preferences().loop() == on;
    };
    QVERIFY(all(false));
    button->click();
    QVERIFY(all(true));
    f.find<QAction>("loopAction")->trigger();
    QVERIFY(all(false));
    f.bench().transport.setLoop(true);
    QVERIFY(all(true));
  }

  void everyViewIsShownByItsKeyAndItsMenuEntry() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (const char* name : {"notesDock", "morphDock", "issuesDock"}) {
      auto* dock = f.find<QDockWidget>(name);
      auto* action = f.find<QAction>((QByteArray(name) + "Action").constData());
      QVERIFY(dock && action);
      QVERIFY(!action->shortcut().isEmpty());
      const bool shown = dock->isVisible();
      action->trigger();
      QCOMPARE(dock->isVisible(), !shown);
      action->trigger();
      QCOMPARE(dock->isVisible(), shown);
    }
  }

  void theVolumeAndTheSwitchesAreRemembered() {
    {
      WindowFixture f;
      QVERIFY(f.settled());
      f.find<QSlider>("volumeSlider")->setValue(35);
      f.find<QAction>("loopAction")->trigger();
      QVERIFY(f.sound->loop);
    }
    const Preferences kept;
    QCOMPARE(kept.volume(), 0.35);
    QVERIFY(kept.loop());
  }

  void whatWasCancelledIsMadeWhenItIsWanted() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;
    const int decoded = f.tuning->decoded;
    f.click(2);
    QTRY_VERIFY(f.tuning->decoded >= decoded + 2);
    f.bench().transport.stop();
    QTest::keyClick(f.window.get(), Qt::Key_Escape);
    f.tuning->msPerFrame = 0;
    const int before = f.sound->plays;
    QTest::keyClick(f.window.get(), Qt::Key_2);
    QTest::keyClick(f.window.get(), Qt::Key_Space);
    // Not just once: the sound glides to its level when its loudness is known.
    QTRY_VERIFY(f.sound->playing() && f.sound->plays > before);
    QCOMPARE(f.bench().transport.current(), Track::model(QStringLiteral("wavenet-compact")));
  }

  void escStopsFirstAndCancelsWhenNothingSounds() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;
    const int cancelled = f.tuning->cancelled;
    const int decoded = f.tuning->decoded;
    f.click(2);
    QTRY_VERIFY(f.sound->playing());
    QTRY_VERIFY(f.tuning->decoded >= decoded + 2);
    QTest::keyClick(f.window.get(), Qt::Key_Escape);
    QVERIFY(!f.sound->playing());
    const auto* panel = f.find<ReconstructionPanel>("wavenetPlot");
    QVERIFY(panel && panel->busy());
    QTest::keyClick(f.window.get(), Qt::Key_Escape);
    QTRY_COMPARE(f.tuning->cancelled.load(), cancelled + 1);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::MainWindowTest)
#include "MainWindowTest.moc"
