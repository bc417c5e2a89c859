/// The notes of a library as a table: filtered by a query, sorted by any column.
#pragma once

#include <QAbstractTableModel>
#include <string>
#include <vector>

#include "dataset/NoteLibrary.h"

namespace timbre::ui {

/// GUI thread. Holds indices into the library, so a filter over thousands of notes takes
/// milliseconds.
class NoteTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Note, Family, Source, Pitch, Velocity, Qualities, Flags, kColumns };

  using QAbstractTableModel::QAbstractTableModel;

  void setLibrary(const dataset::NoteLibrary& library);
  void setQuery(const dataset::NoteQuery& query);

  /// `row` in [0, rowCount).
  dataset::NoteInfo note(int row) const;
  /// -1 when the note is not in the table: unknown, or filtered out.
  int rowOf(const std::string& id) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void sort(int column, Qt::SortOrder order) override;

 private:
  void fill();
  void order();

  dataset::NoteLibrary library_;
  dataset::NoteQuery query_;
  std::vector<int> rows_;
  int column_ = Note;
  Qt::SortOrder order_ = Qt::AscendingOrder;
};

/// "Synth lead", "Tempo-synced": a name of the dataset as people write it.
QString titleOf(std::string_view name);
/// "C♯4  61"
QString pitchText(int pitch);
/// "bright, percussive"
QString qualitiesText(const dataset::NoteInfo& note);
/// What is doubtful about a note, in words; empty when nothing is.
QString flagsText(const dataset::NoteInfo& note);
/// "off its pitch": the words of a finding.
QString findingText(dataset::Finding finding);
/// "Brass 016 · C4 · velocity 50": short enough for a title.
QString noteTitle(const dataset::NoteInfo& note);

}  // namespace timbre::ui
