// The window never blocks: no event of the GUI thread may take 50 ms, whatever is computed.
#include <malloc.h>
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QThread>
#include <QToolButton>
#include <QWheelEvent>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <numbers>

#include "base/StandardPaths.h"
#include "dataset/ExamplesJson.h"
#include "support/FullLibrary.h"
#include "support/FullVectors.h"
#include "support/InputProbe.h"
#include "support/WindowFixture.h"
#include "ui/library/MapPane.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/library/NoteGrid.h"
#include "ui/views/ImportSoundDialog.h"

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

/// The most memory that was resident since the last look, MB.
double peakMb(bool reset) {
  std::ifstream status("/proc/self/status");
  double kilobytes = 0;
  for (std::string word; status >> word;)
    if (word == "VmHWM:") status >> kilobytes;
  if (reset) std::ofstream("/proc/self/clear_refs") << 5;
  return kilobytes * 1024 / 1e6;
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
    if (watching && type == QEvent::UpdateRequest) longestFrame = std::max(longestFrame, spent);
    return taken;
  }
  void watch() {
    longest = longestFrame = 0;
    watching = true;
  }

  bool watching = false;
  double longest = 0;
  double longestFrame = 0;  // everything that one update paints
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
    watched()->watch();
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
    watched()->watch();
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

  void gridAndMapOfALargeLibraryStayQuickAndSmall() {
    double small = 0;
    {
      test::WindowFixture f;
      QVERIFY(f.settled());
      small = residentMb();
    }
    const QTemporaryDir folder;
    const std::filesystem::path notes = folder.path().toStdString();
    const Elsewhere cache("XDG_CACHE_HOME", folder.filePath(QStringLiteral("cache")));
    QVERIFY(test::writeFullLibrary(notes, partOfNSynth()));
    {
      Unwatched quiet;
      const auto library = dataset::NoteLibrary::open(notes, quiet);
      QVERIFY(library && test::writeFullVectors(*library, userCacheFolder() / "similarity"));
    }
    (void)peakMb(true);
    test::WindowFixture f(notes);
    QTRY_VERIFY_WITH_TIMEOUT(!f.bench().session.library().empty(), 120000);
    QVERIFY(f.settled());
    tell("list", small);
    scrollTheGrid(f);
    tell("grid", small);
    arrangeTheMap(f);
    tell("map, arranged", small);
    filter(f);
    QVERIFY2(residentMb() - small < 300, "memory");
  }

  void aThousandDroppedFilesLeaveTheWindowFree() {
    const QTemporaryDir folder;
    const Elsewhere data("XDG_DATA_HOME", folder.filePath(QStringLiteral("data")));
    test::WindowFixture f;
    QVERIFY(f.settled());
    constexpr int kFiles = 1000, kBroken = 10;
    const std::filesystem::path place = folder.path().toStdString();
    QVERIFY(audio::writeWav(place / "tone", test::sine(440, 0.5f, 4000)));
    std::ofstream(place / "broken") << "no sound";
    QStringList paths;
    for (int i = 0; i < kFiles; ++i) {
      const bool broken = i % (kFiles / kBroken) == 50;
      const QString path =
          folder.filePath(QStringLiteral("%1.wav").arg(i, 4, 10, QLatin1Char('0')));
      std::filesystem::create_hard_link(place / (broken ? "broken" : "tone"), path.toStdString());
      paths << path;
    }
    watched()->watch();
    inAnEvent([&] { f.window->open(paths); });
    auto* dialog = f.find<ImportSoundDialog>("importSoundDialog");
    QVERIFY(dialog);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->items().nextWaiting(), -1, 200000);
    QCOMPARE(dialog->items().count(ImportItem::State::Refused), kBroken);
    inAnEvent([&] { dialog->findChild<QPushButton*>(QStringLiteral("importAdd"))->click(); });
    QTRY_VERIFY_WITH_TIMEOUT(f.find<QMessageBox>("importRefused"), 200000);
    QVERIFY(f.settled());
    watched()->watching = false;
    const QString told = f.find<QMessageBox>("importRefused")->detailedText();
    QCOMPARE(told.count(QLatin1Char('\n')), kBroken - 1);
    QVERIFY(told.contains(QStringLiteral("0950.wav")));
    QCOMPARE(f.table().model()->rowCount(), 5 + kFiles - kBroken);
    qInfo("1,000 files: longest event %.1f ms of CPU (%s)", watched()->longest,
          qPrintable(watched()->what));
    QVERIFY2(watched()->longest < 50, qPrintable(watched()->what));
  }

 private:
  /// A folder of the user's is elsewhere while this lives.
  struct Elsewhere {
    Elsewhere(const char* variable, const QString& folder)
        : name(variable), before(qgetenv(variable)) {
      qputenv(name, folder.toLocal8Bit());
    }
    ~Elsewhere() { qputenv(name, before); }
    const char* const name;
    const QByteArray before;
  };

  static void tell(const char* what, double small) {
    const double peak = peakMb(true);
    const double now = residentMb();
    qInfo("%s: %.0f MB more than with five notes, at most %.0f MB", what, now - small,
          peak - small);
  }

  /// Down by a third of a tile for each frame, while thumbnails are made.
  static void scrollTheGrid(test::WindowFixture& f) {
    f.find<QToolButton>("gridButton")->click();
    auto& grid = *f.find<NoteGrid>("noteGrid");
    int made = 0;
    const auto count = connect(&f.find<NoteBrowserView>("noteBrowser")->thumbnails(),
                               &Thumbnails::made, f.window.get(), [&made] { ++made; });
    QTest::qWait(100);
    watched()->watch();
    test::InputProbe probe;
    const int step = grid.tileOf(0).height() / 3;
    for (int frame = 0; frame < 300; ++frame) {
      const int jump = frame % 100 == 99 ? grid.verticalScrollBar()->maximum() / 4 : step;
      inAnEvent(
          [&] { grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->value() + jump); });
    }
    for (const int key : {Qt::Key_End, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_PageDown})
      inAnEvent([&] { QTest::keyClick(&grid, static_cast<Qt::Key>(key)); });
    watched()->watching = false;
    disconnect(count);
    qInfo(
        "grid: longest frame %.1f ms, longest event %.1f ms of CPU (%s); %d thumbnails meanwhile; "
        "99 %% answered within %.0f ms, all within %.0f ms",
        watched()->longestFrame, watched()->longest, qPrintable(watched()->what), made,
        probe.within(0.99), probe.within(1));
    QVERIFY(made > 0);
    QVERIFY2(watched()->longestFrame < 16, "a frame of the grid");
    QVERIFY2(watched()->longest < 50, qPrintable(watched()->what));
  }

  /// Hovered, zoomed, moved and searched for likeness while UMAP lays it out.
  static void arrangeTheMap(test::WindowFixture& f) {
    watched()->watch();
    test::InputProbe probe;
    QElapsedTimer clock;
    clock.start();
    inAnEvent([&] { f.find<QToolButton>("mapButton")->click(); });
    auto& map = f.find<MapPane>("mapPane")->map();
    auto& button = *f.find<QToolButton>("arrangeButton");
    const auto* state = f.find<QLabel>("mapState");
    QTRY_VERIFY_WITH_TIMEOUT(map.placeOf(0).has_value(), 60000);
    qInfo("map: spread out (PCA) %.1f s after it was opened; \"%s\"",
          static_cast<double>(clock.restart()) / 1e3, qPrintable(state->text()));
    const QString toArrange = button.toolTip();
    inAnEvent([&] { button.click(); });
    QTRY_VERIFY(button.toolTip() != toArrange);
    inAnEvent([&] { f.find<QToolButton>("similarButton")->click(); });
    int looks = 0;
    for (; button.toolTip() != toArrange; ++looks) {
      const QPoint place(20 + looks * 7 % (map.width() - 40), 20 + looks * 5 % (map.height() - 40));
      inAnEvent([&] { QTest::mouseMove(&map, place); });
      if (looks % 20 == 10) inAnEvent([&] { QTest::mouseClick(&map, Qt::LeftButton, {}, place); });
      if (looks % 20 == 15) inAnEvent([&] { turnWheel(map, looks % 40 < 20 ? 240 : -240); });
    }
    qInfo("map: arranged (UMAP) in %.0f s", static_cast<double>(clock.elapsed()) / 1e3);
    QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 60000);
    inAnEvent([&] { lasso(map); });
    QTest::qWait(100);
    watched()->watching = false;
    qInfo(
        "map: longest frame %.1f ms, longest event %.1f ms of CPU (%s); %d looks while it was "
        "arranged; 99 %% answered within %.0f ms, all within %.0f ms; \"%s\"",
        watched()->longestFrame, watched()->longest, qPrintable(watched()->what), looks,
        probe.within(0.99), probe.within(1), qPrintable(state->text()));
    QVERIFY(looks > 2);
    QVERIFY(!map.selected().empty());
    QVERIFY2(watched()->longest < 50, qPrintable(watched()->what));
  }

  static void turnWheel(QWidget& map, int by) {
    const QPointF middle = QRectF(map.rect()).center();
    QWheelEvent event(middle, map.mapToGlobal(middle), {}, {0, by}, {}, {}, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&map, &event);
  }

  /// A circle of 500 corners.
  static void lasso(QWidget& map) {
    const QPointF middle = QRectF(map.rect()).center();
    const double radius = 0.4 * std::min(map.width(), map.height());
    const auto at = [&](int i) {
      const double angle = 2 * std::numbers::pi * i / 500;
      return (middle + radius * QPointF(std::cos(angle), std::sin(angle))).toPoint();
    };
    QTest::mousePress(&map, Qt::LeftButton, Qt::ShiftModifier, at(0));
    for (int i = 1; i < 500; ++i) QTest::mouseMove(&map, at(i));
    QTest::mouseRelease(&map, Qt::LeftButton, Qt::ShiftModifier, at(500));
  }

  /// From the key to the list.
  static void filter(test::WindowFixture& f) {
    LibraryQuery& query = f.find<NoteBrowserView>("noteBrowser")->query();
    double longest = 0;
    for (const char* text :
         {"bass", "vel:127 pitch:40-52", "guitar ac", "quality:bright", "soft organ c4", ""}) {
      QSignalSpy answered(&query, &LibraryQuery::answered);
      QElapsedTimer clock;
      clock.start();
      query.setText(QLatin1String(text));
      QTRY_VERIFY(!answered.empty());
      longest = std::max(longest, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    qInfo("filter: at most %.0f ms until the notes are shown", longest);
  }
};

}  // namespace timbre::ui

int main(int argc, char** argv) {
  qputenv("QTEST_FUNCTION_TIMEOUT", "1800000");  // ms; arranging 305,979 notes takes minutes
  timbre::ui::WatchedApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
  QCoreApplication::setApplicationName(QStringLiteral("ResponsivenessTest"));
  timbre::ui::ResponsivenessTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "ResponsivenessTest.moc"
