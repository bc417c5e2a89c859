/// The notes of a library as a table: filtered by a query, sorted by any column.
#pragma once

#include <QAbstractTableModel>
#include <QIcon>
#include <string>
#include <vector>

#include "dataset/NoteLibrary.h"

namespace timbre::ui {

/// The letters A and B on a plate, for a note at an end of the morph; null for others.
QIcon cornerIcon(bool isA, bool isB);

/// GUI thread. Holds the indices that a query gave, so that 300,000 notes are 1.2 MB, and fetches a
/// note when it is shown.
class NoteTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Note, Family, Source, Pitch, Velocity, Qualities, Flags, kColumns };

  using QAbstractTableModel::QAbstractTableModel;

  /// Shows these notes of the library, in this order.
  void show(const dataset::NoteLibrary& library, std::vector<int> rows);
  /// The two notes that bear a mark: the ends of the morph. Empty: none.
  void setCorners(const std::string& a, const std::string& b);
  /// The notes themselves have changed, their places have not.
  void refresh();

  /// `row` in [0, rowCount).
  dataset::NoteInfo note(int row) const;
  /// -1 when the note is not in the table: unknown, or filtered out.
  int rowOf(const std::string& id) const;
  /// What a click on the header asked for last.
  dataset::NoteOrder order() const { return order_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  /// Notes can be dragged.
  Qt::ItemFlags flags(const QModelIndex& index) const override {
    return QAbstractTableModel::flags(index) | Qt::ItemIsDragEnabled;
  }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void sort(int column, Qt::SortOrder order) override;

 signals:
  /// The rows are to be shown in order().
  void orderChanged();

 private:
  const dataset::NoteInfo& fetched(int row) const;
  QVariant badge(const std::string& id) const;

  dataset::NoteLibrary library_;
  std::vector<int> rows_;
  dataset::NoteOrder order_;
  std::string a_, b_;
  mutable dataset::NoteInfo fetched_;  // the view asks cell by cell
  mutable int fetchedRow_ = -1;
};

/// "Synth lead", "Tempo-synced": a name of the dataset as people write it.
QString titleOf(std::string_view name);
/// "C♯4  61"
QString pitchText(int pitch);
/// "bright, percussive"
QString qualitiesText(const dataset::NoteInfo& note);
/// What is doubtful about a note, in words; empty when nothing is.
QString flagsText(const dataset::NoteInfo& note);
/// "out of tune": the words of a finding.
QString findingText(dataset::Finding finding);
/// "Brass 016 · C4 · velocity 50": short enough for a title.
QString noteTitle(const dataset::NoteInfo& note);

}  // namespace timbre::ui
