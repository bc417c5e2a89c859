// Files that say how their sound was made: exported from the window in every format, and opened
// after everything was changed.
#include "ui/window/DescriptionOpener.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>

#include "model/catalogue/Catalogue.h"
#include "support/ToyModel.h"
#include "support/WindowFixture.h"
#include "synthesis/FileDescription.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/ExportSoundDialog.h"
#include "ui/views/ImportSoundDialog.h"

namespace timbre::ui {
namespace {

using test::infoOf;
using test::kToyNotes;
using test::WindowFixture;

const bool kToy = model::addModelKind(test::kToyModel);

/// The window with a third model, which came from a file.
struct Window : WindowFixture {
  Window() : WindowFixture({}, {toyCard()}) { tuning->load = &test::loadToy; }
  static model::ModelCard toyCard() {
    static const QTemporaryDir folder;
    const auto file = folder.path().toStdString() + "/toy-compact.safetensors";
    if (!test::writeToyWeights(file)) qFatal("no toy weights");
    return *model::readCard(file);
  }

  QString noteText() { return find<QLabel>("noticeText")->text(); }
  CompareView& compare() { return *find<CompareView>("compareView"); }

  /// What the person had made when the files were exported.
  void makeSomething() {
    auto& session = bench().session;
    session.selectNote(infoOf(kToyNotes[2]).id);
    session.setNoteA(infoOf(kToyNotes[1]).id);
    session.setNoteB(infoOf(kToyNotes[3]).id);
    session.setTimbre(0.375);
    session.setDynamics(0.25);
    session.setPostFilter(false);
    session.setModel("wavenet-compact");
  }
  void changeEverything() {
    auto& session = bench().session;
    session.selectNote(infoOf(kToyNotes[3]).id);
    session.setNoteA(infoOf(kToyNotes[3]).id);
    session.setNoteB(infoOf(kToyNotes[2]).id);
    session.setTimbre(0.875);
    session.setDynamics(1);
    session.setPostFilter(true);
    session.setModel("toy-compact");
  }

