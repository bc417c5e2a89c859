/// Turns recordings into notes: a list of what was found in each, to correct, play, remove and undo
/// before anything is written.
#pragma once

#include <QDialog>
#include <QUndoStack>
#include <atomic>
#include <memory>
#include <optional>

#include "ui/audioout/Transport.h"
#include "ui/jobs/JobRunner.h"
#include "ui/models/ImportTableModel.h"
#include "ui/views/AppContext.h"
#include "ui/views/ImportDetails.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace timbre::ui {

class ImportTable;
class ThinProgressBar;

/// All files are listened to in the background; one is looked at. GUI thread.
class ImportSoundDialog : public QDialog {
  Q_OBJECT

 public:
  /// `folder`: the notes are added there. `files`: at least one. What plays in the window should be
  /// stopped before: the dialog plays through `out`, too.
  ImportSoundDialog(AppContext& bench, std::filesystem::path folder,
                    std::vector<std::filesystem::path> files, QWidget* parent);

  const ImportTableModel& items() const { return items_; }
  void done(int result) override;
  /// Asks first where corrections would be lost.
  void reject() override;

 signals:
  /// At the end, when there are any: the ids of the new notes.
  void imported(const QStringList& ids);
  /// At the end, when there are any: a sentence for each file that is not a note now.
  void refusedSome(const QStringList& sentences);

 private:
  void buildTable(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void connectAll();
  int row() const;
  void listenNext();
  void look(int sound);
  void show(int place, const Result<LookedAtSound>& looked);
  void showItem();
  void showCounts();
  void removeRows();
  void add();
  void kept(const importing::KeptNotes& notes);
  bool many() const { return files_ > 1; }

  JobRunner& jobs_;
  const Appearance& look_;
  const std::filesystem::path folder_;
  const std::size_t files_;
  QUndoStack undo_;
  ImportTableModel items_;
  Transport player_;  ///< of this dialog alone
  std::optional<LookedAtSound> current_;
  int place_ = -1;                           ///< of the one that is looked at
  std::shared_ptr<std::atomic<bool>> stop_;  ///< set while notes are written; true: no more
  Job listening_;
  Job looking_;
  Job adding_;
  ImportTable* table_ = nullptr;
  ImportDetails* details_ = nullptr;
  QLabel* counts_ = nullptr;
  ThinProgressBar* progress_ = nullptr;
  QPushButton* add_ = nullptr;
  QPushButton* remove_ = nullptr;
};

}  // namespace timbre::ui
