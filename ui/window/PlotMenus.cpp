#include "ui/window/PlotMenus.h"

#include <QActionGroup>

#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/MorphView.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {

PlotMenus::PlotMenus(AppContext& bench, CompareView& compare, MorphView& morph,
                     ExportActions& exports, QObject* parent)
    : QObject(parent), bench_(bench), compare_(compare), morph_(morph), exports_(exports) {
  addTo(compare.original());
  addTo(morph.plot());
  connect(&compare, &CompareView::panelsChanged, this, &PlotMenus::addPanels);
  addPanels();
}

void PlotMenus::addPanels() {
  for (ReconstructionPanel* panel : compare_.panels()) addTo(*panel);
}

void PlotMenus::addTo(PlayablePlot& plot) {
  if (plot.contextMenuPolicy() == Qt::CustomContextMenu) return;
  plot.setContextMenuPolicy(Qt::CustomContextMenu);
  connect(&plot, &QWidget::customContextMenuRequested, this,
          [this, &plot](QPoint at) { show(plot, at); });
  // Not from within the event: the drag waits for its end.
  connect(
      &plot, &PlotPane::titleDragged, this, [this, &plot] { exports_.dragSound(plot); },
      Qt::QueuedConnection);
}

void PlotMenus::show(PlayablePlot& plot, QPoint at) {
  auto* menu = new QMenu(&plot);
  menu->setObjectName(QStringLiteral("plotMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addSound(*menu, plot, at);
  menu->addSeparator();
  addPicture(*menu, plot);
  if (&plot != &morph_.plot() && bench_.session.note(bench_.session.selectedNote())) {
    menu->addSeparator();
    addNote(*menu);
  }
  menu->popup(plot.mapToGlobal(at));
}

void PlotMenus::addSound(QMenu& menu, PlayablePlot& plot, QPoint at) {
  Transport& transport = bench_.transport;
  const Track track = plot.track();
  const bool sounding =
      transport.current() == track && (transport.playing() || transport.waiting());
  menu.addAction(sounding ? tr("&Stop") : tr("&Play"), this, [&transport, track, sounding] {
    sounding ? transport.stopByUser() : transport.play(track);
  });
  if (const auto point = plot.pointAt(at); point && !plot.picture().empty()) {
    const double seconds = point->seconds;
    menu.addAction(tr("Play &from %1").arg(timeText(seconds)), this, [&transport, &plot, seconds] {
      emit plot.pointClicked(seconds, 0);
      transport.play(plot.track());
    });
  }
  QAction* again = menu.addAction(tr("Play from the star&t"), this, [&transport, &plot] {
    emit plot.pointClicked(0, 0);
    transport.play(plot.track());
  });
  again->setEnabled(plot.cueStart() > 0 || plot.loop());
  menu.addSeparator();
  menu.addAction(tr("Export &sound …"), this, [this, track] { exports_.exportSound(track); })
      ->setEnabled(transport.sound(track));
  menu.addAction(tr("Copy soun&d"), this, [this, &plot] { exports_.copySound(plot); })
      ->setEnabled(transport.sound(track));
}

void PlotMenus::addPicture(QMenu& menu, PlayablePlot& plot) {
  const Track track = plot.track();
  const bool there = !plot.picture().empty() && plot.request();
  menu.addAction(tr("Export p&icture …"), this, [this, track] { exports_.exportPicture(track); })
      ->setEnabled(there);
  menu.addAction(tr("&Copy picture"), this, [this, track] { exports_.copyPicture(track); })
      ->setEnabled(there);
  menu.addSeparator();
  menu.addAction(tr("F&it"), this, [this, &plot] {
    if (&plot == &morph_.plot())
      morph_.fit();
    else
      compare_.fit();
  });
  QMenu* colours = menu.addMenu(tr("Co&lours"));
  auto* group = new QActionGroup(colours);
  for (const spectral::ColourMap map : spectral::kColourMaps) {
    QAction* made =
        colours->addAction(titleOf(map), this, [this, map] { bench_.appearance.setMap(map); });
    made->setCheckable(true);
    made->setChecked(map == bench_.appearance.map());
    group->addAction(made);
  }
}

void PlotMenus::addNote(QMenu& menu) {
  const std::string note = bench_.session.selectedNote();
  menu.addAction(tr("Set as &A"), this, [this, note] { bench_.session.setNoteA(note); });
  menu.addAction(tr("Set as &B"), this, [this, note] { bench_.session.setNoteB(note); });
}

}  // namespace timbre::ui
