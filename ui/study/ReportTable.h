/// A table of a study in the window.
#pragma once

#include <QTableWidget>

#include "studies/StudyResult.h"

namespace timbre::ui {

/// As high as its rows, at most kMostRows of them; the rest is in the CSV.
class ReportTable : public QTableWidget {
  Q_OBJECT

 public:
  static constexpr int kMostRows = 60;
  explicit ReportTable(const studies::Table& table, QWidget* parent = nullptr);
};

}  // namespace timbre::ui
