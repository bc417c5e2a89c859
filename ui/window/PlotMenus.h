/// The menu of a picture: right click, or the Menu key.
#pragma once

#include <QMenu>
#include <QObject>

#include "ui/views/AppContext.h"

namespace timbre::ui {

class CompareView;
class ExportActions;
class MorphView;
class PlayablePlot;

/// GUI thread. Play, export, copy, fit, colours, and the note as A or B.
class PlotMenus : public QObject {
  Q_OBJECT

 public:
  PlotMenus(AppContext& bench, CompareView& compare, MorphView& morph, ExportActions& exports,
            QObject* parent);

 private:
  void addTo(PlayablePlot& plot);
  void addPanels();
  void show(PlayablePlot& plot, QPoint at);
  void addSound(QMenu& menu, PlayablePlot& plot, QPoint at);
  void addPicture(QMenu& menu, PlayablePlot& plot);
  void addNote(QMenu& menu);

  AppContext& bench_;
  CompareView& compare_;
  MorphView& morph_;
  ExportActions& exports_;
};

}  // namespace timbre::ui
