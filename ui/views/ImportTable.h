/// The list of sounds to import.
#pragma once

#include <QTableView>

#include "ui/models/ImportTableModel.h"

namespace timbre::ui {

/// Each column is as wide as what it holds, and the remarks have the rest; where there is too
/// little room, names are shortened. GUI thread.
class ImportTable : public QTableView {
  Q_OBJECT

 public:
  explicit ImportTable(ImportTableModel& items, QWidget* parent = nullptr);

  QList<int> selectedRows() const;

 signals:
  /// The Delete key.
  void removeAsked();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  int widthFor(int column) const;
  void fitColumns();
};

}  // namespace timbre::ui
