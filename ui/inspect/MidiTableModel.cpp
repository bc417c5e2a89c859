#include "ui/inspect/MidiTableModel.h"

#include <utility>

namespace timbre::ui {

void MidiTableModel::set(const MidiTableRange& range, double a4) {
  auto rows = midiTable(range, a4);
  beginResetModel();
  rows_ = rows ? std::move(*rows) : std::vector<MidiTableRow>();
  endResetModel();
}

int MidiTableModel::rowOf(int number) const {
  if (rows_.empty() || number < rows_.front().number || number > rows_.back().number) return -1;
  return number - rows_.front().number;
}

int MidiTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int MidiTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant MidiTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const MidiTableRow& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == kBlackRole) return row.black;
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
  if (role == Qt::AccessibleTextRole && index.column() == Key)
    return row.black ? tr("black key") : tr("white key");
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Number:
      return row.number;
    case Name:
      return QString::fromStdString(row.name);
    case Frequency:
      return QStringLiteral("%1 Hz").arg(row.hertz, 0, 'f', 2);
    case Period:
      return QStringLiteral("%1 ms").arg(row.milliseconds, 0, 'f', 4);
    default:
      return {};
  }
}

QVariant MidiTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
    return QVariant::fromValue(
        Qt::Alignment((section == Key ? Qt::AlignHCenter : Qt::AlignRight) | Qt::AlignVCenter));
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Number:
      return tr("MIDI");
    case Name:
      return tr("Name");
    case Key:
      return tr("Key");
    case Frequency:
      return tr("Frequency");
    case Period:
      return tr("Period");
    default:
      return {};
  }
}

}  // namespace timbre::ui
