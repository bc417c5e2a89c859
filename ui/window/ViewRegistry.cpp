#include "ui/window/ViewRegistry.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QStackedWidget>
#include <map>
#include <utility>

#include "base/StandardPaths.h"
#include "ui/PlainText.h"
#include "ui/inspect/EmbeddingView.h"
#include "ui/inspect/MidiTableView.h"
#include "ui/inspect/PianoView.h"
#include "ui/inspect/PitchView.h"
#include "ui/inspect/SpectrogramView.h"
#include "ui/inspect/SpectrumView.h"
#include "ui/inspect/WaveformView.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/study/StudyView.h"
#include "ui/views/CompareView.h"
#include "ui/views/IssuesView.h"
#include "ui/views/MorphView.h"

namespace timbre::ui {
namespace {

constexpr QSize kMostDemanding(320, 170);  // px: what a view may ask for at least

template <class View>
QWidget* made(AppContext& bench, QWidget* parent) {
  return new View(bench, parent);
}

QWidget* notesView(AppContext& bench, QWidget* parent) {
  const auto owned = [&bench](const dataset::NoteInfo& note) { return bench.ownSounds.owns(note); };
  return new NoteBrowserView(bench.session, bench.jobs, bench.transport, owned, parent);
}

QWidget* studyView(AppContext& bench, QWidget* parent) {
  return new StudyView(bench.session, bench.jobs, bench.transport, userDataFolder() / "studies",
                       parent);
}

QWidget* issuesView(AppContext& bench, QWidget* parent) {
  return new IssuesView(bench.issues, parent);
}

/// What looks into the sounds that are compared stands below their pictures, and is a key away
/// elsewhere.
ViewEntry inspect(const char* dock, const char* title, Qt::Key key,
                  std::function<QWidget*(AppContext&, QWidget*)> make) {
  using enum Place;
  return {dock,         title,        HiddenBottom,  Bottom,
          HiddenBottom, HiddenBottom, Qt::ALT | key, std::move(make)};
}

/// A new view is a new line here: where it stands in Explore, Compare, Morph and Study.
std::vector<ViewEntry> entries() {
  using enum Place;
  return {
      {"notesDock", QT_TRANSLATE_NOOP("View", "&Notes"), Left, Left, Left, Left,
       Qt::ALT | Qt::Key_1, notesView},
      {"compareDock", QT_TRANSLATE_NOOP("View", "&Comparison"), Centre, Centre, Bottom,
       HiddenBottom, Qt::ALT | Qt::Key_2, made<CompareView>},
      {"morphDock", QT_TRANSLATE_NOOP("View", "Morp&h"), Bottom, HiddenBottom, Centre, HiddenBottom,
       Qt::ALT | Qt::Key_3, made<MorphView>},
      {"studyDock",
       QT_TRANSLATE_NOOP("View", "Stud&y"),
       HiddenBottom,
       HiddenBottom,
       HiddenBottom,
       Centre,
       {},
       studyView},
      inspect("waveformDock", QT_TRANSLATE_NOOP("View", "Wa&veform"), Qt::Key_4,
              made<WaveformView>),
      inspect("spectrumDock", QT_TRANSLATE_NOOP("View", "&Spectrum"), Qt::Key_5,
              made<SpectrumView>),
      inspect("embeddingDock", QT_TRANSLATE_NOOP("View", "Em&bedding"), Qt::Key_6,
              made<EmbeddingView>),
      inspect("pitchDock", QT_TRANSLATE_NOOP("View", "&Pitch"), Qt::Key_7, made<PitchView>),
      inspect("spectrogramDock", QT_TRANSLATE_NOOP("View", "Spectrogr&am"), Qt::Key_8,
              made<SpectrogramView>),
      inspect("midiTableDock", QT_TRANSLATE_NOOP("View", "MIDI &keys"), Qt::Key_0,
              made<MidiTableView>),
      {"pianoDock",
       QT_TRANSLATE_NOOP("View", "Pian&o"),
       HiddenBottom,
       HiddenBottom,
       HiddenBottom,
       HiddenBottom,
       {},
       made<PianoView>},
      {"issuesDock", QT_TRANSLATE_NOOP("View", "&Issues"), HiddenBottom, HiddenBottom, HiddenBottom,
       HiddenBottom, Qt::ALT | Qt::Key_9, issuesView},
  };
}

Place placeIn(const ViewEntry& entry, Workspace workspace) {
  switch (workspace) {
    case Workspace::Explore:
      return entry.explore;
    case Workspace::Compare:
      return entry.compare;
    case Workspace::Morph:
      return entry.morph;
    case Workspace::Study:
      break;
  }
  return entry.study;
}

bool isHidden(Place place) {
  return place >= Place::HiddenLeft;
}

Qt::DockWidgetArea areaOf(Place place) {
  if (place == Place::Left || place == Place::HiddenLeft) return Qt::LeftDockWidgetArea;
  if (place == Place::Right || place == Place::HiddenRight) return Qt::RightDockWidgetArea;
  return Qt::BottomDockWidgetArea;
}

/// On the screen, and not a tab behind another one.
bool isSeen(const QDockWidget& dock) {
  return dock.isVisible() && !dock.visibleRegion().isEmpty();
}

}  // namespace

ViewRegistry::ViewRegistry(AppContext& bench, QMainWindow& window, QStackedWidget& centre)
    : window_(window), centre_(centre) {
  for (const ViewEntry& entry : entries()) {
    const QString title = QCoreApplication::translate("View", entry.title);
    auto* dock = new QDockWidget(QString(title).remove(QLatin1Char('&')), &window);
    dock->setObjectName(QLatin1String(entry.dock));
    dock->hide();
    QWidget* view = entry.make(bench, dock);
    // Explicit, so that none of them widens the window: on a small screen its line of tools
    // shrinks.
    view->setMinimumSize(view->minimumSizeHint().boundedTo(kMostDemanding));
    auto* action = new QAction(title, &window);
    action->setObjectName(QLatin1String(entry.dock) + QStringLiteral("Action"));
    action->setShortcut(entry.key);
    action->setToolTip(plainTip(QCoreApplication::translate("View", "Show or hide this view")));
    window.addAction(action);
    made_.push_back({entry, view, dock, action});
  }
  for (const Made& made : made_) connectAction(made);
}

void ViewRegistry::arrange(Workspace workspace) {
  const Made* middle = nullptr;
  for (const Made& made : made_)
    if (placeIn(made.entry, workspace) == Place::Centre) middle = &made;
  // Old and new neighbours side by side, for a moment, would widen the window.
  for (const Made& made : made_) {
    made.dock->setFloating(false);
    window_.removeDockWidget(made.dock);
  }
  std::map<Qt::DockWidgetArea, QDockWidget*> first;
  for (const Made& made : made_) {
    const Place wanted = placeIn(made.entry, workspace);
    place(made, wanted, &made == middle);
    if (&made == middle) continue;
    QDockWidget*& beside = first[areaOf(wanted)];
    if (beside) window_.tabifyDockWidget(beside, made.dock);
    if (!beside) beside = made.dock;
    made.dock->setVisible(wanted != Place::Centre && !isHidden(wanted));
  }
  for (auto made = made_.rbegin(); made != made_.rend(); ++made)
    if (!made->dock->isHidden()) made->dock->raise();  // the first of each area is seen
}

void ViewRegistry::place(const Made& made, Place place, bool inCentre) {
  if (inCentre) {
    made.dock->setWidget(nullptr);
    centre_.addWidget(made.view);
    centre_.setCurrentWidget(made.view);
    made.view->show();
  } else {
    centre_.removeWidget(made.view);
    made.dock->setWidget(made.view);
    window_.addDockWidget(areaOf(place), made.dock);
  }
  made.action->setChecked(inCentre || !isHidden(place));
}

void ViewRegistry::hideEmptyDocks() {
  for (const Made& made : made_)
    if (!made.dock->widget()) made.dock->hide();
}

QDockWidget* ViewRegistry::seenIn(Qt::DockWidgetArea area) const {
  QDockWidget* seen = nullptr;
  for (const Made& made : made_) {
    if (made.dock->isHidden() || made.dock->isFloating() ||
        window_.dockWidgetArea(made.dock) != area)
      continue;
    if (seen && !window_.tabifiedDockWidgets(seen).contains(made.dock)) return nullptr;
    seen = made.dock;
  }
  return seen;
}

bool ViewRegistry::inCentre(const Made& made) const {
  return centre_.indexOf(made.view) >= 0;
}

void ViewRegistry::show(const Made& made, bool focus) const {
  if (!inCentre(made)) {
    made.dock->show();
    made.dock->raise();
  }
  if (focus) made.view->setFocus(Qt::ShortcutFocusReason);
}

/// As the dock's own action, but its key brings a hidden tab to the front and the focus with it.
void ViewRegistry::toggle(const Made& made) const {
  if (!inCentre(made) && isSeen(*made.dock)) return made.dock->hide();
  show(made, true);
  made.action->setChecked(true);
}

void ViewRegistry::connectAction(const Made& made) const {
  made.action->setCheckable(true);
  QObject::connect(made.action, &QAction::triggered, made.dock, [this, made] { toggle(made); });
  QObject::connect(made.dock, &QDockWidget::visibilityChanged, made.action, [this, made] {
    made.action->setChecked(inCentre(made) || !made.dock->isHidden());
  });
}

std::vector<ViewRegistry::Listed> ViewRegistry::all() const {
  std::vector<Listed> views;
  for (const Made& made : made_)
    views.push_back({made.dock->windowTitle(), made.view, [this, made] { show(made, false); }});
  return views;
}

QList<QAction*> ViewRegistry::actions() const {
  QList<QAction*> all;
  for (const Made& made : made_) all.push_back(made.action);
  return all;
}

}  // namespace timbre::ui
