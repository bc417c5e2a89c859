#include "ui/views/ImportTable.h"

#include <QHeaderView>
#include <QShortcut>

namespace timbre::ui {

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
  const auto width = [this](int section, const QString& sample) {
    setColumnWidth(section, fontMetrics().horizontalAdvance(sample) + 12);
  };
  width(ImportTableModel::Pitch, tr("analysing …"));
  width(ImportTableModel::Sureness, tr("Confidence"));
  width(ImportTableModel::Family, QStringLiteral("Keyboard"));
  // What people wrote shares what the short columns leave.
  for (const int section :
       {ImportTableModel::File, ImportTableModel::Name, ImportTableModel::Remark})
    horizontalHeader()->setSectionResizeMode(section, QHeaderView::Stretch);
  auto* remove = new QShortcut(QKeySequence::Delete, this);
  remove->setContext(Qt::WidgetShortcut);
  connect(remove, &QShortcut::activated, this, &ImportTable::removeAsked);
}

QList<int> ImportTable::selectedRows() const {
  QList<int> rows;
  for (const QModelIndex& index : selectionModel()->selectedRows()) rows << index.row();
  return rows;
}

}  // namespace timbre::ui
