// The window never blocks: no event of the GUI thread may take 50 ms, whatever is computed.
#include <malloc.h>
#include <unistd.h>

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QThread>
#include <QToolButton>
#include <ctime>
#include <fstream>
#include <functional>

#include "dataset/ExamplesJson.h"
#include "support/FullLibrary.h"
#include "support/WindowFixture.h"

namespace timbre::ui {
namespace {

/// CPU time of this thread, ms: what other programs do at the same time does not count.
double cpuMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// Resident memory of this program, MB.
double residentMb() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// A part of a library of the size of NSynth, 1 for the whole.
double partOfNSynth() {
  bool given = false;
  const double part = qEnvironmentVariable("TIMBRE_PART_OF_NSYNTH").toDouble(&given);
  return given ? part : 0.05;
}

/// Has it done by an event, which is measured.
void inAnEvent(const std::function<void()>& work) {
  QMetaObject::invokeMethod(qApp, work, Qt::QueuedConnection);
  QTest::qWait(10);
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

  /// TIMBRE_PART_OF_NSYNTH=1 is the whole of it; the suite takes a twentieth.
  void noEventTakesLongerInALargeLibrary() {
    double small = 0;
    {
      test::WindowFixture f;
      QVERIFY(f.settled());
      small = residentMb();
    }
    const QTemporaryDir folder;
    const std::filesystem::path notes = folder.path().toStdString();
    QVERIFY(dataset::writeExamplesJson(notes, test::fullNotes(partOfNSynth())).has_value());
    watched()->longest = 0;
    watched()->watching = true;
    test::WindowFixture f(notes);
    QTRY_VERIFY_WITH_TIMEOUT(!f.bench().session.library().empty(), 120000);
    QVERIFY(f.settled());
    const int all = f.table().model()->rowCount();
    auto* search = f.find<QLineEdit>("searchBox");
    QTest::keyClicks(search, QStringLiteral("guitar ac"), {}, 10);
    QVERIFY(f.table().model()->rowCount() < all);
    inAnEvent([&] { search->clear(); });
    for (const auto family : dataset::kFamilies)
      inAnEvent([&] {
        search->setText(QStringLiteral("family:") +
                        QString::fromLatin1(family.data(), family.size()));
      });
    inAnEvent([&] { search->clear(); });
    for (const char* button : {"gridButton", "mapButton", "listButton"})
      inAnEvent([&] { f.find<QToolButton>(button)->click(); });
    for (int column = 0; column < f.table().model()->columnCount(); ++column)
      inAnEvent([&] { f.table().sortByColumn(column, Qt::DescendingOrder); });
    inAnEvent(
        [&] { f.table().verticalScrollBar()->setValue(f.table().verticalScrollBar()->maximum()); });
    QTest::qWait(50);
    QCOMPARE(f.table().model()->rowCount(), all);
    watched()->watching = false;
    qInfo("%d notes: longest event %.1f ms of CPU (%s), %.0f MB more than with five notes", all,
          watched()->longest, qPrintable(watched()->what), residentMb() - small);
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
