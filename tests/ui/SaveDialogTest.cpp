#include "ui/widgets/SaveDialog.h"

#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

namespace timbre::ui {

class SaveDialogTest : public QObject {
  Q_OBJECT

 private slots:
  void aNameWithAPointGetsTheEnding_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("saved");
    QTest::newRow("none") << QStringLiteral("kick") << QStringLiteral("kick.csv");
    QTest::newRow("a point") << QStringLiteral("kick 1.5") << QStringLiteral("kick 1.5.csv");
    QTest::newRow("its own") << QStringLiteral("kick.csv") << QStringLiteral("kick.csv");
    QTest::newRow("capitals") << QStringLiteral("KICK.CSV") << QStringLiteral("KICK.CSV");
    QTest::newRow("another") << QStringLiteral("kick.wav") << QStringLiteral("kick.wav.csv");
  }
  void aNameWithAPointGetsTheEnding() {
    QFETCH(QString, typed);
    QFETCH(QString, saved);
    const QTemporaryDir folder;
    SaveDialog dialog(nullptr, QStringLiteral("Save"), folder.path(), QStringLiteral("CSV (*.csv)"),
                      QStringLiteral(".csv"));
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    dialog.show();
    dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(typed);
    QMetaObject::invokeMethod(&dialog, "accept");
    QCOMPARE(dialog.result(), int{QDialog::Accepted});
    QCOMPARE(dialog.chosen(), folder.filePath(saved));
    QCOMPARE(dialog.selectedFiles().value(0), folder.filePath(saved));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::SaveDialogTest)
#include "SaveDialogTest.moc"
