// The program's last catch, and its ends by signals.
#include "ui/app/Application.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <csignal>
#include <stdexcept>

#include "ui/app/EndSignals.h"

namespace timbre::ui {

class ApplicationTest : public QObject {
  Q_OBJECT

 private slots:
  void whatASlotThrowsIsToldAndTheProgramLivesOn() {
    QSignalSpy faults(qobject_cast<Application*>(qApp), &Application::faultCaught);
    QTimer::singleShot(0, this, [] { throw std::runtime_error("the cupboard is bare"); });
    QTRY_COMPARE(faults.size(), 1);
    QCOMPARE(faults[0][0].toString(), QStringLiteral("the cupboard is bare"));
    QTimer::singleShot(0, this, [] { throw std::bad_alloc(); });
    QTRY_COMPARE(faults.size(), 2);
    QVERIFY(faults[1][0].toString().contains(QStringLiteral("memory")));
    QTimer::singleShot(0, this, [] { throw 7; });
    QTRY_COMPARE(faults.size(), 3);
  }

  void labelsArePlainFromTheStart() {
    QLabel label(QStringLiteral("<h1>name</h1>"));
    label.show();
    QCOMPARE(label.textFormat(), Qt::PlainText);
  }

  void aSignalIsAskedOnce() {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
      EndSignals ends;
      QSignalSpy asked(&ends, &EndSignals::asked);
      ::raise(signal);
      QTRY_COMPARE(asked.size(), 1);
      // The next one would end the program, should it hang.
      struct sigaction now {};
      ::sigaction(signal, nullptr, &now);
      QVERIFY(now.sa_handler == SIG_DFL);
    }
  }

  void whatIsIgnoredStaysIgnored() {
    std::signal(SIGHUP, SIG_IGN);  // nohup
    {
      EndSignals ends;
      QSignalSpy asked(&ends, &EndSignals::asked);
      ::raise(SIGHUP);
      QTest::qWait(50);
      QCOMPARE(asked.size(), 0);
    }
    std::signal(SIGHUP, SIG_DFL);
  }
};

}  // namespace timbre::ui

int main(int argc, char** argv) {
  timbre::ui::Application application(argc, argv);
  timbre::ui::ApplicationTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "ApplicationTest.moc"
