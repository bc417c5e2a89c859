#include "ui/library/NoteTable.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <algorithm>

#include "ui/Preferences.h"
#include "ui/library/EmptyText.h"

namespace timbre::ui {

NoteTable::NoteTable(QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("notesTable"));
  setAccessibleName(tr("Notes"));
  setModel(&model_);
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setEditTriggers(NoEditTriggers);
  setTabKeyNavigation(false);
  setShowGrid(false);
  setAlternatingRowColors(true);
  setWordWrap(false);
  setSortingEnabled(true);
  setDragEnabled(true);
  sortByColumn(NoteTableModel::Note, Qt::AscendingOrder);
  setContextMenuPolicy(Qt::CustomContextMenu);
  setHorizontalScrollMode(ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 4);
  setColumns();
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) {
            if (following_ || !current.isValid()) return;
            emit chosen(indices_[static_cast<std::size_t>(current.row())]);
          });
  connect(this, &QTableView::doubleClicked, this, &NoteTable::played);
  connect(this, &QTableView::customContextMenuRequested, this, [this](const QPoint& place) {
    if (indexAt(place).isValid()) emit menuAsked(viewport()->mapToGlobal(place));
  });
}

void NoteTable::setColumns() {
  QHeaderView& header = *horizontalHeader();
  header.setHighlightSections(false);
  header.setStretchLastSection(true);
  header.setSectionsMovable(true);
  header.setContextMenuPolicy(Qt::CustomContextMenu);
  connect(&header, &QHeaderView::customContextMenuRequested, this, &NoteTable::chooseColumns);
  const auto width = [&](int section, const char* sample) {
    header.resizeSection(section, fontMetrics().horizontalAdvance(QLatin1String(sample)) + 18);
  };
  width(NoteTableModel::Note, "keyboard_electron");
  nameWidth_ = fittedWidth_ = header.sectionSize(NoteTableModel::Note);
  width(NoteTableModel::Family, "Synth lead");
  width(NoteTableModel::Source, "Electronic");
  width(NoteTableModel::Pitch, "C#4  10");
  width(NoteTableModel::Velocity, "Vel.  v");
  width(NoteTableModel::Qualities, "bright, percussive, dark");
  // What tells the rows of one instrument apart comes first: a narrow list still shows it.
  header.moveSection(header.visualIndex(NoteTableModel::Pitch), 1);
  header.moveSection(header.visualIndex(NoteTableModel::Velocity), 2);
  header.restoreState(Preferences().noteColumns());
  header.setSectionHidden(NoteTableModel::Note, false);
}

NoteTable::~NoteTable() {
  Preferences().setNoteColumns(horizontalHeader()->saveState());
}

/// The name always stays.
void NoteTable::chooseColumns(const QPoint& place) {
  QMenu menu(this);
  for (int column = NoteTableModel::Note + 1; column < NoteTableModel::kColumns; ++column) {
    QAction* action =
        menu.addAction(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(column));
    connect(action, &QAction::toggled, this,
            [this, column](bool shown) { setColumnHidden(column, !shown); });
  }
  menu.exec(horizontalHeader()->mapToGlobal(place));
}

void NoteTable::show(const dataset::NoteLibrary& library, std::vector<int> notes) {
  const QScopedValueRollback following(following_, true);
  indices_ = notes;
  empty_ = emptyText(library);
  model_.show(library, std::move(notes));
}

void NoteTable::setCurrent(const std::string& id) {
  const QScopedValueRollback following(following_, true);
  const int row = model_.rowOf(id);
  if (row < 0) return selectionModel()->clear();
  if (currentIndex().row() == row) return;
  selectRow(row);
  scrollTo(model_.index(row, 0));
}

std::vector<int> NoteTable::selected() const {
  std::vector<int> notes;
  // By ranges: an index for each of 300,000 rows would take long.
  for (const QItemSelectionRange& range : selectionModel()->selection())
    notes.insert(notes.end(), indices_.begin() + range.top(),
                 indices_.begin() + range.bottom() + 1);
  return notes;
}

void NoteTable::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) return emit played();
  if (key == Qt::Key_Delete) return emit deleteAsked();
  QTableView::keyPressEvent(event);
}

/// The current row stays in sight where it was.
void NoteTable::resizeEvent(QResizeEvent* event) {
  const QRect row = visualRect(currentIndex());
  const bool seen = row.top() >= 0 && row.bottom() <= event->oldSize().height();
  QTableView::resizeEvent(event);
  fitName();
  if (seen && currentIndex().isValid()) scrollTo(currentIndex());
}

/// In a narrow list the name gives way, so that pitch and velocity are still seen; it takes the
/// room of a column that is not seen as a whole.
void NoteTable::fitName() {
  QHeaderView& header = *horizontalHeader();
  if (header.sectionSize(NoteTableModel::Note) != fittedWidth_) return;
  const int room = viewport()->width();
  const int others =
      header.sectionSize(NoteTableModel::Pitch) + header.sectionSize(NoteTableModel::Velocity);
  int width = std::clamp(room - others, nameWidth_ / 2, nameWidth_);
  int whole = 0;  // px of the columns that are seen as a whole
  for (int place = 0; width == nameWidth_ && place < header.count(); ++place) {
    const int section = header.logicalIndex(place);
    if (header.isSectionHidden(section)) continue;
    const int wide = section == NoteTableModel::Note ? width : header.sectionSize(section);
    if (whole + wide > room) width += room - whole;
    whole += wide;
  }
  header.resizeSection(NoteTableModel::Note, width);
  fittedWidth_ = header.sectionSize(NoteTableModel::Note);
}

void NoteTable::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (indices_.empty())
    QPainter(viewport()).drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, empty_);
}

void NoteTable::startDrag(Qt::DropActions) {
  emit dragged();
}

}  // namespace timbre::ui
