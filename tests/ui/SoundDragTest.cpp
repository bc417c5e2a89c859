// Sounds of the panels on their way to other programs.
#include "ui/views/SoundDrag.h"

#include <QClipboard>
#include <QDrag>
#include <QMenu>
#include <QSignalSpy>
#include <QStatusBar>
#include <QUrl>

#include "audio/AudioFile.h"
#include "support/WindowFixture.h"
#include "synthesis/FileDescription.h"
#include "ui/views/CompareView.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/PlotHeader.h"

namespace timbre::ui {

using test::WindowFixture;

class SoundDragTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("SoundDragTest"));
  }

  void aPanelIsDraggedAsAFileWithItsSoundAndItsDescription() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto& view = *f.find<CompareView>("compareView");
    QVERIFY(!view.panels().empty());
    for (PlayablePlot* plot :
         std::initializer_list<PlayablePlot*>{&view.original(), view.panels().front()}) {
      const auto* sound = f.bench().transport.sound(plot->track());
      QVERIFY(sound);
      const auto file = drag(f, *plot);
      QVERIFY(!file.empty());
      const auto heard = audio::readAudio(file);
      QVERIFY(heard);
      QCOMPARE(heard->samples().size(), sound->clip.samples().size());
      for (std::size_t i = 0; i < heard->samples().size(); i += 97)
        QVERIFY(std::abs(heard->samples()[i] - sound->clip.samples()[i]) < 1e-4);
      const auto requests = synthesis::requestsOfFile(file);
      QVERIFY(requests && requests->size() == 1);
      QVERIFY(requests->front() == sound->request);
      QCOMPARE(drag(f, *plot), file);  // the same sound is the same file
    }
  }

  void aSoundThatIsNotFinishedStaysAndSaysSo() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;
    f.click(2);
    auto& panel = *f.find<CompareView>("compareView")->panels().front();
    QTRY_VERIFY(panel.busy());
    QVERIFY(drag(f, panel).empty());
    QVERIFY(f.window->statusBar()->currentMessage().contains(panel.name()));
    QVERIFY(f.window->statusBar()->currentMessage().contains(QStringLiteral("not finished")));
  }

  void aClickPlaysAndADragDoesNot() {
    PlotHeader header;
    header.setTitle(QStringLiteral("Original"), QStringLiteral("what it is, in many words"));
    header.setClickable(QStringLiteral("Play"));
    header.resize(400, 24);
    header.show();
    QSignalSpy clicked(&header, &PlotHeader::titleClicked), dragged(&header, &PlotHeader::dragged);
    auto* title = header.findChild<ElidingLabel*>();
    QTest::mouseClick(title, Qt::LeftButton);
    QCOMPARE(clicked.size(), 1);
    pull(*title);
    QCOMPARE(dragged.size(), 1);
    QTest::mouseClick(&header, Qt::LeftButton, {}, QPoint(header.width() - 2, 10));
    QCOMPARE(clicked.size(), 1);
  }

  void theMenuCopiesTheSameFile() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto& original = f.find<CompareView>("compareView")->original();
    emit original.customContextMenuRequested(QPoint(20, 60));
    auto* menu = original.findChild<QMenu*>(QStringLiteral("plotMenu"));
    QVERIFY(menu);
    for (QAction* action : menu->actions())
      if (action->text().remove(QLatin1Char('&')) == QLatin1String("Copy sound")) action->trigger();
    const auto urls = QGuiApplication::clipboard()->mimeData()->urls();
    QCOMPARE(urls.size(), 1);
    QCOMPARE(urls.front().toLocalFile().toStdString(), drag(f, original).string());
  }

 private:
  static void pull(QWidget& from) {
    const QPoint start(4, from.height() / 2);
    QTest::mousePress(&from, Qt::LeftButton, {}, start);
    for (int x = 5; x <= 40; x += 5) QTest::mouseMove(&from, start + QPoint(x, 0));
    QTest::mouseRelease(&from, Qt::LeftButton, {}, start + QPoint(40, 0));
  }

  /// What a drag of the panel's title carries; empty where there is none.
  static std::filesystem::path drag(WindowFixture& f, PlayablePlot& plot) {
    std::filesystem::path file;
    const auto look = [&] {
      auto* drag = f.window->findChild<QDrag*>();
      if (!drag) return false;
      const auto urls = drag->mimeData()->urls();
      if (urls.size() == 1) file = urls.front().toLocalFile().toStdString();
      delete drag;
      return true;
    };
    emit plot.titleDragged();
    for (int i = 0; i < 4 && !look(); ++i)
      QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
    return file;
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::SoundDragTest)
#include "SoundDragTest.moc"
