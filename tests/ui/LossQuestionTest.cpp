// What asks before work is lost: the end of the window, of a blind test and of a list of sounds.
#include "ui/views/LossQuestion.h"

#include <QMessageBox>
#include <QPushButton>

#include "support/Sounds.h"
#include "support/WindowFixture.h"
#include "ui/views/BlindTestDialog.h"
#include "ui/views/RebuildBatch.h"

namespace timbre::ui {

using test::WindowFixture;

class LossQuestionTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("LossQuestionTest"));
  }

  void oneWorkIsNamedAndSeveralAreListed() {
    const Unfinished notes{QStringLiteral("Notes are not finished."), QStringLiteral("5 stay.")};
    const Unfinished study{QStringLiteral("A study is not finished."), QStringLiteral("All stay.")};
    const auto one = quitQuestion({notes});
    QCOMPARE(one.text, notes.what);
    QCOMPARE(one.details, notes.left);
    const auto two = quitQuestion({notes, study});
    QCOMPARE(
        two.details,
        QStringLiteral("Notes are not finished. 5 stay.\n\nA study is not finished. All stay."));
    QVERIFY(one.lose != two.lose);
  }

  void escKeepsAndTheOtherButtonAgrees() {
    QWidget window;
    window.show();
    int agreed = 0;
    const auto ask = [&] {
      return askBeforeLoss(window, {{}, {}, {}, QStringLiteral("Lose"), QStringLiteral("Keep")},
                           [&] { ++agreed; });
    };
    QTest::keyClick(ask(), Qt::Key_Escape);
    QCOMPARE(agreed, 0);
    auto* box = ask();
    QCOMPARE(box->defaultButton()->text(), QStringLiteral("Keep"));
    box->findChild<QPushButton*>(QStringLiteral("lossAccepted"))->click();
    QCOMPARE(agreed, 1);
  }

  void theWindowStaysWhileNotesAreRebuiltUntilThePersonAgrees() {
    WindowFixture f;
    QVERIFY(f.settled());
    const QTemporaryDir out;
    startBatch(f, out.path());
    QVERIFY(!f.window->close());
    QVERIFY(!f.window->close());  // one question, however often
    QCOMPARE(f.window->findChildren<QMessageBox*>().size(), 1);
    auto* box = f.find<QMessageBox>("lossQuestion");
    QVERIFY(box->text().contains(QLatin1String("3 sounds")));
    QVERIFY2(box->informativeText().contains(out.path()), qPrintable(box->informativeText()));
    f.find<QPushButton>("lossRefused")->click();
    QTRY_VERIFY(!f.find<QMessageBox>("lossQuestion"));
    QVERIFY(f.window->isVisible() && f.find<RebuildBatch>("rebuildBatch")->running());
    QVERIFY(!f.window->close());
    f.find<QPushButton>("lossAccepted")->click();
    QVERIFY(!f.window->isVisible());
  }

  void theWindowClosesUnaskedWhereNothingIsUnderWayAndWhenTheSystemWants() {
    WindowFixture f;
    QVERIFY(f.settled());
    QVERIFY(f.window->close());
    f.window->show();
    const QTemporaryDir out;
    startBatch(f, out.path());
    f.window->closeUnasked();
    QVERIFY(!f.window->isVisible());
    QVERIFY(!f.find<QMessageBox>("lossQuestion"));
  }

  void aBlindTestWithAnswersIsLostOnlyWhenThePersonAgrees() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* dialog = new BlindTestDialog(f.bench(),
                                       {{QStringLiteral("a"), test::sine(300, 0.5f)},
                                        {QStringLiteral("b"), test::sine(600, 0.1f)}},
                                       {}, 1, f.window.get());
    dialog->show();
    dialog->findChild<QPushButton*>(QStringLiteral("blindBegin"))->click();
    QVERIFY(!dialog->unfinished());
    dialog->findChild<QPushButton*>(QStringLiteral("blindAnswer0"))->click();
    QVERIFY(dialog->unfinished());
    dialog->reject();  // as Esc does
    QVERIFY(dialog->isVisible());
    f.find<QPushButton>("lossRefused")->click();
    QVERIFY(dialog->isVisible());
    QVERIFY(!f.window->close());
    QTRY_COMPARE(f.window->findChildren<QMessageBox*>().size(), 1);
    f.find<QPushButton>("lossRefused")->click();
    QTRY_VERIFY(!f.find<QMessageBox>("lossQuestion"));
    dialog->reject();
    f.find<QPushButton>("lossAccepted")->click();
    QVERIFY(!dialog->isVisible());
    QVERIFY(f.window->close());
  }

 private:
  static void startBatch(WindowFixture& f, const QString& folder) {
    f.tuning->msPerFrame = 20;
    f.find<RebuildBatch>("rebuildBatch")->start({0, 1, 2}, {test::fakeCard("wavenet")}, folder);
    QVERIFY(f.find<RebuildBatch>("rebuildBatch")->running());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::LossQuestionTest)
#include "LossQuestionTest.moc"
