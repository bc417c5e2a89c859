// Selected notes rebuilt into a folder, in the background.
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "support/WindowFixture.h"
#include "synthesis/FileDescription.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/library/NoteGrid.h"
#include "ui/views/RebuildBatch.h"

namespace timbre::ui {

using test::WindowFixture;

class RebuildBatchTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("RebuildBatchTest"));
  }

  void allNotesAreRebuiltAndThoseThatFailNamedTogether() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.table().selectAll();
    auto& batch = *f.find<RebuildBatch>("rebuildBatch");
    const QTemporaryDir out;
    batch.start(f.find<NoteBrowserView>("noteBrowser")->selected(), f.bench().models.cards(),
                out.path());
    QVERIFY(batch.isVisible());
    QVERIFY(!f.find<QLabel>("rebuildText")->text().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(f.find<QMessageBox>("rebuildFailures"), 20000);
    QVERIFY(!batch.isVisible());
    const QString missing = QString::fromStdString(test::infoOf(test::kToyNotes[4]).id);
    QVERIFY(f.find<QMessageBox>("rebuildFailures")->informativeText().startsWith(missing));
    const QStringList files = QDir(out.path()).entryList({QStringLiteral("*.wav")});
    QCOMPARE(files.size(), 8);  // four notes, two models
    for (const QString& file : files)
      QVERIFY(synthesis::requestsOfFile(out.filePath(file).toStdString())->size() == 1);
  }

  void aCancelStopsItAtOnceAndAnotherCanBeginOnlyThen() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 20;
    auto& batch = *f.find<RebuildBatch>("rebuildBatch");
    QSignalSpy said(&batch, &RebuildBatch::said);
    const QTemporaryDir out;
    batch.start({0, 1, 2}, {test::fakeCard("wavenet")}, out.path());
    QTest::qWait(100);
    batch.start({3}, {test::fakeCard("wavenet")}, out.path());
    QCOMPARE(said.size(), 1);  // that one runs
    f.find<QPushButton>("rebuildCancel")->click();
    QVERIFY(!batch.isVisible());
    QVERIFY(!batch.running());
    QTRY_VERIFY_WITH_TIMEOUT(f.tuning->cancelled >= 1, 5000);
    QVERIFY(QDir(out.path()).entryList({QStringLiteral("*.wav")}).isEmpty());
    f.tuning->msPerFrame = 0;
    batch.start({3}, {test::fakeCard("wavenet")}, out.path());
    QTRY_COMPARE_WITH_TIMEOUT(QDir(out.path()).entryList({QStringLiteral("*.wav")}).size(), 1,
                              20000);
  }

  void withoutAnythingToRebuildItIsSaid() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto& batch = *f.find<RebuildBatch>("rebuildBatch");
    QSignalSpy said(&batch, &RebuildBatch::said);
    batch.ask({}, f.bench().models.cards());
    batch.ask({0}, {});
    QCOMPARE(said.size(), 2);
    QVERIFY(!batch.running());
  }

  void theActionAsksForAFolderForWhatIsSelectedInTheGrid() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("gridButton")->click();
    auto* grid = f.find<NoteGrid>("noteGrid");
    const auto click = [&](int row, Qt::KeyboardModifiers keys) {
      QTest::mouseClick(grid->viewport(), Qt::LeftButton, keys, grid->tileOf(row).center());
    };
    const auto& browser = *f.find<NoteBrowserView>("noteBrowser");
    click(0, {});
    QCOMPARE(browser.selected(), std::vector<int>{0});
    click(2, Qt::ShiftModifier);
    QCOMPARE(browser.selected(), (std::vector<int>{0, 1, 2}));
    click(1, Qt::ControlModifier);
    QCOMPARE(browser.selected(), (std::vector<int>{0, 2}));
    click(4, Qt::ControlModifier);
    QCOMPARE(browser.selected(), (std::vector<int>{0, 2, 4}));
    f.find<QAction>("rebuildNotesAction")->trigger();
    QTRY_VERIFY(f.find<QDialog>("rebuildFolder"));
    QVERIFY(f.find<QDialog>("rebuildFolder")->windowTitle().contains(QLatin1String("3 notes")));
    f.find<QDialog>("rebuildFolder")->reject();
    QTest::keyClick(grid, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(browser.selected().size(), std::size_t{5});
    click(3, {});
    QCOMPARE(browser.selected(), std::vector<int>{3});
    QTest::keyClick(grid, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(browser.selected(), (std::vector<int>{3, 4}));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::RebuildBatchTest)
#include "RebuildBatchTest.moc"
