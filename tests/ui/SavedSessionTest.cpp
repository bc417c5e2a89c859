#include "ui/session/SavedSession.h"

#include <QTemporaryDir>
#include <QTest>

namespace timbre::ui {
namespace {

SavedSession sample() {
  SavedSession session;
  session.state.library = "/some/where/ünter";
  session.state.noteA = "brass_acoustic_016-060-050";
  session.state.noteB = "<b>own</b>-064-100";
  session.state.timbre = 0.25;
  session.state.dynamics = 0.75;
  session.state.model = "wavenet-compact";
  session.state.postFilter = false;
  session.selected = "guitar_acoustic_001-062-075";
  return session;
}

}  // namespace

class SavedSessionTest : public QObject {
  Q_OBJECT

 private slots:
  void isReadAsItWasWritten() {
    const auto read = sessionFromJson(toJson(sample()));
    QVERIFY(read);
    QVERIFY(*read == sample());
  }

  void whatIsMissingIsAsAtTheFirstStart() {
    const auto read = sessionFromJson(R"({"format": "timbrescope-session", "version": 1})");
    QVERIFY(read);
    QVERIFY(*read == SavedSession());
  }

  void numbersAreBroughtIntoTheirRange() {
    const auto read = sessionFromJson(
        R"({"format": "timbrescope-session", "version": 1, "timbre": 7, "dynamics": -1})");
    QVERIFY(read);
    QCOMPARE(read->state.timbre, 1.0);
    QCOMPARE(read->state.dynamics, 0.0);
  }

  void whatIsNoSessionIsRefusedWithASentence() {
    for (const char* bad : {"", "words", "[]", "{}", R"({"format": "other", "version": 1})"})
      QVERIFY2(!sessionFromJson(bad), bad);
    const auto newer = sessionFromJson(R"({"format": "timbrescope-session", "version": 99})");
    QVERIFY(!newer);
    QVERIFY(newer.error().message.find("newer") != std::string::npos);
    const QByteArray whole = toJson(sample());
    for (qsizetype cut = 0; cut < whole.trimmed().size(); ++cut)
      QVERIFY(!sessionFromJson(whole.left(cut)));
  }

  void aFileNamesItselfWhenItFails() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.timbrescope"));
    QVERIFY(!readSession(path));
    QVERIFY(writeSession(path, sample()));
    QVERIFY(*readSession(path) == sample());
    const auto failed = writeSession(QStringLiteral("/nowhere/at/all.timbrescope"), sample());
    QVERIFY(!failed);
    QVERIFY(failed.error().message.find("/nowhere/at/all") != std::string::npos);
  }
};

}  // namespace timbre::ui

QTEST_APPLESS_MAIN(timbre::ui::SavedSessionTest)
#include "SavedSessionTest.moc"
