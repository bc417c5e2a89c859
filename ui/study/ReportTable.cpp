#include "ui/study/ReportTable.h"

#include <QHeaderView>
#include <algorithm>

#include "ui/PlainText.h"

namespace timbre::ui {

ReportTable::ReportTable(const studies::Table& table, QWidget* parent) : QTableWidget(parent) {
  setAccessibleName(QString::fromStdString(table.title));
  setToolTip(plainTip(QString::fromStdString(table.caption)));
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setColumnCount(static_cast<int>(table.columns.size()));
  setRowCount(std::min(kMostRows, static_cast<int>(table.rows.size())));
  QStringList names;
  for (const auto& column : table.columns) names << QString::fromStdString(column.name);
  setHorizontalHeaderLabels(names);
  for (int r = 0; r < rowCount(); ++r) {
    const auto& row = table.rows[static_cast<std::size_t>(r)];
    for (std::size_t c = 0; c < row.size(); ++c) {
      const bool isNumber = !studies::isWords(row[c]);
      QString text = QString::fromStdString(studies::shown(row[c], table.columns[c].digits));
      if (isNumber && text.startsWith(QLatin1Char('-'))) text[0] = QChar(0x2212);  // a minus sign
      auto* cell = new QTableWidgetItem(text);
      if (isNumber) {
        cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        horizontalHeaderItem(static_cast<int>(c))
            ->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      }
      setItem(r, static_cast<int>(c), cell);
    }
  }
  verticalHeader()->hide();
  resizeColumnsToContents();
  resizeRowsToContents();
  const int height =
      horizontalHeader()->sizeHint().height() + verticalHeader()->length() + 2 * frameWidth() + 16;
  setFixedHeight(std::min(height, 420));
}

}  // namespace timbre::ui
