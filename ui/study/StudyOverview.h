/// What each study asks, to be chosen from: what stands in the place of results before there are
/// any.
#pragma once

#include <QWidget>

namespace timbre::ui {

/// GUI thread.
class StudyOverview : public QWidget {
  Q_OBJECT

 public:
  explicit StudyOverview(QWidget* parent = nullptr);

 signals:
  /// The place of a study in studies::studies().
  void chosen(int study);
};

}  // namespace timbre::ui
