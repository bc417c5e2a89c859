#include "ui/study/StudyPieces.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "ui/study/ReportTable.h"

namespace timbre::ui {

studies::Item soundOf(const char* title) {
  studies::Sound sound;
  sound.title = title;
  return sound;
}

class StudyPiecesTest : public QObject {
  Q_OBJECT

 private slots:
  void everyPieceIsShownInItsTurn() {
    StudyPieces pieces;
    pieces.take(studies::Text{.heading = "A heading", .body = "Some <b>words</b>"}, {});
    studies::Table table;
    table.title = "A table";
    table.caption = "Its caption";
    table.columns = {{.name = "Deviation", .digits = 1}};
    table.rows = {{-6.1}};
    pieces.take(table, {});
    QStringList texts;
    for (const auto* label : pieces.findChildren<QLabel*>()) texts << label->text();
    QCOMPARE(texts, (QStringList{QStringLiteral("A heading"), QStringLiteral("Some <b>words</b>"),
                                 QStringLiteral("A table"), QStringLiteral("Its caption")}));
    QCOMPARE(pieces.findChildren<ReportTable*>().size(), 1);
    QCOMPARE(pieces.findChild<ReportTable*>()->item(0, 0)->text(), QStringLiteral("−6.1"));
    pieces.clear();
    QVERIFY(pieces.findChildren<QLabel*>().isEmpty());
  }

  void aSoundIsPlayedByItsName() {
    StudyPieces pieces;
    std::string played;
    connect(&pieces, &StudyPieces::soundClicked, this,
            [&](const std::string& name) { played = name; });
    studies::Sound sound;
    sound.name = "tone-1";
    sound.title = "A tone";
    pieces.take(sound, {});
    auto* button = pieces.findChild<QPushButton*>();
    QVERIFY(button);
    QVERIFY(button->text().contains(QStringLiteral("A tone")));
    button->click();
    QCOMPARE(played, std::string("tone-1"));
  }

  void soundsStandSideBySideUntilSomethingElseFollows() {
    StudyPieces pieces;
    pieces.resize(900, 600);
    for (const char* title : {"One", "Two"}) pieces.take(soundOf(title), {});
    pieces.take(studies::Text{.heading = {}, .body = "Words"}, {});
    pieces.take(soundOf("Three"), {});
    pieces.show();
    const auto all = pieces.findChildren<QPushButton*>();
    QCOMPARE(all.size(), 3);
    const auto at = [&](int i) { return all[i]->mapTo(&pieces, QPoint()); };
    QCOMPARE(at(0).y(), at(1).y());
    QVERIFY(at(1).x() >= at(0).x() + all[0]->width());
    QVERIFY(at(2).y() > at(0).y() + all[0]->height());
    QCOMPARE(at(2).x(), at(0).x());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::StudyPiecesTest)
#include "StudyPiecesTest.moc"
