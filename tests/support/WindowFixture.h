/// The real window with toy notes, models that speak in sines, and a device that plays nothing.
#pragma once

#include <QSettings>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "support/FakeAudioBackend.h"
#include "support/FakeBackend.h"
#include "support/WindowNotes.h"
#include "ui/MainWindow.h"
#include "ui/Preferences.h"

namespace timbre::test {

class WindowFixture {
 public:
  /// `library`: opened instead of the toy notes. `more`: models besides the two fakes.
  explicit WindowFixture(const std::filesystem::path& library = {},
                         const std::vector<model::ModelCard>& more = {}) {
    QSettings().clear();
    ui::Preferences().setPresentation(QStringLiteral("list"));
    tuning = std::make_shared<FakeTuning>();
    backend = std::make_unique<FakeBackend>(tuning);
    parts.factory = [this]() -> Result<model::ModelBackend*> { return backend.get(); };
    std::vector<model::ModelCard> cards{fakeCard("baseline"), fakeCard("wavenet")};
    cards.insert(cards.end(), more.begin(), more.end());
    parts.findModels = [cards] { return model::Catalogue{cards, {}}; };
    parts.sound = [this] {
      auto made = std::make_unique<FakeAudioBackend>();
      sound = made.get();
      return made;
    };
    parts.embeddedLibrary =
        library.empty() ? writeToyLibrary(folder.path().toStdString() + "/toy") : library;
    parts.modelsFolder = folder.path().toStdString() + "/models";
    parts.cacheFolder = folder.path().toStdString() + "/cache";
    start();
  }

  /// As when the program is closed and started again.
  void restart() {
    window->close();
    window.reset();
    start();
  }

  /// Everything that starts by itself is done.
  bool settled() {
    return QTest::qWaitFor(
        [this] {
          return bench().models.searched() && !bench().session.library().empty() && quiet();
        },
        20000);
  }
  /// No job, and none to come from a timer that rests.
  bool quiet() {
    for (int i = 0; i < 12; ++i) {
      if (!bench().jobs.idle()) return false;
      QTest::qWait(20);
    }
    return bench().jobs.idle();
  }
  ui::AppContext& bench() { return window->bench(); }
  template <class T>
  T* find(const char* name) {
    return window->findChild<T*>(QLatin1String(name));
  }
  QTableView& table() { return *find<QTableView>("notesTable"); }
  /// As a mouse would.
  void click(int row) {
    const QRect cell = table().visualRect(table().model()->index(row, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, cell.center());
  }
  QSlider& slider(const char* morphSlider) {
    return *find<QWidget>(morphSlider)->findChild<QSlider*>();
  }
  /// Presses the handle where it is, moves to `to` in [0, 1] in steps, and lets go.
  void drag(const char* morphSlider, double to, bool release = true) {
    QSlider& s = slider(morphSlider);
    const auto at = [&](double value) {
      return QPoint(static_cast<int>(8 + value * (s.width() - 16)), s.height() / 2);
    };
    const double from = static_cast<double>(s.value()) / s.maximum();
    QTest::mousePress(&s, Qt::LeftButton, {}, at(from));
    for (int step = 1; step <= 8; ++step) {
      QTest::mouseMove(&s, at(from + (to - from) * step / 8));
      QTest::qWait(5);
    }
    if (release) QTest::mouseRelease(&s, Qt::LeftButton, {}, at(to));
  }

  QTemporaryDir folder;
  ui::WindowParts parts;
  std::shared_ptr<FakeTuning> tuning;
  std::unique_ptr<FakeBackend> backend;
  FakeAudioBackend* sound = nullptr;
  std::unique_ptr<ui::MainWindow> window;

 private:
  void start() {
    window = std::make_unique<ui::MainWindow>(parts);
    window->resize(1400, 900);
    window->show();
    window->begin();
  }
};

}  // namespace timbre::test
