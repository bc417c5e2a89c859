/// One sound that is to be imported: its picture, what was cut and remarked, and its labels.
#pragma once

#include <QWidget>

#include "importing/ImportNotes.h"
#include "ui/audioout/Transport.h"
#include "ui/models/ImportTableModel.h"
#include "ui/widgets/Picture.h"

class QComboBox;
class QLabel;

namespace timbre::ui {

class NoteForm;
class PlayablePlot;

/// What has been heard of the current file, and its picture.
struct LookedAtSound {
  importing::HeardNote heard;
  Picture picture;
};

/// GUI thread.
class ImportDetails : public QWidget {
  Q_OBJECT

 public:
  /// Ctrl+Space plays the original track of `player`.
  explicit ImportDetails(Transport& player, QWidget* parent = nullptr);

  PlayablePlot& plot() { return *plot_; }
  NoteForm& form() { return *form_; }
  /// The form can be used as soon as the item was heard. `looked`: null while it is being analysed.
  void show(const ImportItem& item, const LookedAtSound* looked);

 signals:
  /// The user chose another part of the recording.
  void partChosen(int part);

 private:
  void showParts(const LookedAtSound* looked);

  PlayablePlot* plot_ = nullptr;
  QLabel* trim_ = nullptr;
  QLabel* remarks_ = nullptr;
  QComboBox* part_ = nullptr;
  NoteForm* form_ = nullptr;
};

}  // namespace timbre::ui
