#include "ui/views/ImportTable.h"

#include <QHeaderView>
#include <QShortcut>
#include <algorithm>
#include <array>

namespace timbre::ui {
namespace {

constexpr int kRemarkShare = 3;  // of the room beside the short columns: a third, if they need it
constexpr std::array kShort{ImportTableModel::Pitch, ImportTableModel::Sureness,
                            ImportTableModel::Family};

}  // namespace

ImportTable::ImportTable(ImportTableModel& items, QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("importTable"));
  setAccessibleName(tr("Sounds to import"));
  setModel(&items);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setShowGrid(false);
  setAlternatingRowColors(true);
  setWordWrap(false);
  setTextElideMode(Qt::ElideMiddle);  // names differ at their ends
  setTabKeyNavigation(false);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setResizeContentsPrecision(0);  // what is in sight is measured
  for (const int column : kShort) setColumnWidth(column, 0);
  for (const auto told : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
    connect(&items, told, this, &ImportTable::fitColumns);
  connect(&items, &QAbstractItemModel::dataChanged, this, &ImportTable::fitColumns);
  auto* remove = new QShortcut(QKeySequence::Delete, this);
  remove->setContext(Qt::WidgetShortcut);
  connect(remove, &QShortcut::activated, this, &ImportTable::removeAsked);
}

/// Of what is in sight, and of the header.
int ImportTable::widthFor(int column) const {
  return std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)) + 1;
}

void ImportTable::fitColumns() {
  int room = viewport()->width();
  for (const int column : kShort) {
    const int wide = std::max(widthFor(column), columnWidth(column));  // it does not jump
    setColumnWidth(column, wide);
    room -= wide;
  }
  const int remark = std::max(horizontalHeader()->sectionSizeHint(ImportTableModel::Remark),
                              std::min(widthFor(ImportTableModel::Remark), room / kRemarkShare));
  const int file = widthFor(ImportTableModel::File), name = widthFor(ImportTableModel::Name);
  const int forBoth = room - remark;
  const int forFile = std::min(file, std::max(forBoth / 2, forBoth - name));
  const int forName = std::min(name, forBoth - forFile);
  setColumnWidth(ImportTableModel::File, forFile);
  setColumnWidth(ImportTableModel::Name, forName);
  setColumnWidth(ImportTableModel::Remark, std::max(remark, room - forFile - forName));
}

void ImportTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitColumns();
}

QList<int> ImportTable::selectedRows() const {
  QList<int> rows;
  for (const QModelIndex& index : selectionModel()->selectedRows()) rows << index.row();
  return rows;
}

}  // namespace timbre::ui
