/// Notes of the library to a folder or to another program.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "ui/jobs/JobRunner.h"
#include "ui/jobs/Unfinished.h"

class QWidget;

namespace timbre::ui {

/// GUI thread.
class NoteExporter : public QObject {
  Q_OBJECT

 public:
  explicit NoteExporter(JobRunner& jobs, QObject* parent = nullptr)
      : QObject(parent), jobs_(jobs) {}

  /// Asks for a folder and writes the notes and a table into it, in the background.
  void ask(const dataset::NoteLibrary& library, std::vector<int> notes, QWidget* window);
  std::optional<Unfinished> unfinished() const;
  /// Starts a drag of their files out of `from`.
  void dragOut(const dataset::NoteLibrary& library, const std::vector<int>& notes, QWidget* from);

 signals:
  /// How far it is, and how it ended.
  void said(const QString& sentence);

 private:
  JobRunner& jobs_;
  Job exporting_;
  qint64 count_ = 0;  // of the notes that are exported
  QString folder_;
};

}  // namespace timbre::ui
