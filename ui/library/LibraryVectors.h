/// Feature vectors of the notes of the open library: loaded at once where they exist, computed in
/// the background otherwise.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "similarity/NoteVectors.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// GUI thread.
class LibraryVectors : public QObject {
  Q_OBJECT

 public:
  /// `folder`: where vectors are kept.
  LibraryVectors(JobRunner& jobs, std::filesystem::path folder, QObject* parent = nullptr);

  void setLibrary(const dataset::NoteLibrary& library);
  /// A view that needs vectors becomes visible or hidden. Without one, nothing is computed.
  void enter(const QObject* viewer);
  void leave(const QObject* viewer);
  /// The vectors of these notes are made first. Between enter() and leave().
  void want(std::vector<int> first);
  bool running() const { return running_; }

  const dataset::NoteLibrary& library() const { return library_; }
  const similarity::VectorTable& table() const { return *table_; }
  /// As it is now, for workers: what is made later goes into a copy.
  std::shared_ptr<const similarity::VectorTable> snapshot() const { return table_; }
  int known() const { return known_; }
  /// Notes that could not be read.
  int failed() const { return failed_; }
  /// Null until it is open, or when that failed: problem() says why.
  std::shared_ptr<similarity::NoteVectors> vectors() const { return vectors_; }
  const QString& problem() const { return problem_; }

 signals:
  /// The library is another.
  void replaced();
  /// More are known, or fewer: the library is another. `finished`: nothing is missing any more.
  void grew(bool finished);

 private:
  void start();
  void stop();
  void open();
  void next();
  void add(const std::vector<std::optional<similarity::NoteVector>>& made);

  JobRunner& jobs_;
  const std::filesystem::path folder_;
  dataset::NoteLibrary library_;
  std::shared_ptr<similarity::NoteVectors> vectors_;
  std::shared_ptr<similarity::VectorTable> table_ = std::make_shared<similarity::VectorTable>();
  std::vector<char> asked_;
  std::vector<int> first_;
  QString problem_;
  int known_ = 0;
  int failed_ = 0;
  int place_ = 0;         // all notes before this one were asked for
  std::vector<int> lot_;  // being analysed now
  std::set<const QObject*> viewers_;
  bool opened_ = false;  // the table has what was made before
  bool running_ = false;
  Job job_;
};

}  // namespace timbre::ui
