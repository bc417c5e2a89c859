#include "ui/window/OpenTargets.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace timbre::ui {

class OpenTargetsTest : public QObject {
  Q_OBJECT

 private slots:
  void aFolderOfNotesIsALibraryByItselfOrByItsTable() {
    const QString folder = make(QStringLiteral("notes/examples.json"));
    QCOMPARE(openTargets({dir("notes")}).libraries, QStringList{dir("notes")});
    QCOMPARE(openTargets({folder}).libraries, QStringList{dir("notes")});
    make(QStringLiteral("old/EXAMPLES.JSON"));
    QCOMPARE(openTargets({dir("old")}).libraries, QStringList{dir("old")});
  }

  void aFolderOfRecordingsIsItsSounds() {
    make(QStringLiteral("takes/one.WAV"));
    make(QStringLiteral("takes/two.flac"));
    make(QStringLiteral("takes/notes.txt"));
    const auto targets = openTargets({dir("takes")});
    QCOMPARE(targets.sounds.size(), std::size_t{2});
    QVERIFY(targets.libraries.isEmpty());
  }

  void rareSoundFormatsAreSoundsToo() {
    for (const char* ending : {"wv", "ape", "MPC", "tta", "dsf", "3g2", "mov"}) {
      const QString file = make(QStringLiteral("rare.%1").arg(QLatin1String(ending)));
      QCOMPARE(openTargets({file}).sounds.size(), std::size_t{1});
    }
  }

  void anEmptyFolderIsLeftToTheLibraryToRefuse() {
    QDir().mkpath(dir("empty"));
    QCOMPARE(openTargets({dir("empty")}).libraries, QStringList{dir("empty")});
  }

  void severalAtOnceAreSortedByKind() {
    const QString sound = make(QStringLiteral("kick 1.5.wav"));
    const QString model = make(QStringLiteral("mine.safetensors"));
    const QString session = make(QStringLiteral("mine.timbrescope"));
    const QString records = make(QStringLiteral("test.tfrecord-00000-of-00008"));
    const QString words = make(QStringLiteral("words.txt"));
    const auto targets = openTargets({words, records, session, model, sound, dir("absent.wav")});
    QCOMPARE(targets.sounds.size(), std::size_t{1});
    QCOMPARE(targets.models, QStringList{model});
    QCOMPARE(targets.sessions, QStringList{session});
    QCOMPARE(targets.libraries, QStringList{records});
    QCOMPARE(targets.unknown, (QStringList{words, dir("absent.wav")}));
  }

  void anArchiveIsADatasetOrACheckpointByWhatIsInIt() {
    make(QStringLiteral("nsynth-test/examples.json"));
    make(QStringLiteral("nsynth-test/audio/a.wav"));
    make(QStringLiteral("wavenet-ckpt/model.ckpt-7.index"));
    const QString dataset = pack("nsynth-test", "nsynth-test.tar.gz", "-czf");
    const QString model = pack("wavenet-ckpt", "wavenet-ckpt.tar", "-cf");
    const auto targets = openTargets({dataset, model});
    QCOMPARE(targets.libraries, QStringList{dataset});
    QCOMPARE(targets.models, QStringList{model});
  }

  void anArchiveThatIsDamagedIsTakenForADataset() {
    QStringList packed;
    for (const char* ending : {"zip", "tar", "tar.xz", "tar.bz2", "tar.zst", "ZIP"})
      packed << make(QStringLiteral("notes.") + QLatin1String(ending));
    QCOMPARE(openTargets(packed).libraries, packed);
  }

 private:
  QString dir(const char* name) const { return folder_.filePath(QLatin1String(name)); }
  QString make(const QString& name) const {
    const QString path = folder_.filePath(name);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write("x");
    return path;
  }
  QString pack(const char* what, const char* name, const char* how) const {
    QProcess::execute(QStringLiteral("tar"), {QStringLiteral("-C"), folder_.path(),
                                              QLatin1String(how), dir(name), QLatin1String(what)});
    return dir(name);
  }

  QTemporaryDir folder_;
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::OpenTargetsTest)
#include "OpenTargetsTest.moc"
