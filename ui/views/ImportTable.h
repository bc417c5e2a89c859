/// The list of sounds to import.
#pragma once

#include <QTableView>

#include "ui/models/ImportTableModel.h"

namespace timbre::ui {

/// GUI thread.
class ImportTable : public QTableView {
  Q_OBJECT

 public:
  explicit ImportTable(ImportTableModel& items, QWidget* parent = nullptr);

  QList<int> selectedRows() const;

 signals:
  /// The Delete key.
  void removeAsked();
};

}  // namespace timbre::ui
