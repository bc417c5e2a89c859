// The document: every edit is one undo step, and a drag is one edit.
#include "ui/session/Session.h"

#include <QSignalSpy>
#include <QTest>

namespace timbre::ui {

class SessionTest : public QObject {
  Q_OBJECT

 private slots:
  void aDragIsOneStep() {
    Session session;
    for (const double t : {0.6, 0.7, 0.9}) session.setTimbre(t);
    session.endDrag();
    QCOMPARE(session.undoStack().count(), 1);
    session.undoStack().undo();
    QCOMPARE(session.state().timbre, SessionState().timbre);
    session.undoStack().redo();
    QCOMPARE(session.state().timbre, 0.9);
  }

  void twoDragsAreTwoSteps() {
    Session session;
    session.setTimbre(0.7);
    session.endDrag();
    session.setTimbre(0.2);
    session.endDrag();
    QCOMPARE(session.undoStack().count(), 2);
    session.undoStack().undo();
    QCOMPARE(session.state().timbre, 0.7);
  }

  void theOtherSliderBeginsAStepOfItsOwn() {
    Session session;
    session.setTimbre(0.7);
    session.setDynamics(0.3);
    QCOMPARE(session.undoStack().count(), 2);
  }

  void aDragThatEndsWhereItBeganLeavesNoStep() {
    Session session;
    session.setTimbre(0.9);
    session.setTimbre(SessionState().timbre);
    session.endDrag();
    QCOMPARE(session.undoStack().count(), 0);
  }

  void everyChangeIsToldOnceAndNoneWhenNothingChanges() {
    Session session;
    QList<Change> told;
    connect(&session, &Session::changed, this, [&](Change what) { told << what; });
    session.setModel("wavenet-compact");
    session.setModel("wavenet-compact");
    session.setDynamics(0.25);
    session.undoStack().undo();
    QCOMPARE(told, (QList<Change>{Change::Model, Change::Dynamics, Change::Dynamics}));
  }

  void valuesStayInTheirRange() {
    Session session;
    session.setTimbre(7);
    session.setDynamics(-1);
    QCOMPARE(session.state().timbre, 1.0);
    QCOMPARE(session.state().dynamics, 0.0);
  }

  void undoGivesBackTheWholeState() {
    Session session;
    const SessionState before = session.state();
    session.setNoteA("a");
    session.setNoteB("b");
    session.setTimbre(0.1);
    session.setModel("m");
    while (session.undoStack().canUndo()) session.undoStack().undo();
    QVERIFY(session.state() == before);
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::SessionTest)
#include "SessionTest.moc"
