/// The table of MIDI keys, linked both ways with the crosshair of the pictures.
#pragma once

#include <QWidget>

#include "ui/inspect/MidiTableModel.h"
#include "ui/views/AppContext.h"

class QCheckBox;
class QDoubleSpinBox;
class QTableView;

namespace timbre::ui {

class ElidingLabel;

/// GUI thread. Pointing at a picture marks the row; a click on a row puts the crosshair on its
/// frequency and sounds it. A4 holds in the whole window.
class MidiTableView : public QWidget {
  Q_OBJECT

 public:
  explicit MidiTableView(AppContext& bench, QWidget* parent = nullptr);

 private:
  void build();
  void buildTable();
  void fill();
  void follow(std::optional<PlotPoint> point);
  void choose(const QModelIndex& index);
  void copy();
  void exportCsv();
  /// The selected rows, or all where at most one is.
  std::vector<MidiTableRow> wanted() const;
  void say(const QString& text);

  AppContext& bench_;
  MidiTableModel model_;
  QTableView* table_;
  QDoubleSpinBox* a4_;
  QCheckBox* all_;
  ElidingLabel* said_;
};

}  // namespace timbre::ui
