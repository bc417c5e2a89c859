/// The table of MIDI keys as a model for views.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "base/MidiTable.h"

namespace timbre::ui {

/// GUI thread.
class MidiTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Number, Name, Key, Frequency, Period, kColumns };
  /// A bool: the row's key is black.
  static constexpr int kBlackRole = Qt::UserRole;

  using QAbstractTableModel::QAbstractTableModel;

  /// Both as midiTable() takes them.
  void set(const MidiTableRange& range, double a4);
  const std::vector<MidiTableRow>& rows() const { return rows_; }
  /// The row of this key; -1 when it is not in the table.
  int rowOf(int number) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<MidiTableRow> rows_;
};

}  // namespace timbre::ui
