// The first minute: the card of first steps; the sweep; a recording becomes note A.
#include <QDialog>
#include <QPushButton>
#include <QToolButton>

#include "dataset/UserLibrary.h"
#include "support/Sounds.h"
#include "support/WindowFixture.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/RecordDialog.h"
#include "ui/window/FileActions.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

/// Hears a tone of 440 Hz as soon as it is started.
class ToneMicrophone : public Microphone {
 public:
  void start(double seconds) override {
    const auto clip = test::sine(440, 0.5, static_cast<int>(seconds * 16000));
    emit heard(0.5, seconds);
    emit recorded({clip.samples().begin(), clip.samples().end()}, 16000);
  }
  void stop() override {}
};

}  // namespace

class FirstMinuteTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("FirstMinuteTest"));
    qputenv("XDG_DATA_HOME", data_.path().toLocal8Bit());
  }

  void theCardIsClosedForGoodAndComesBackWhenAskedFor() {
    WindowFixture f;
    auto* card = f.find<QWidget>("welcomeCard");
    QVERIFY(card->isVisible());
    f.find<QToolButton>("welcomeClose")->click();
    QVERIFY(!card->isVisible());
    f.restart();
    QVERIFY(!f.find<QWidget>("welcomeCard")->isVisible());
    f.find<QAction>("showWelcomeAction")->trigger();
    QVERIFY(f.find<QWidget>("welcomeCard")->isVisible());
  }

  void theSweepGoesFromAToBAndTheSliderComesBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto& session = f.bench().session;
    session.setTimbre(0.25);
    session.endDrag();
    QVERIFY(f.settled());
    const int steps = session.undoStack().index();
    double least = 1, most = 0;
    connect(&session, &Session::changed, this, [&] {
      least = std::min(least, session.state().timbre);
      most = std::max(most, session.state().timbre);
    });
    f.find<QPushButton>("welcomePlay")->click();
    QVERIFY(session.state().timbre < 0.1);
    QTRY_VERIFY(f.sound->playing());
    QTRY_VERIFY_WITH_TIMEOUT(most > 0.9, 20000);
    f.find<QAction>("sweepAction")->trigger();  // enough
    QCOMPARE(session.state().timbre, 0.25);
    QVERIFY(!f.sound->playing());
    QVERIFY(least < 0.05);
    QVERIFY(session.undoStack().index() <= steps + 1);
  }

  void aRecordingBecomesNoteA() {
    WindowFixture f;
    f.window->findChild<FileActions*>()->useMicrophone(
        [] { return std::make_unique<ToneMicrophone>(); });
    QVERIFY(f.settled());
    const std::string b = f.bench().session.state().noteB;
    f.find<QAction>("recordSoundAction")->trigger();
    f.find<QPushButton>("recordButton")->click();
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QVERIFY(dialog);
    auto* add = dialog->findChild<QPushButton*>(QStringLiteral("importAdd"));
    QTRY_VERIFY_WITH_TIMEOUT(add->isEnabled(), 20000);
    add->click();
    const auto a = [&] { return f.bench().session.note(f.bench().session.state().noteA); };
    QTRY_VERIFY_WITH_TIMEOUT(a() && f.bench().ownSounds.owns(*a()), 20000);
    QCOMPARE(a()->pitch, 69);
    QCOMPARE(f.bench().session.state().noteB, b);
  }

 private:
  QTemporaryDir data_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FirstMinuteTest)
#include "FirstMinuteTest.moc"
