// The window never blocks: no event of the GUI thread may take 50 ms, whatever is computed.
#include <QApplication>
#include <QThread>
#include <ctime>

#include "support/WindowFixture.h"

namespace timbre::ui {
namespace {

/// CPU time of this thread, ms: what other programs do at the same time does not count.
double cpuMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// Measures every event from outside.
class WatchedApplication final : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    if (QThread::currentThread() != thread() || depth_ > 0) {
      return QApplication::notify(receiver, event);
    }
    ++depth_;
    const double before = cpuMs();
    const auto type = event->type();
    const QString who = QLatin1String(receiver->metaObject()->className()) + QLatin1Char(' ') +
                        receiver->objectName();
    const bool taken = QApplication::notify(receiver, event);
    --depth_;
    const double spent = cpuMs() - before;
    if (watching && spent > longest) {
      longest = spent;
      what = QStringLiteral("%1, event %2").arg(who).arg(type);
    }
    return taken;
  }

  bool watching = false;
  double longest = 0;
  QString what;

 private:
  int depth_ = 0;
};

WatchedApplication* watched() {
  return static_cast<WatchedApplication*>(QCoreApplication::instance());
}

}  // namespace

class ResponsivenessTest : public QObject {
  Q_OBJECT

 private slots:
  void noEventTakesFiftyMilliseconds() {
    test::WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 8;
    watched()->watching = true;
    for (int row = 0; row < 4; ++row) {  // originals, both models, growing pictures
      QTest::keyClick(&f.table(), Qt::Key_Down);
      QTest::qWait(400);
    }
    f.drag("timbreSlider", 0.9);
    QTest::qWait(600);
    f.drag("dynamicsSlider", 0.2);
    QTest::qWait(600);
    QVERIFY(f.settled());
    watched()->watching = false;
    qInfo("longest event: %.1f ms of CPU (%s)", watched()->longest, qPrintable(watched()->what));
    QVERIFY2(watched()->longest < 50, qPrintable(watched()->what));
  }
};

}  // namespace timbre::ui

int main(int argc, char** argv) {
  timbre::ui::WatchedApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
  QCoreApplication::setApplicationName(QStringLiteral("ResponsivenessTest"));
  timbre::ui::ResponsivenessTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "ResponsivenessTest.moc"
