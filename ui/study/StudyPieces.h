/// The results of a study, one below the other: texts, tables, figures and sounds.
#pragma once

#include <QImage>
#include <QScrollArea>
#include <string>

#include "studies/StudyResult.h"

class QVBoxLayout;

namespace timbre::ui {

class FlowLayout;

/// GUI thread.
class StudyPieces : public QScrollArea {
  Q_OBJECT

 public:
  explicit StudyPieces(QWidget* parent = nullptr);

  void clear();
  /// At the end; takes the widget.
  void append(QWidget* piece);
  /// `image`: the picture of a figure; of other pieces nothing.
  void take(const studies::Item& item, const QImage& image);

 signals:
  /// A sound of the study, or the id of a note that a figure shows.
  void soundClicked(const std::string& name);

 private:
  void appendSound(QWidget* button);

  QVBoxLayout* pieces_ = nullptr;
  FlowLayout* sounds_ = nullptr;  ///< of the sounds that were the last piece; else null
};

}  // namespace timbre::ui
