#include "ui/views/NoticeBar.h"

#include <QTest>
#include <QToolButton>

namespace timbre::ui {

class NoticeBarTest : public QObject {
  Q_OBJECT

 private slots:
  void eachSourceHasItsOwnSentence() {
    NoticeBar bar;
    bar.setText(NoticeBar::Source::Sound, QStringLiteral("No device"));
    bar.setText(NoticeBar::Source::Files, QStringLiteral("<b>No library</b>"));
    QCOMPARE(bar.text(), QStringLiteral("No device\n<b>No library</b>"));
    bar.setText(NoticeBar::Source::Sound, {});
    QCOMPARE(bar.text(), QStringLiteral("<b>No library</b>"));
    bar.setText(NoticeBar::Source::Files, {});
    QVERIFY(bar.isHidden());
  }

  void whatWasClosedStaysClosedUntilItIsAnother() {
    NoticeBar bar;
    bar.setText(NoticeBar::Source::Sound, QStringLiteral("No device"));
    bar.findChild<QToolButton*>(QStringLiteral("noticeClose"))->click();
    QVERIFY(bar.isHidden());
    bar.setText(NoticeBar::Source::Files, QStringLiteral("No library"));
    QCOMPARE(bar.text(), QStringLiteral("No library"));
    bar.setText(NoticeBar::Source::Sound, QStringLiteral("No device"));
    QCOMPARE(bar.text(), QStringLiteral("No library"));
    bar.setText(NoticeBar::Source::Sound, {});
    bar.setText(NoticeBar::Source::Sound, QStringLiteral("No device"));  // it went and came back
    QVERIFY(bar.text().contains(QStringLiteral("No device")));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::NoticeBarTest)
#include "NoticeBarTest.moc"
