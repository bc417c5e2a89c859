// The browser finds notes, and selecting one is hearing it.
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>

#include "support/WindowFixture.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {

using test::WindowFixture;

class NoteBrowserTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("NoteBrowserTest"));
  }

  void theSearchBoxAndTheFiltersNarrowTheTable() {
    WindowFixture f;
    QVERIFY(f.settled());
    QCOMPARE(f.table().model()->rowCount(), 5);
    auto* search = f.find<QLineEdit>("searchBox");
    QTest::keyClicks(search, QStringLiteral("brass"));
    QCOMPARE(f.table().model()->rowCount(), 2);
    QCOMPARE(f.find<QLabel>("noteCount")->text(), QStringLiteral("2 of 5 notes"));
    auto& query = f.find<NoteBrowserView>("noteBrowser")->query();
    query.setTerm(QStringLiteral("vel:127"), true);
    QCOMPARE(f.table().model()->rowCount(), 1);
    QCOMPARE(search->text(), QStringLiteral("brass vel:127"));
    search->setText(QStringLiteral("family:guitar"));
    QCOMPARE(f.table().model()->rowCount(), 1);
    search->setText(QStringLiteral("source:synthetic"));
    QCOMPARE(f.table().model()->rowCount(), 1);
  }

  void aClickOnTheHeaderSortsAndTheSelectionStaysOnItsNote() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.click(3);
    const std::string id = f.bench().session.selectedNote();
    f.table().sortByColumn(NoteTableModel::Velocity, Qt::DescendingOrder);
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    QCOMPARE(model.note(0).velocity, 127);
    QCOMPARE(model.note(4).velocity, 25);
    QCOMPARE(model.note(f.table().currentIndex().row()).id, id);
    QCOMPARE(f.bench().session.selectedNote(), id);
  }

  void theStartIsSilentAndASelectionPlays() {
    WindowFixture f;
    QVERIFY(f.settled());
    QVERIFY(!f.bench().session.selectedNote().empty());  // something is shown
    QCOMPARE(f.sound->plays, 0);
    f.click(2);
    QTRY_COMPARE(f.sound->plays, 1);
    QCOMPARE(f.bench().transport.current(), Track::original());
    QCOMPARE(f.sound->heard->rate().hz, 48000);
    QCOMPARE(f.sound->heard->samples().size(), std::size_t{3 * kNoteSamples});
  }

  void withoutPlayOnSelectASelectionIsSilent() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("playOnSelectAction")->trigger();
    f.click(3);
    QVERIFY(f.settled());
    QCOMPARE(f.sound->plays, 0);
    QTest::keyClick(f.window.get(), Qt::Key_Space);
    QTRY_COMPARE(f.sound->plays, 1);
  }

  void theKeysAAndBChooseTheCorners() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    f.click(2);
    QTest::keyClick(&f.table(), Qt::Key_A);
    QCOMPARE(f.bench().session.state().noteA, model.note(2).id);
    f.click(3);
    QTest::keyClick(&f.table(), Qt::Key_B);
    QCOMPARE(f.bench().session.state().noteB, model.note(3).id);
    QTest::keyClick(f.window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.bench().session.state().noteB != model.note(3).id);
  }

  void lettersInTheSearchBoxAreLetters() {
    WindowFixture f;
    QVERIFY(f.settled());
    const SessionState before = f.bench().session.state();
    QTest::keyClick(f.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* search = f.find<QLineEdit>("searchBox");
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("ab 1l"));
    QCOMPARE(search->text(), QStringLiteral("ab 1l"));
    QVERIFY(f.bench().session.state() == before);
    QCOMPARE(f.sound->plays, 0);
  }

  void downAndReturnLeaveTheSearchForTheFirstHit() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    auto* search = f.find<QLineEdit>("searchBox");
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("guitar"));
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(f.table().hasFocus());
    QCOMPARE(f.bench().session.selectedNote(), model.note(0).id);
    QTRY_COMPARE(f.sound->plays, 1);
    search->setFocus();
    QTest::keyClick(search, Qt::Key_Return);  // it is selected already: Return plays it again
    QTRY_COMPARE(f.sound->plays, 2);
    QVERIFY(f.table().hasFocus());
  }

  void aDoubleClickPlaysAndLeavesAAsItIs() {
    WindowFixture f;
    QVERIFY(f.settled());
    const std::string a = f.bench().session.state().noteA;
    f.click(3);
    QVERIFY(f.settled());
    const int before = f.sound->plays;
    const QRect cell = f.table().visualRect(f.table().model()->index(3, 0));
    QTest::mouseDClick(f.table().viewport(), Qt::LeftButton, {}, cell.center());
    QTRY_VERIFY(f.sound->plays > before);
    QCOMPARE(f.bench().session.state().noteA, a);
  }

  void theEndsOfTheMorphBearAMark() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    const auto marked = [&](const std::string& id) {
      return !model.index(model.rowOf(id), NoteTableModel::Note)
                  .data(Qt::DecorationRole)
                  .value<QIcon>()
                  .isNull();
    };
    QVERIFY(marked(f.bench().session.state().noteA));
    QVERIFY(marked(f.bench().session.state().noteB));
    f.bench().session.setNoteA(test::infoOf(test::kToyNotes[3]).id);
    QVERIFY(marked(test::infoOf(test::kToyNotes[3]).id));
    f.find<QAction>("undoAction")->trigger();
    QVERIFY(!marked(test::infoOf(test::kToyNotes[3]).id));
  }

  void softAndLoudAreUnderstoodAndTheWordThatFailsIsNamed() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    auto* search = f.find<QLineEdit>("searchBox");
    search->setText(QStringLiteral("soft brass C4"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.note(0).velocity, 25);
    search->setText(QStringLiteral("brass loud"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.note(0).velocity, 127);
    search->setText(QStringLiteral("brass purple"));
    QVERIFY(f.find<QLabel>("noteCount")->text().contains(QStringLiteral("purple")));
    QVERIFY(!f.find<QLabel>("noteCount")->text().contains(QStringLiteral("brass")));
  }

  void pitchAndVelocityStandBesideTheName() {
    WindowFixture f;
    QVERIFY(f.settled());
    const QHeaderView& header = *f.table().horizontalHeader();
    QCOMPARE(header.logicalIndex(1), int(NoteTableModel::Pitch));
    QCOMPARE(header.logicalIndex(2), int(NoteTableModel::Velocity));
  }

  void aMissingFileIsFlaggedAndToldOfWhenSelected() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto& model = static_cast<const NoteTableModel&>(*f.table().model());
    const int row = model.rowOf(test::infoOf(test::kToyNotes[4]).id);
    QCOMPARE(model.index(row, NoteTableModel::Flags).data().toString(),
             QStringLiteral("file missing"));
    QVERIFY(f.bench().issues.count() >= 1);
    f.click(row);
    QVERIFY(f.settled());
    QCOMPARE(f.sound->plays, 0);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::NoteBrowserTest)
#include "NoteBrowserTest.moc"
