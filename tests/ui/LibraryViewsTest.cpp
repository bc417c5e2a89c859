// One selection in three presentations: facets, thumbnails, the map, and what sounds alike.
#include <QComboBox>
#include <QDrag>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>
#include <cmath>
#include <numeric>

#include "base/AtomicFile.h"
#include "base/CacheTrouble.h"
#include "dataset/NoteLibrary.h"
#include "support/WindowFixture.h"
#include "ui/library/MapPane.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/library/NoteGrid.h"
#include "ui/library/NoteTable.h"
#include "ui/library/PitchStrip.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

NoteBrowserView& browser(WindowFixture& f) {
  return *f.find<NoteBrowserView>("noteBrowser");
}
/// The row of the facet with this title.
QTreeWidgetItem* facet(WindowFixture& f, const QString& title) {
  const auto found =
      f.find<QTreeWidget>("facetTree")->findItems(title, Qt::MatchExactly | Qt::MatchRecursive);
  return found.isEmpty() ? nullptr : found.front();
}

/// How many pixels are not the ground.
int drawn(QWidget& widget) {
  const QImage seen = widget.grab().toImage();
  int other = 0;
  for (int y = 0; y < seen.height(); ++y)
    for (int x = 0; x < seen.width(); ++x) other += seen.pixel(x, y) != seen.pixel(1, 1);
  return other;
}

/// Every note was listened to, and the map is as it will stay.
bool arranged(WindowFixture& f) {
  const auto* state = f.find<QLabel>("mapState");
  const NoteMap& map = f.find<MapPane>("mapPane")->map();
  return map.placeOf(3) && !state->text().contains(QLatin1String("ing:"));
}

}  // namespace

class LibraryViewsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("LibraryViewsTest"));
  }

  void facetsHaveCountsAndAChoiceIsATermOfTheQuery() {
    WindowFixture f;
    QVERIFY(f.settled());
    QCOMPARE(facet(f, QStringLiteral("Brass"))->text(1), QStringLiteral("2"));
    QVERIFY(facet(f, QStringLiteral("Organ"))->isHidden());
    facet(f, QStringLiteral("Brass"))->setCheckState(0, Qt::Checked);
    QCOMPARE(browser(f).query().text(), QStringLiteral("family:brass"));
    QCOMPARE(f.table().model()->rowCount(), 2);
    QCOMPARE(facet(f, QStringLiteral("Flute"))->text(1), QStringLiteral("1"));
    QVERIFY(facet(f, QStringLiteral("100"))->isHidden());  // no brass at this velocity
    f.find<QLineEdit>("searchBox")->clear();
    QCOMPARE(facet(f, QStringLiteral("Brass"))->checkState(0), Qt::Unchecked);
    QCOMPARE(f.table().model()->rowCount(), 5);
  }

  void theHistoryGoesBackAndForward() {
    WindowFixture f;
    QVERIFY(f.settled());
    LibraryQuery& query = browser(f).query();
    query.setText(QStringLiteral("brass"));
    query.remember();
    query.setText(QStringLiteral("brass loud"));
    query.remember();
    query.goBack();
    QCOMPARE(f.find<QLineEdit>("searchBox")->text(), QStringLiteral("brass"));
    query.goBack();
    QCOMPARE(query.text(), QString());
    QVERIFY(!query.canGoBack());
    query.goForward();
    query.goForward();
    QCOMPARE(query.notes().size(), std::size_t{1});
    QVERIFY(!query.canGoForward());
  }

  void aDragOnThePianoChoosesPitches() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* strip = f.find<PitchStrip>("pitchStrip");
    const auto x = [&](int key) { return std::ceil(strip->width() * (key - 9) / 112.0); };
    QTest::mousePress(strip, Qt::LeftButton, {}, QPoint(static_cast<int>(x(61)), 5));
    QTest::mouseMove(strip, QPoint(static_cast<int>(x(65)), 5));
    QTest::mouseRelease(strip, Qt::LeftButton, {}, QPoint(static_cast<int>(x(65)), 5));
    QTRY_COMPARE(f.table().model()->rowCount(), 2);
    QTest::mouseDClick(strip, Qt::LeftButton);
    QCOMPARE(f.table().model()->rowCount(), 5);
  }

  void favouritesAreKeptAndFound() {
    WindowFixture f;
    QVERIFY(f.settled());
    LibraryQuery& query = browser(f).query();
    const std::string id = f.bench().session.library().note(3).id;
    query.setFavourite(id, true);
    query.setText(QStringLiteral("is:favourite"));
    QCOMPARE(query.notes(), std::vector<int>{3});
    query.setFavourite(id, false);
    QVERIFY(query.notes().empty());
    QVERIFY(query.troubled());
  }

  void theGridMakesThumbnailsAndIsWalkedByKeys() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("gridButton")->click();
    auto* grid = f.find<NoteGrid>("noteGrid");
    QVERIFY(grid->isVisible());
    const auto coloured = [grid] {
      const QImage seen = grid->viewport()->grab().toImage();
      const QRect tile = grid->tileOf(0);
      bool found = false;
      for (int y = tile.top(); y < tile.top() + kThumbnail.height() - 4; ++y)
        for (int x = tile.left(); x < tile.right(); ++x)
          found |= seen.pixelColor(x, y).lightness() > 60;
      return found;
    };
    QTRY_VERIFY_WITH_TIMEOUT(coloured(), 20000);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->tileOf(1).center());
    const auto& library = f.bench().session.library();
    QCOMPARE(f.bench().session.selectedNote(), library.note(1).id);
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(f.bench().session.selectedNote(), library.note(2).id);
    QTest::keyClick(grid, Qt::Key_Home);
    QCOMPARE(f.bench().session.selectedNote(), library.note(0).id);
    QTRY_VERIFY(f.sound->plays >= 1);
  }

  void theMapPlacesNotesAndAClickSelects() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    const auto& library = f.bench().session.library();
    const int missing = library.indexOf(test::infoOf(test::kToyNotes[4]).id);
    QVERIFY(!map.placeOf(missing));
    QVERIFY(f.find<QLabel>("mapState")->text().contains(QLatin1Char('1')));
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.placeOf(3)->toPoint());
    QCOMPARE(f.bench().session.selectedNote(), library.note(3).id);
  }

  void hoveringIsHeardUntilItIsSwitchedOff() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    const std::string before = f.bench().session.selectedNote();
    QTest::mouseMove(&map, QPoint(2, 2));
    QTest::mouseMove(&map, map.placeOf(3)->toPoint());
    QTRY_COMPARE(f.sound->plays, 1);
    QCOMPARE(f.bench().session.selectedNote(), before);
    f.find<QAbstractButton>("hoverPlays")->setChecked(false);
    QTest::mouseMove(&map, QPoint(2, 2));
    QTest::mouseMove(&map, map.placeOf(0)->toPoint());
    QTest::qWait(300);
    QCOMPARE(f.sound->plays, 1);
  }

  void aLassoSelectsWhatItSurrounds() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    const QRect all = map.rect().adjusted(2, 2, -2, -2);
    QTest::mousePress(&map, Qt::LeftButton, Qt::ShiftModifier, all.topLeft());
    for (const QPoint& corner : {all.topRight(), all.bottomRight(), all.bottomLeft()})
      QTest::mouseMove(&map, corner);
    QTest::mouseRelease(&map, Qt::LeftButton, Qt::ShiftModifier, all.bottomLeft());
    QCOMPARE(map.selected().size(), std::size_t{4});
    QVERIFY(f.find<QLabel>("noteCount")->text().endsWith(QStringLiteral("· 4 selected")));
  }

  void aRowOfTheListIsDraggedOut() {
    WindowFixture f;
    QVERIFY(f.settled());
    QWidget& list = *f.table().viewport();
    const QPoint from = f.table().visualRect(f.table().model()->index(2, 0)).center();
    QTest::mousePress(&list, Qt::LeftButton, {}, from);
    for (int y = 5; y <= 60; y += 5) QTest::mouseMove(&list, from - QPoint(0, y));
    auto* drag = f.window->findChild<QDrag*>();
    QVERIFY(drag);
    QCOMPARE(drag->mimeData()->urls().size(), 1);
    const auto& note = f.bench().session.library().note(2);
    QCOMPARE(drag->mimeData()->urls().front().toLocalFile().toStdString(), note.file.string());
    QTest::mouseRelease(&list, Qt::LeftButton, {}, from);
  }

  void aDragTakesWhatIsSelectedAndElseMovesTheMap() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    map.setSelected({0, 3});
    const auto pull = [&](int note) {
      const QPoint from = map.placeOf(note)->toPoint(), by(40, 30);
      QTest::mousePress(&map, Qt::LeftButton, {}, from);
      for (int step = 1; step <= 4; ++step) QTest::mouseMove(&map, from + by * step / 4);
      QTest::mouseRelease(&map, Qt::LeftButton, {}, from + by);
    };
    const QPointF before = *map.placeOf(0);
    pull(3);
    QCOMPARE(*map.placeOf(0), before);
    auto* drag = f.window->findChild<QDrag*>();
    QVERIFY(drag);
    QStringList files;
    const auto urls = drag->mimeData()->urls();
    for (const QUrl& url : urls) files << url.toLocalFile();
    const auto& library = f.bench().session.library();
    QCOMPARE(files, (QStringList{QString::fromStdString(library.note(0).file.string()),
                                 QString::fromStdString(library.note(3).file.string())}));
    for (const QString& file : files) QVERIFY(QFileInfo::exists(file));
    delete drag;
    pull(1);  // not selected
    QVERIFY(!f.window->findChild<QDrag*>());
    QVERIFY(*map.placeOf(0) != before);
  }

  void whereNoNoteCanBeReadTheMapSaysSoAndNothingWaitsToPlay() {
    QTemporaryDir place;
    const auto folder = test::writeToyLibrary(place.path().toStdString() + "/toy");
    std::filesystem::remove_all(folder / "audio");
    WindowFixture f(folder);
    QVERIFY(f.settled());
    QTest::keyClick(f.window.get(), Qt::Key_Space);
    QTRY_COMPARE(f.bench().transport.state(), Transport::State::Stopped);
    f.find<QToolButton>("mapButton")->click();
    const auto* state = f.find<QLabel>("mapState");
    QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(QStringLiteral("could not be read")), 20000);
    const auto* map = f.find<NoteMap>("noteMap");
    QCOMPARE(map->emptyText(), state->text());
  }

  void whatALassoDidNotChooseIsGrey() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    map.setMaximumSize(150, 150);  // no room for pictures: dots, which are filled with their colour
    QTRY_VERIFY(map.height() <= 150 && map.width() <= 150 && map.placeOf(0));
    const auto colourOf = [&](int note) {
      return map.grab().toImage().pixelColor(map.placeOf(note)->toPoint() *
                                             map.devicePixelRatioF());
    };
    QTRY_VERIFY(colourOf(0).saturation() > 60 && colourOf(3).saturation() > 60);
    map.setSelected({3});
    QVERIFY(colourOf(0).saturation() < 30);
    QVERIFY(colourOf(3).saturation() > 60);  // no ring lies over its colour
    map.setSelected({});
    QVERIFY(colourOf(0).saturation() > 60);
  }

  void whereNothingIsFoundASentenceStands() {
    WindowFixture f;
    QVERIFY(f.settled());
    browser(f).query().setText(QStringLiteral("pitch:99"));
    QVERIFY(drawn(*f.table().viewport()) > 100);
    f.find<QToolButton>("gridButton")->click();
    QVERIFY(drawn(*f.find<NoteGrid>("noteGrid")->viewport()) > 100);
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    QVERIFY(drawn(map) > 100);
  }

  void twoFingersZoomTheMap() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    const auto apart = [&] { return QLineF(*map.placeOf(0), *map.placeOf(3)).length(); };
    const double before = apart();
    const QPointF middle = QRectF(map.rect()).center();
    QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2,
                              middle, middle, map.mapToGlobal(middle), 0.5, {});
    QCoreApplication::sendEvent(&map, &pinch);
    QVERIFY(std::abs(apart() / before - 1.5) < 0.01);
  }

  void whatSoundsAlikeIsListedWithReasons() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("similarButton")->click();
    f.click(1);
    auto* list = f.find<QTreeWidget>("similarList");
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 3, 20000);
    QVERIFY(list->topLevelItem(0)->text(2).contains(QStringLiteral("dB")));
    QVERIFY(list->topLevelItem(0)->text(1).toDouble() <= list->topLevelItem(2)->text(1).toDouble());
  }

  void aFolderThatVanishesWhileItsThumbnailsAreMadeIsSaid() {
    WindowFixture f;
    QVERIFY(f.settled());
    std::filesystem::remove_all(f.parts.embeddedLibrary / "audio");
    f.find<QToolButton>("gridButton")->click();
    QTest::qWait(200);
    f.find<QToolButton>("mapButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        f.find<QLabel>("mapState")->text().contains(QLatin1String("could not be read")), 20000);
  }

  void thumbnailsAreShownWhereNothingCanBeKept() {
    // A full disk refuses to write, as a file in the folder's place does.
    QTemporaryDir place;
    const std::filesystem::path wall = place.path().toStdString() + "/wall";
    QVERIFY(writeBytesAtomically(wall, {}).has_value());
    const auto folder = test::writeToyLibrary(place.path().toStdString() + "/toy");
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(folder, quiet, folder / "index");
    QVERIFY(library.has_value());
    JobRunner jobs;
    Thumbnails thumbnails(jobs, wall / "thumbnails");
    thumbnails.setLibrary(*library);
    thumbnails.want({0, 1});
    QTRY_VERIFY_WITH_TIMEOUT(!thumbnails.find(0).isNull() && !thumbnails.find(1).isNull(), 20000);
    QVERIFY(ThumbnailFolder(wall / "thumbnails").load(library->note(0)).isNull());
  }

  void aDenseScreenHasThumbnailsOfTwiceTheSize() {
    QTemporaryDir place;
    const auto folder = test::writeToyLibrary(place.path().toStdString() + "/toy");
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(folder, quiet, folder / "index");
    const std::filesystem::path cache = place.path().toStdString() + "/cache";
    JobRunner jobs;
    Thumbnails thumbnails(jobs, cache);
    thumbnails.setLibrary(*library);
    const auto made = [&] {
      thumbnails.want({0});
      return QTest::qWaitFor([&] { return !thumbnails.find(0).isNull(); }, 20000)
                 ? thumbnails.find(0).size()
                 : QSize();
    };
    QVERIFY(!thumbnails.setPixelRatio(1));
    QCOMPARE(made(), kThumbnail);
    QVERIFY(thumbnails.setPixelRatio(1.5));
    QVERIFY(thumbnails.find(0).isNull());
    QCOMPARE(made(), kThumbnail * 2);
    QVERIFY(!thumbnails.setPixelRatio(2));
    const ThumbnailFolder kept(cache);
    QCOMPARE(kept.load(library->note(0)).size(), kThumbnail);
    QCOMPARE(kept.load(library->note(0), 2).size(), kThumbnail * 2);
  }

  void aDamagedThumbnailIsMadeAnew() {
    QTemporaryDir place;
    const auto folder = test::writeToyLibrary(place.path().toStdString() + "/toy");
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(folder, quiet, folder / "index");
    const std::filesystem::path cache = place.path().toStdString() + "/cache";
    const ThumbnailFolder kept(cache);
    kept.keep(library->note(0), *thumbnailOf(library->note(0), quiet));
    QCOMPARE(kept.load(library->note(0)).size(), kThumbnail);
    for (const auto& each : std::filesystem::recursive_directory_iterator(cache))
      if (each.is_regular_file()) std::filesystem::resize_file(each.path(), 20);
    QVERIFY(kept.load(library->note(0)).isNull());
    kept.sweep(0);
    for (const auto& each : std::filesystem::recursive_directory_iterator(cache))
      QVERIFY(!each.is_regular_file());
  }

  void aLibraryOfOneNoteIsADotInTheMiddle() {
    QTemporaryDir place;
    WindowFixture f(
        test::writeToyLibrary(place.path().toStdString() + "/one", {{1, 0, 0, 60, 25}}));
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    QTRY_VERIFY_WITH_TIMEOUT(map.placeOf(0).has_value(), 20000);
    QVERIFY(QLineF(*map.placeOf(0), QRectF(map.rect()).center()).length() < 2);
    f.find<QToolButton>("similarButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(f.find<QWidget>("similarPanel")
                                 ->findChild<QLabel*>()
                                 ->text()
                                 .contains(QLatin1String("among 1 note")),
                             20000);
    QCOMPARE(f.find<QTreeWidget>("similarList")->topLevelItemCount(), 0);
    f.find<QToolButton>("gridButton")->click();
    QTest::keyClick(f.find<NoteGrid>("noteGrid"), Qt::Key_End);
    QCOMPARE(f.bench().session.selectedNote(), f.bench().session.library().note(0).id);
    QCOMPARE(facet(f, QStringLiteral("Brass"))->text(1), QStringLiteral("1"));
  }

  void aThumbnailOfANoteThatTheLibraryDoesNotHaveIsNotMade() {
    QTemporaryDir place;
    WindowFixture f;
    QVERIFY(f.settled());
    Thumbnails thumbnails(f.bench().jobs, place.path().toStdString() + "/thumbnails");
    QSignalSpy made(&thumbnails, &Thumbnails::made);
    thumbnails.want({25});  // without a library
    thumbnails.setLibrary(f.bench().session.library());
    thumbnails.want({f.bench().session.library().size(), 0});
    QTRY_COMPARE(made.size(), 1);
    QCOMPARE(made[0][0].toInt(), 0);
  }

  void theCurrentTileStaysInSightAsLongAsNobodyScrolls() {
    QTemporaryDir place;
    std::vector<test::ToyNote> toys;
    for (int i = 0; i < 40; ++i) toys.push_back({1, 0, 0, 30 + i, 100});
    WindowFixture f(test::writeToyLibrary(place.path().toStdString() + "/toy", toys));
    QVERIFY(f.settled());
    Thumbnails thumbnails(f.bench().jobs, place.path().toStdString() + "/thumbnails");
    thumbnails.setLibrary(f.bench().session.library());
    NoteGrid grid(thumbnails);
    std::vector<int> notes(40);
    std::iota(notes.begin(), notes.end(), 0);
    const auto isWhole = [&](int row) {
      return grid.viewport()->rect().contains(grid.tileOf(row).adjusted(0, 0, -1, -1));
    };
    // Chosen before the grid has its size, as at the start.
    grid.show(f.bench().session.library(), notes);
    grid.setCurrent(25);
    grid.resize(700, 330);
    static_cast<QWidget&>(grid).show();
    QVERIFY(isWhole(25));
    for (const QSize size : {QSize(420, 250), QSize(900, 260), QSize(300, 400)}) {
      grid.resize(size);
      QVERIFY2(isWhole(25), qPrintable(QString::number(size.width())));
    }
    grid.verticalScrollBar()->setValue(0);  // by the person
    QVERIFY(!isWhole(25));
    grid.resize(310, 400);
    QCOMPARE(grid.verticalScrollBar()->value(), 0);
  }

  void theCurrentRowStaysInSightAsLongAsNobodyScrolls() {
    QTemporaryDir place;
    std::vector<test::ToyNote> toys;
    for (int i = 0; i < 60; ++i) toys.push_back({1, 0, 0, 30 + i, 100});
    WindowFixture f(test::writeToyLibrary(place.path().toStdString() + "/toy", toys));
    QVERIFY(f.settled());
    NoteTable list;
    std::vector<int> notes(60);
    std::iota(notes.begin(), notes.end(), 0);
    list.resize(300, 500);
    list.QWidget::show();
    list.show(f.bench().session.library(), notes);
    list.setCurrent(f.bench().session.library().note(12).id);
    const auto seen = [&] {
      return list.viewport()->rect().contains(list.visualRect(list.currentIndex()));
    };
    QVERIFY(seen());
    list.resize(300, 150);  // as when what sounds alike is listed below
    QVERIFY(seen());
    list.verticalScrollBar()->setValue(list.verticalScrollBar()->maximum());  // by the person
    QVERIFY(!seen());
    list.resize(300, 200);
    QVERIFY(!seen());
  }

  void aLibraryWithoutNotesSaysSoEverywhere() {
    QTemporaryDir place;
    const std::filesystem::path folder = place.path().toStdString();
    const std::string_view none = "{}";
    QVERIFY(writeBytesAtomically(folder / "examples.json", std::as_bytes(std::span(none))));
    WindowFixture f(folder);
    QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 20000);
    QCOMPARE(f.bench().session.library().size(), 0);
    QVERIFY(drawn(*f.table().viewport()) > 100);
    f.find<QToolButton>("gridButton")->click();
    auto* grid = f.find<NoteGrid>("noteGrid");
    for (const auto key : {Qt::Key_Down, Qt::Key_End, Qt::Key_PageUp}) QTest::keyClick(grid, key);
    QVERIFY(drawn(*grid->viewport()) > 100);
    f.find<QToolButton>("mapButton")->click();
    f.find<QToolButton>("similarButton")->click();
    f.find<QToolButton>("arrangeButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 20000);
    QVERIFY(drawn(f.find<MapPane>("mapPane")->map()) > 100);
    QVERIFY(!f.find<QWidget>("similarPanel")->findChild<QLabel*>()->text().isEmpty());
    QVERIFY(facet(f, QStringLiteral("Brass"))->isHidden());
  }

  void notesOfOnePitchHavePlacesOnEveryMap() {
    QTemporaryDir place;
    const std::vector<test::ToyNote> toys{{1, 0, 0, 60, 25},
                                          {1, 0, 0, 60, 127},
                                          {2, 2, 1, 60, 100},
                                          {3, 0, 2, 60, 75},
                                          {0, 0, 3, 60, 50}};
    WindowFixture f(test::writeToyLibrary(place.path().toStdString() + "/pitch", toys));
    QVERIFY(f.settled());
    f.find<QToolButton>("mapButton")->click();
    NoteMap& map = f.find<MapPane>("mapPane")->map();
    for (int kind = 0; kind < 3; ++kind) {
      f.find<QComboBox>("mapKind")->setCurrentIndex(kind);
      for (int note = 0; note < 5; ++note) {
        QTRY_VERIFY_WITH_TIMEOUT(map.placeOf(note).has_value(), 20000);
        QVERIFY(std::isfinite(map.placeOf(note)->x()) && std::isfinite(map.placeOf(note)->y()));
        QVERIFY(QRectF(map.rect()).contains(*map.placeOf(note)));
      }
      map.grab();
    }
  }

  void leavingTheMapStopsTheListeningAndComingBackGoesOn() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (int i = 0; i < 4; ++i) f.find<QToolButton>(i % 2 ? "listButton" : "mapButton")->click();
    f.find<QToolButton>("mapButton")->click();
    const NoteMap& map = f.find<MapPane>("mapPane")->map();
    for (int note = 0; note < 4; ++note)
      QTRY_VERIFY_WITH_TIMEOUT(map.placeOf(note).has_value(), 20000);
  }

  void walkingTheListOfSimilarNotesLeavesItAsItIs() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("similarButton")->click();
    f.click(1);
    auto* list = f.find<QTreeWidget>("similarList");
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 3, 20000);
    const QString first = list->topLevelItem(0)->text(0);
    const QString second = list->topLevelItem(1)->text(0);
    const std::string before = f.bench().session.selectedNote();
    list->setFocus();
    list->setCurrentItem(list->topLevelItem(1));
    QVERIFY(f.bench().session.selectedNote() != before);
    QCOMPARE(list->topLevelItem(0)->text(0), first);
    emit list->itemActivated(list->topLevelItem(1), 0);
    const auto sentence = f.find<QWidget>("similarPanel")->findChild<QLabel*>()->text();
    QVERIFY(sentence.contains(second));
  }

  void ticksOfTheMapAreRoundValuesOfTheirUnit() {
    const auto labels = [](MapAxis axis, double low, double high) {
      QStringList all;
      for (const auto& tick : ticksOf(axis, low, high)) all << tick.label;
      return all.join(QLatin1Char(' '));
    };
    QCOMPARE(labels(MapAxis::Pitch, 50, 75), QStringLiteral("C4 C5"));
    QCOMPARE(labels(MapAxis::Brightness, std::log2(400), std::log2(2500)),
             QStringLiteral("500 1k 2k"));
    QCOMPARE(labels(MapAxis::Attack, std::log2(0.0015), std::log2(0.009)), QStringLiteral("2 4 8"));
    QCOMPARE(labels(MapAxis::Level, -31, -5), QStringLiteral("-30 -20 -10"));
  }

  void whereTheCacheCannotBeWrittenAllWorksAndItIsSaidOnce() {
    QTemporaryDir place;
    const QString wall = place.filePath(QStringLiteral("wall"));
    QVERIFY(writeBytesAtomically(wall.toStdString(), {}));
    const QByteArray before = qgetenv("XDG_CACHE_HOME");
    qputenv("XDG_CACHE_HOME", wall.toLocal8Bit());
    forgetCacheTrouble();
    WindowFixture f;
    f.parts.cacheFolder = wall.toStdString();
    f.restart();
    QVERIFY(f.settled());
    f.find<QToolButton>("gridButton")->click();
    const Thumbnails& thumbnails = browser(f).thumbnails();
    QTRY_VERIFY_WITH_TIMEOUT(!thumbnails.find(0).isNull() && !thumbnails.find(3).isNull(), 20000);
    const auto* notice = f.find<QLabel>("noticeText");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(notice->text().count(wall), 1);
    f.find<QToolButton>("noticeClose")->click();
    f.find<QToolButton>("mapButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(arranged(f), 20000);
    f.find<QToolButton>("listButton")->click();
    f.click(2);  // is encoded and rebuilt
    QVERIFY(f.settled());
    QVERIFY(!notice->isVisible());
    qputenv("XDG_CACHE_HOME", before);
    forgetCacheTrouble();
  }

  void choicesUnderOlderKeysAreCarriedOver() {
    WindowFixture f;
    QVERIFY(f.settled());
    QSettings settings;
    settings.clear();
    settings.setValue(QStringLiteral("export/browser/presentation"), QStringLiteral("grid"));
    settings.setValue(QStringLiteral("export/browser/facets"), QStringLiteral("off"));
    settings.setValue(QStringLiteral("export/browser/searches"),
                      QStringLiteral("bass vel:127\nsoft organ"));
    settings.setValue(QStringLiteral("export/browser/hoverPlays"), QStringLiteral("off"));
    settings.setValue(QStringLiteral("browser/hoverPlays"), true);
    f.restart();
    QVERIFY(f.settled());
    QVERIFY(f.find<NoteGrid>("noteGrid")->isVisible());
    QVERIFY(!f.find<QTreeWidget>("facetTree")->isVisible());
    QCOMPARE(Preferences().savedSearches(),
             (QStringList{QStringLiteral("bass vel:127"), QStringLiteral("soft organ")}));
    QVERIFY(Preferences().hoverPlays());  // chosen since
    QVERIFY(!settings.contains(QStringLiteral("export/browser/searches")));
  }

  void theColumnsOfTheListAreAsTheyWereLeft() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.table().setColumnHidden(NoteTableModel::Source, true);
    f.table().sortByColumn(NoteTableModel::Velocity, Qt::DescendingOrder);
    f.restart();
    QVERIFY(f.settled());
    QVERIFY(f.table().isColumnHidden(NoteTableModel::Source));
    QVERIFY(!f.table().isColumnHidden(NoteTableModel::Pitch));
    QCOMPARE(static_cast<const NoteTableModel&>(*f.table().model()).note(0).velocity, 127);
  }

  void theWayItWasLeftComesBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QToolButton>("gridButton")->click();
    f.find<QToolButton>("facetsButton")->click();
    f.restart();
    QVERIFY(f.settled());
    QVERIFY(f.find<NoteGrid>("noteGrid")->isVisible());
    QVERIFY(!f.find<QTreeWidget>("facetTree")->isVisible());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::LibraryViewsTest)
#include "LibraryViewsTest.moc"
