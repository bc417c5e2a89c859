// Recordings become notes in the window, and the doctor's findings can be filtered.
#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QUndoStack>
#include <QUrl>
#include <fstream>

#include "audio/AudioWriter.h"
#include "dataset/UserLibrary.h"
#include "support/Sounds.h"
#include "support/WindowFixture.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/views/CorrectSoundDialog.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/ImportTable.h"
#include "ui/widgets/PitchSpinBox.h"

namespace timbre::ui {

using test::WindowFixture;

class ImportSoundTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("ImportSoundTest"));
    qputenv("XDG_DATA_HOME", data_.path().toLocal8Bit());
  }

  void cleanup() { std::filesystem::remove_all(dataset::ownSoundsFolder()); }

  void aDroppedSoundIsHeardCorrectedAndSelectedInTheBrowser() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto library = f.bench().session.library().folder();
    const auto state = f.bench().session.state();
    const int rows = f.table().model()->rowCount();
    QTest::keyClicks(f.find<QLineEdit>("searchBox"), QStringLiteral("guitar"));
    drop(f, {tone("flute high.wav", 440)});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QVERIFY(dialog);
    auto* add = dialog->findChild<QPushButton*>(QStringLiteral("importAdd"));
    QTRY_VERIFY_WITH_TIMEOUT(add->isEnabled(), 20000);
    auto* pitch = dialog->findChild<PitchSpinBox*>(QStringLiteral("importPitch"));
    QCOMPARE(pitch->value(), 69);
    QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("importHeard"))
                ->text()
                .contains(QStringLiteral("A4")));
    QCOMPARE(dialog->findChild<QComboBox*>(QStringLiteral("importFamily"))->currentText(),
             QStringLiteral("Flute"));
    const int before = f.sound->plays;
    QTest::keyClick(dialog, Qt::Key_Space, Qt::ControlModifier);
    QTRY_COMPARE(f.sound->plays, before + 1);
    QCOMPARE(f.sound->heard->samples().size(), std::size_t{3 * kNoteSamples});
    pitch->stepBy(10);  // PageUp
    QCOMPARE(pitch->value(), 81);
    dialog->findChild<QLineEdit*>(QStringLiteral("importName"))
        ->setText(QStringLiteral("My whistle"));
    add->click();
    const auto selected = [&] { return f.bench().session.note(f.bench().session.selectedNote()); };
    QTRY_VERIFY_WITH_TIMEOUT(selected() && selected()->name == "My whistle", 20000);
    QCOMPARE(selected()->pitch, 81);
    // The person stays where they were: library, A and B; only the filter that hid it is gone.
    QVERIFY(f.find<QLineEdit>("searchBox")->text().isEmpty());
    QCOMPARE(f.table().model()->rowCount(), rows + 1);
    QCOMPARE(f.bench().session.library().folder(), library);
    QVERIFY(f.bench().session.state() == state);
    QVERIFY(f.settled());
  }

  void anOwnSoundIsCorrectedAndDeletedAndComesBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    dataset::NoteInfo wanted;
    wanted.name = "Kettle";
    wanted.pitch = 60;
    wanted.velocity = 100;
    const auto kept =
        dataset::addSound(dataset::ownSoundsFolder(), wanted, test::sine(262, 0.5, kNoteSamples));
    QVERIFY(kept);
    emit f.bench().ownSounds.edited(QString::fromStdString(kept->id));
    QTRY_VERIFY_WITH_TIMEOUT(f.bench().session.note(kept->id), 20000);
    QVERIFY(f.bench().ownSounds.owns(*f.bench().session.note(kept->id)));
    emit f.find<NoteBrowserView>("noteBrowser")->correctionAsked(*f.bench().session.note(kept->id));
    auto* dialog = f.find<CorrectSoundDialog>("correctSoundDialog");
    QVERIFY(dialog);
    dialog->findChild<QLineEdit*>(QStringLiteral("importName"))->setText(QStringLiteral("Pot"));
    dialog->findChild<PitchSpinBox*>(QStringLiteral("importPitch"))->setValue(64);
    dialog->accept();
    const auto isNow = [&](const char* name, int pitch) {
      const auto note = f.bench().session.note(kept->id);
      return note && note->name == name && note->pitch == pitch;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isNow("Pot", 64), 20000);
    QTRY_COMPARE(f.bench().session.selectedNote(), kept->id);
    QTest::keyClick(&f.table(), Qt::Key_Delete);
    QTRY_VERIFY_WITH_TIMEOUT(!f.bench().session.note(kept->id), 20000);
    QVERIFY(!std::filesystem::exists(kept->file));
    f.find<QAction>("undoAction")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(isNow("Pot", 64), 20000);
    QVERIFY(std::filesystem::exists(kept->file));
    f.find<QAction>("undoAction")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(isNow("Kettle", 60), 20000);
    QVERIFY(f.settled());
  }

  void aNoteOfALibraryCannotBeDeleted() {
    WindowFixture f;
    QVERIFY(f.settled());
    const int rows = f.table().model()->rowCount();
    f.click(1);
    QTest::keyClick(&f.table(), Qt::Key_Delete);
    QVERIFY(f.settled());
    QCOMPARE(f.table().model()->rowCount(), rows);
  }

  void manyFilesAreTakenAsHeardAndTheBadOnesToldTogether() {
    WindowFixture f;
    QVERIFY(f.settled());
    const int rows = f.table().model()->rowCount();
    const auto text = path("text.wav");
    std::ofstream(text) << "no sound";
    drop(f, {tone("a.wav", 440), text, tone("b.wav", 220), tone("c.wav", 880)});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->items().nextWaiting(), -1, 20000);
    dialog->findChild<QPushButton*>(QStringLiteral("importAdd"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(f.find<QMessageBox>("importRefused"), 20000);
    QVERIFY(f.find<QMessageBox>("importRefused")
                ->informativeText()
                .contains(QString::fromStdString(text)));
    QTRY_COMPARE_WITH_TIMEOUT(f.table().model()->rowCount(), rows + 3, 20000);
  }

  void inTheListEachIsCorrectedRemovedAndUndone() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto text = path("text.wav");
    std::ofstream(text) << "no sound";
    drop(f, {tone("a.wav", 440), tone("b.wav", 220), text, tone("c.wav", 880)});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    const auto& items = dialog->items();
    QTRY_COMPARE_WITH_TIMEOUT(items.nextWaiting(), -1, 20000);
    QCOMPARE(items.count(ImportItem::State::Refused), 1);
    auto* table = dialog->findChild<QTableView*>(QStringLiteral("importTable"));
    const auto cell = [&](int row, ImportTableModel::Column column) {
      return items.index(row, column).data().toString();
    };
    QCOMPARE(cell(1, ImportTableModel::Pitch), QStringLiteral("A3"));
    QVERIFY(!cell(1, ImportTableModel::Sureness).isEmpty());
    const QString refused = cell(2, ImportTableModel::Remark);
    QVERIFY(refused.startsWith(QStringLiteral("⚠ ")));
    QVERIFY2(!refused.contains(QStringLiteral("text.wav")), "the first column has the name");
    table->selectRow(1);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("importName"));
    name->clear();
    QTest::keyClicks(name, QStringLiteral("Mine"));
    dialog->findChild<PitchSpinBox*>(QStringLiteral("importPitch"))->stepBy(1);
    QCOMPARE(cell(1, ImportTableModel::Name), QStringLiteral("Mine"));
    QCOMPARE(cell(1, ImportTableModel::Pitch), QString::fromStdString(noteName(MidiPitch(58))));
    auto* undo = dialog->findChild<QPushButton*>(QStringLiteral("importUndo"));
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Delete);
    QCOMPARE(items.rowCount(), 3);
    undo->click();
    QCOMPARE(items.rowCount(), 4);
    undo->click();
    QCOMPARE(cell(1, ImportTableModel::Name), QStringLiteral("b"));
    QCOMPARE(cell(1, ImportTableModel::Pitch), QStringLiteral("A3"));
    table->selectRow(3);
    dialog->findChild<QPushButton*>(QStringLiteral("importRemove"))->click();
    const int notes = f.table().model()->rowCount();
    dialog->findChild<QPushButton*>(QStringLiteral("importAdd"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(f.table().model()->rowCount(), notes + 2, 20000);
  }

  void columnsHaveTheWidthOfWhatTheyHold() {
    QUndoStack undo;
    ImportTableModel items({"a_note_with_a_name_of_its_own.wav", "b.wav", "c.wav"}, undo);
    ImportTable table(items);
    table.show();
    importing::HeardNote heard;
    heard.note.name = "A note with a name of its own";
    heard.note.pitch = 70;
    heard.note.family = 4;  // the longest word
    items.takeHeard(0, heard);
    const auto needs = [&](int column) {
      return std::max(static_cast<QAbstractItemView&>(table).sizeHintForColumn(column),
                      table.horizontalHeader()->sectionSizeHint(column));
    };
    const auto has = [&](int column) { return table.columnWidth(column); };
    for (const int wide : {1200, 700, 520}) {
      table.resize(wide, 200);
      for (const int column :
           {ImportTableModel::Pitch, ImportTableModel::Sureness, ImportTableModel::Family})
        QVERIFY2(has(column) >= needs(column), qPrintable(QString::number(column)));
      QVERIFY(has(ImportTableModel::Remark) >= needs(ImportTableModel::Remark) ||
              needs(ImportTableModel::Remark) > wide / 4);
      QString widths;
      for (int column = 0; column < ImportTableModel::kColumns; ++column)
        widths += QStringLiteral(" %1 of %2").arg(has(column)).arg(needs(column));
      QVERIFY2(table.horizontalHeader()->length() <= table.viewport()->width(),
               qPrintable(widths));  // none is cut
    }
    table.resize(1200, 200);  // there is room for all: nothing is shortened
    for (int column = 0; column < ImportTableModel::kColumns; ++column)
      QVERIFY2(has(column) >= needs(column), qPrintable(QString::number(column)));
  }

  void aListWithCorrectionsIsDiscardedOnlyWhenThePersonAgrees() {
    WindowFixture f;
    QVERIFY(f.settled());
    drop(f, {tone("a.wav", 440), tone("b.wav", 220)});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->items().nextWaiting(), -1, 20000);
    auto* table = dialog->findChild<QTableView*>(QStringLiteral("importTable"));
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Delete);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(dialog->isVisible());
    QTRY_VERIFY(f.find<QPushButton>("lossRefused"));
    f.find<QPushButton>("lossRefused")->click();
    QTRY_VERIFY(!f.find<QPushButton>("lossRefused"));
    QVERIFY(dialog->isVisible());
    dialog->findChild<QPushButton*>(QStringLiteral("importUndo"))->click();
    QTest::keyClick(dialog, Qt::Key_Escape);  // as it was: there is nothing to lose
    QVERIFY(!dialog->isVisible());
    QVERIFY(!std::filesystem::exists(dataset::ownSoundsFolder()));
  }

  void aFileThatIsNoSoundIsToldInTheDialog() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto text = path("text.wav");
    std::ofstream(text) << "no sound";
    drop(f, {text});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QTRY_COMPARE_WITH_TIMEOUT(dialog->items().count(ImportItem::State::Refused), 1, 20000);
    QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("importAdd"))->isEnabled());
    dialog->reject();
    QVERIFY(!std::filesystem::exists(dataset::ownSoundsFolder()));
    QVERIFY(!f.find<QMessageBox>("importRefused"));  // it was said once
  }

  void theCheckFindsAndTheFilterShows() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* search = f.find<QLineEdit>("searchBox");
    const int all = f.table().model()->rowCount();
    f.find<QAction>("checkNotesAction")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 60000);
    int checked = 0;
    for (const auto& note : f.bench().session.library().notes()) checked += note.checked;
    QCOMPARE(checked, all);
    search->setText(QStringLiteral("is:clean"));
    const int good = f.table().model()->rowCount();
    search->setText(QStringLiteral("is:doubtful"));
    const int doubtful = f.table().model()->rowCount();
    QVERIFY(doubtful > 0);
    QCOMPARE(good + doubtful, all);
  }

 private:
  std::string path(const char* name) { return data_.path().toStdString() + "/" + name; }
  std::string tone(const char* name, double hertz) {
    const auto file = path(name);
    (void)audio::writeWav(file, test::sine(hertz, 0.5, 32000));
    return file;
  }
  static void drop(WindowFixture& f, const std::vector<std::string>& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& file : files) urls << QUrl::fromLocalFile(QString::fromStdString(file));
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(f.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(f.window.get(), &event);
  }

  QTemporaryDir data_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::ImportSoundTest)
#include "ImportSoundTest.moc"
