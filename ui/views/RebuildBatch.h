/// Many notes rebuilt into a folder: how far that is, with a button that cancels it.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "synthesis/RebuildNotes.h"
#include "ui/jobs/Unfinished.h"
#include "ui/views/AppContext.h"

class QLabel;

namespace timbre::ui {

class ThinProgressBar;

/// Lies in the status bar, hidden while nothing is made. The window stays in use meanwhile. GUI
/// thread.
class RebuildBatch : public QWidget {
  Q_OBJECT

 public:
  explicit RebuildBatch(AppContext& bench, QWidget* parent = nullptr);

  /// Asks for a folder, then start(). `notes`: indices into the open library.
  void ask(const std::vector<int>& notes, const std::vector<model::ModelCard>& models);
  /// One batch at a time: says so while another runs.
  void start(std::vector<int> notes, std::vector<model::ModelCard> models, const QString& folder);
  /// What is written stays.
  void cancel();
  bool running() const { return job_.running(); }
  std::optional<Unfinished> unfinished() const;

 signals:
  /// A sentence for the status bar.
  void said(const QString& sentence);

 private:
  bool mayStart(const std::vector<int>& notes, const std::vector<model::ModelCard>& models);
  void showProgress(const JobProgress& progress);
  void finish(const Result<synthesis::RebuildReport>& report);
  void tellFailures(const std::vector<synthesis::RebuildFailure>& failures);

  AppContext& bench_;
  QLabel* text_;
  ThinProgressBar* bar_;
  QString folder_;
  int sounds_ = 0;  // of the batch
  int done_ = 0;    // of them, with those that failed
  Job job_;
};

}  // namespace timbre::ui
