// Models come into the window: a checkpoint by the dialog, any model file by a drop.
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>

#include "support/WindowFixture.h"
#include "ui/views/ImportModelDialog.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

const QString kShort = QStringLiteral(TIMBRE_GOLDEN "/short");

bool drop(QWidget& window, const QString& path) {
  QMimeData dropped;
  dropped.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&window, &enter);
  QDropEvent fall(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, {});
  if (enter.isAccepted()) QCoreApplication::sendEvent(&window, &fall);
  return enter.isAccepted();
}

void expectUsed(WindowFixture& f, const std::string& name, int hop) {
  QTRY_VERIFY(f.bench().models.named(name));
  QCOMPARE(f.bench().models.named(name)->hop, hop);
  QCOMPARE(f.bench().session.state().model, name);
  QVERIFY(f.settled());
  QCOMPARE(f.find<QComboBox>("modelChoice")->currentData().toString().toStdString(), name);
  // It rebuilds the note and makes the morph.
  QVERIFY(f.bench().transport.sound(Track::model(QString::fromStdString(name))));
  QVERIFY(f.bench().transport.sound(Track::morph()));
  QVERIFY(f.bench().models.named("baseline-compact"));  // those that were there stay
}

}  // namespace

class ImportModelTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("ImportModelTest"));
  }

  void aCheckpointIsImportedByTheDialogAndUsed() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.click(1);
    QVERIFY(f.settled());
    const int loaded = f.tuning->loaded;
    f.find<QAction>("importModelAction")->trigger();
    auto* dialog = f.find<ImportModelDialog>("importModelDialog");
    QVERIFY(dialog);
    QVERIFY(!f.find<QPushButton>("importButton")->isEnabled());
    f.find<QLineEdit>("importPath")->setText(kShort);
    f.find<QSpinBox>("importStages")->setValue(3);
    f.find<QSpinBox>("importHop")->setValue(16);
    f.find<QPushButton>("importButton")->click();
    expectUsed(f, "short", 16);
    QVERIFY(f.tuning->loaded > loaded);
    QVERIFY(QFile::exists(f.folder.path() + QStringLiteral("/models/short.safetensors")));
  }

  void aDroppedModelFileDoesTheSame() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.click(1);
    QVERIFY(f.settled());
    QVERIFY(drop(*f.window, kShort + QStringLiteral("/model.ckpt-200000.index")));
    expectUsed(f, "short", 512);
    // The file that was made is a model that can be dropped, too.
    QVERIFY(drop(*f.window, f.folder.path() + QStringLiteral("/models/short.safetensors")));
    expectUsed(f, "short-2", 512);
  }

  void whatIsNoModelIsRefusedInTheNoticeBar() {
    WindowFixture f;
    QVERIFY(f.settled());
    const QString path = f.folder.filePath(QStringLiteral("words.safetensors"));
    QFile words(path);
    QVERIFY(words.open(QIODevice::WriteOnly));
    words.write("These are words and no model");
    words.close();
    const auto before = f.bench().models.cards().size();
    QVERIFY(drop(*f.window, path));
    QTRY_VERIFY(f.find<QWidget>("noticeBar")->isVisible());
    QVERIFY(f.find<QLabel>("noticeText")->text().contains(path));
    QVERIFY(f.find<QLabel>("importTold")->text().contains(path));
    QVERIFY(f.find<QPushButton>("importButton")->isEnabled());  // to try again
    QCOMPARE(f.bench().models.cards().size(), before);
    QVERIFY(QDir(f.folder.path() + QStringLiteral("/models")).isEmpty());
  }

  void anImportThatIsGivenUpLeavesNothing() {
    WindowFixture f;
    QVERIFY(f.settled());
    const auto before = f.bench().models.cards().size();
    f.find<QAction>("importModelAction")->trigger();
    auto* dialog = f.find<ImportModelDialog>("importModelDialog");
    dialog->setPath(kShort);
    dialog->import();
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(f.settled());
    QCOMPARE(f.bench().models.cards().size(), before);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::ImportModelTest)
#include "ImportModelTest.moc"
