/// The recordings of an import as a table: what was found in each, with the user's corrections.
#pragma once

#include <QAbstractTableModel>
#include <QUndoStack>
#include <filesystem>
#include <optional>
#include <vector>

#include "importing/ImportNotes.h"

namespace timbre::ui {

/// One recording.
struct ImportItem {
  enum class State { Waiting, Heard, Refused };

  std::filesystem::path file;
  State state = State::Waiting;
  int sound = -1;          ///< which of its sounds is taken; negative while waiting
  int sounds = 0;          ///< how many it has
  dataset::NoteInfo note;  ///< name, pitch (-1: none), velocity, family, source
  std::optional<importing::HeardPitch> heard;
  std::vector<std::string> remarks;  ///< what reading it guessed, levelled or cut
  QString error;                     ///< of a refused one: a sentence
  bool removed = false;

  /// The user should check it: no pitch, an uncertain one, or something was guessed or cut.
  bool doubtful() const;
};

/// GUI thread. Every edit is a step of `undo`.
class ImportTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { File, Name, Pitch, Sureness, Family, Remark, kColumns };

  ImportTableModel(std::vector<std::filesystem::path> files, QUndoStack& undo,
                   QObject* parent = nullptr);

  /// `row`: of those that were not removed.
  const ImportItem& item(int row) const;
  /// Of the file with this place in the list that was given; -1 when it was removed.
  int rowOf(int place) const;
  int placeOf(int row) const { return shown_[static_cast<std::size_t>(row)]; }
  /// The place of the first that waits; -1 when none does.
  int nextWaiting() const;
  int count(ImportItem::State state) const;
  /// "3 of 8 still to be analysed · 2 to check"; empty when nothing is.
  QString summary() const;
  /// What becomes a note when the person agrees: all but those removed and refused.
  std::vector<importing::PlannedNote> planned() const;

  /// The result of its analysis; not undone.
  void takeHeard(int place, const Result<importing::HeardNote>& heard);
  /// Edits of one note that follow one another are one step.
  void correct(int row, const dataset::NoteInfo& note);
  /// Another of its sounds, with the result of its analysis.
  void chooseSound(int row, const importing::HeardNote& heard);
  void remove(const QList<int>& rows);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 signals:
  /// The item in this row is another, and not by what a person did in a form.
  void replaced(int row);

 private:
  class Edit;
  void put(int place, const ImportItem& item);
  QString text(const ImportItem& item, int column) const;

  std::vector<ImportItem> items_;
  std::vector<int> shown_;
  QUndoStack& undo_;
};

/// "Estimated A4 +3 ct, confidence 97 %, or A3, 2 %: please check".
QString heardText(const std::optional<importing::HeardPitch>& heard);

}  // namespace timbre::ui