  template <class Dialog>
  void save(const char* name, const QString& what, int format, const QString& path) {
    auto* dialog = find<Dialog>(name);
    QVERIFY(dialog);
    auto* choice = dialog->template findChild<QComboBox*>(QStringLiteral("exportWhat"));
    const int index = choice->findText(what, Qt::MatchStartsWith);
    QVERIFY2(index >= 0, qPrintable(what));
    choice->setCurrentIndex(index);
    const bool ofSound = std::is_same_v<Dialog, ExportSoundDialog>;
    dialog
        ->template findChild<QComboBox*>(ofSound ? QStringLiteral("exportFormat")
                                                 : QStringLiteral("pictureFormat"))
        ->setCurrentIndex(format);
    dialog->template findChild<QLineEdit*>(QStringLiteral("exportPath"))->setText(path);
    dialog->template findChild<QPushButton*>(QStringLiteral("saveButton"))->click();
    QTRY_VERIFY(QFile::exists(path));
    QTRY_VERIFY(!find<Dialog>(name));
  }
  void save(const QString& what, const QString& ending, const QString& path) {
    if (ending == QLatin1String("wav") || ending == QLatin1String("flac")) {
      find<QAction>("exportSoundAction")->trigger();
      return save<ExportSoundDialog>("exportSoundDialog", what,
                                     ending == QLatin1String("wav") ? 1 : 4, path);
    }
    find<QAction>("exportPictureAction")->trigger();
    const QStringList formats{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")};
    save<ExportPictureDialog>("exportPictureDialog", what,
                              static_cast<int>(formats.indexOf(ending)), path);
  }
};

/// A sound that describes a morph of the toy notes.
synthesis::SynthesisRequest morphOf(const std::string& a, const std::string& b) {
  synthesis::SynthesisRequest request;
  request.kind = synthesis::SynthesisKind::Morph;
  request.notes.resize(2);
  request.notes[0].note = {a, {}};
  request.notes[0].weight = 0.75;
  request.notes[1].note = {b, {}};
  request.notes[1].weight = 0.25;
  return request;
}

}  // namespace

class DescriptionOpenerTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(kToy);
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("DescriptionOpenerTest"));
  }

  void everyFormatBringsBackWhatItWasExportedFrom_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"wav", "flac", "png", "svg", "pdf"})
      QTest::newRow(ending) << QString::fromLatin1(ending);
  }

  void everyFormatBringsBackWhatItWasExportedFrom() {
    QFETCH(QString, ending);
    Window f;
    QVERIFY(f.settled());
    f.makeSomething();
    QVERIFY(f.settled());
    const SessionState made = f.bench().session.state();
    const QStringList sounds{QStringLiteral("Original"), QStringLiteral("WaveNet"),
                             QStringLiteral("Baseline"), QStringLiteral("Toy"),
                             QStringLiteral("Morph")};
    for (const QString& what : sounds) f.save(what, ending, file(f, what, ending));
    for (const QString& what : sounds) {
      f.changeEverything();
      f.compare().tickModels({QStringLiteral("baseline-compact")});
      QVERIFY(f.settled());
      f.window->open({file(f, what, ending)});
      QVERIFY(f.settled());
      const QByteArray where = (what + QLatin1Char(' ') + ending).toUtf8();
      QVERIFY2(f.noteText().isEmpty(), qPrintable(f.noteText()));
      const auto& session = f.bench().session;
      if (what == QLatin1String("Morph")) {
        QVERIFY2(session.state() == made, where.constData());
        QCOMPARE(f.bench().transport.current(), Track::morph());
      } else {
        QVERIFY2(session.selectedNote() == infoOf(kToyNotes[2]).id, where.constData());
      }
      if (what == QLatin1String("Original"))
        QCOMPARE(f.bench().transport.current(), Track::original());
      if (what == QLatin1String("WaveNet")) QVERIFY(!session.state().postFilter);
      for (const char* model : {"WaveNet", "Toy"}) {
        if (what != QLatin1String(model)) continue;
        QCOMPARE(f.compare().modelNames(), QStringList{what});
        QCOMPARE(f.bench().transport.current(), f.compare().panels().front()->track());
      }
    }
  }

  void whatItChangedIsOneStepToUndo() {
    Window f;
    QVERIFY(f.settled());
    f.makeSomething();
    QVERIFY(f.settled());
    const QString wav = f.folder.filePath(QStringLiteral("morph.wav"));
    f.save(QStringLiteral("Morph"), QStringLiteral("wav"), wav);
    f.changeEverything();
    const SessionState before = f.bench().session.state();
    drop(f, {wav});
    QVERIFY(f.settled());
    QVERIFY(f.bench().session.state() != before);
    QCOMPARE(f.bench().session.undoStack().undoText(), QStringLiteral("Open morph.wav"));
    f.bench().session.undoStack().undo();
    QVERIFY(f.bench().session.state() == before);
    QVERIFY(!f.find<ImportSoundDialog>("importSoundDialog"));
  }

  void aSheetOfAllPanelsComparesTheirModelsAgain() {
    Window f;
    QVERIFY(f.settled());
    const QStringList models = f.compare().modelNames();
    QCOMPARE(models.size(), 3);
    const QString png = f.folder.filePath(QStringLiteral("all.png"));
    f.save(QStringLiteral("All side by side"), QStringLiteral("png"), png);
    f.compare().tickModels({QStringLiteral("toy-compact")});
    QVERIFY(f.settled());
    drop(f, {png});
    QVERIFY(f.settled());
    QStringList back = f.compare().modelNames();
    QCOMPARE(QSet<QString>(back.begin(), back.end()), QSet<QString>(models.begin(), models.end()));
  }

  void whatIsMissingIsToldAndTheRestIsRestored() {
    Window f;
    QVERIFY(f.settled());
    auto request = morphOf("nobody_acoustic_000-060-127", infoOf(kToyNotes[2]).id);
    request.model = synthesis::ModelReference{"lost-model", "xx"};
    const QString wav = written(f, "lost.wav", synthesis::tagsFor(request));
    const std::string a = f.bench().session.state().noteA;
    const std::string model = f.bench().session.state().model;
    f.window->open({wav});
    QVERIFY(f.settled());
    const SessionState& state = f.bench().session.state();
    QCOMPARE(state.noteA, a);
    QCOMPARE(state.noteB, infoOf(kToyNotes[2]).id);
    QCOMPARE(state.timbre, 0.25);
    QCOMPARE(state.model, model);
    QVERIFY2(f.noteText().contains(QStringLiteral("nobody_acoustic_000-060-127")),
             qPrintable(f.noteText()));
    QVERIFY(f.noteText().contains(QStringLiteral("lost-model")));
  }

  void aDescriptionThatCannotBeUsedIsToldAndTheSoundStillOpens_data() {
    QTest::addColumn<QByteArray>("comment");
    QTest::newRow("damaged") << QByteArray("A sound.\n{\"timbrescope\":1,\"sounds\":[{\"kind");
    QTest::newRow("newer") << QByteArray("A sound.\n{\"timbrescope\":99,\"sounds\":[]}");
  }

  void aDescriptionThatCannotBeUsedIsToldAndTheSoundStillOpens() {
    QFETCH(QByteArray, comment);
    Window f;
    QVERIFY(f.settled());
    audio::AudioTags tags;
    tags.comment = comment.toStdString();
    const QString wav = written(f, "odd.wav", tags);
    f.window->open({wav});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    QVERIFY2(f.noteText().contains(QStringLiteral("odd.wav")), qPrintable(f.noteText()));
  }

  void aSoundWithoutADescriptionIsImportedAndAPictureIsTold() {
    Window f;
    QVERIFY(f.settled());
    const QString wav = written(f, "plain.wav", {});
    f.window->open({wav});
    QTRY_VERIFY(f.find<ImportSoundDialog>("importSoundDialog"));
    QVERIFY(f.noteText().isEmpty());
    f.find<ImportSoundDialog>("importSoundDialog")->reject();
    const QString png = f.folder.filePath(QStringLiteral("holiday.png"));
    QVERIFY(QImage(8, 8, QImage::Format_RGB32).save(png));
    const QString text = f.folder.filePath(QStringLiteral("no picture.png"));
    QVERIFY(QFile::copy(wav, text));
    drop(f, {png});
    QTRY_VERIFY2(f.noteText().contains(QStringLiteral("holiday.png")), qPrintable(f.noteText()));
    drop(f, {png, text});
    QTRY_VERIFY2(f.noteText().contains(QStringLiteral("no picture.png")), qPrintable(f.noteText()));
  }

  void aFileGivenAtTheStartWaitsForLibraryAndModels() {
    Window f;
    QVERIFY(f.settled());
    f.makeSomething();
    QVERIFY(f.settled());
    const SessionState made = f.bench().session.state();
    const QString wav = f.folder.filePath(QStringLiteral("morph.wav"));
    f.save(QStringLiteral("Morph"), QStringLiteral("wav"), wav);
    f.changeEverything();
    MainWindow later(f.parts);
    later.begin({wav});
    QTRY_VERIFY_WITH_TIMEOUT(later.bench().session.state().timbre == made.timbre, 10000);
    QVERIFY(later.bench().session.state() == made);
    later.bench().jobs.cancelAll();
  }

 private:
  static QString file(WindowFixture& f, const QString& what, const QString& ending) {
    return f.folder.filePath(what + QLatin1Char('.') + ending);
  }
  static QString written(WindowFixture& f, const char* name, const audio::AudioTags& tags) {
    const QString path = f.folder.filePath(QString::fromLatin1(name));
    const auto done = audio::writeSound(path.toStdString(), test::sine(440, 0.5f),
                                        audio::SampleFormat::S16, tags);
    if (!done) qFatal("%s", done.error().message.c_str());
    return path;
  }
  static void drop(WindowFixture& f, const QStringList& files) {
    QMimeData dropped;
    QList<QUrl> urls;
    for (const QString& each : files) urls << QUrl::fromLocalFile(each);
    dropped.setUrls(urls);
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(f.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(f.window.get(), &event);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::DescriptionOpenerTest)
#include "DescriptionOpenerTest.moc"
