#include "ui/study/StudyView.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "support/FakeAudioBackend.h"
#include "support/ToyLibrary.h"
#include "ui/study/FigureWidget.h"
#include "ui/study/ReportTable.h"

namespace timbre::ui {

class StudyViewTest : public QObject {
  Q_OBJECT

  struct Fixture {
    Fixture() : transport(sound, jobs), view(session, jobs, transport, folder / "reports") {}
    void open() {
      test::makeToyLibrary(folder);
      Unwatched quiet;
      session.setLibrary(
          dataset::NoteLibrary::open(folder.path(), quiet, folder / "indexes").value());
    }
    QPushButton* button(const char* name) {
      return view.findChild<QPushButton*>(QLatin1String(name));
    }
    void choose(const QString& title) {
      auto* box = view.findChild<QComboBox*>(QStringLiteral("studyChoice"));
      box->setCurrentIndex(box->findText(title));
      QCOMPARE(box->currentText(), title);
    }
    test::TemporaryFolder folder;
    test::FakeAudioBackend sound;
    JobRunner jobs;
    Session session;
    Transport transport;
    StudyView view;
  };

 private slots:
  void withoutNotesNothingCanBeRun() {
    Fixture f;
    QVERIFY(!f.button("studyRun")->isEnabled());
    QVERIFY(!f.button("studyOpen")->isEnabled());
    f.view.start();
    QVERIFY(!f.view.running());
  }

  void aStudyRunsAndLeavesItsReport() {
    Fixture f;
    f.open();
    f.choose(QStringLiteral("The data"));
    QVERIFY(f.button("studyRun")->isEnabled());
    f.button("studyRun")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.report().empty() && !f.view.running(), 60000);
    QTRY_VERIFY(f.view.findChildren<FigureWidget*>().size() >= 3);
    QVERIFY(f.view.findChildren<ReportTable*>().size() >= 3);
    QTRY_VERIFY(f.button("studyOpen")->isEnabled());
    QVERIFY(!f.button("studyCancel")->isEnabled());
  }

  void aCancelledStudyCanBeRunAgain() {
    Fixture f;
    f.open();
    f.choose(QStringLiteral("The data"));
    f.view.start();
    QVERIFY(f.view.running());
    f.button("studyCancel")->click();
    QVERIFY(!f.view.running());
    QVERIFY(f.button("studyRun")->isEnabled());
    QTRY_VERIFY(f.jobs.idle());
  }

  void aStudyThatCannotBeSaysWhy() {
    Fixture f;
    f.open();
    f.choose(QStringLiteral("Two notes at once"));
    f.view.start();
    QTRY_VERIFY_WITH_TIMEOUT(!f.view.running(), 60000);
    bool said = false;
    for (const auto* label : f.view.findChildren<QLabel*>())
      said |= label->text().contains(QStringLiteral("octave"));
    QVERIFY(said);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::StudyViewTest)
#include "StudyViewTest.moc"
