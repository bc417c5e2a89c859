#include "ui/views/NoteBrowserView.h"

#include <QComboBox>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

namespace timbre::ui {
namespace {

constexpr int kAny = -1;
constexpr int kGood = -2;
constexpr int kDoubtful = -3;
/// Up to here a query takes less than a frame of the screen; larger libraries are asked on a
/// worker.
constexpr int kAskedAtOnce = 20000;

QComboBox* filterBox(const QString& any, const QString& name, const QString& objectName,
                     QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(objectName);
  box->setAccessibleName(name);
  box->setToolTip(name);
  box->addItem(any, kAny);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  box->setMinimumContentsLength(8);
  box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  return box;
}

template <class Names>
void fill(QComboBox& box, const Names& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    box.addItem(titleOf(names[i]), static_cast<int>(i));
  }
}

template <std::size_t N>
void choose(std::bitset<N>& set, const QComboBox& box) {
  const int chosen = box.currentData().toInt();
  if (chosen != kAny) set.set(static_cast<std::size_t>(chosen));
}

}  // namespace

NoteBrowserView::NoteBrowserView(AppContext& bench, QWidget* parent)
    : QWidget(parent), bench_(bench) {
  setObjectName(QStringLiteral("noteBrowser"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 6);
  column->setSpacing(6);
  buildFilters(*column);
  buildTable(*column);
  buildButtons(*column);
  connect(&model_, &NoteTableModel::orderChanged, this, &NoteBrowserView::applyFilter);
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Library) takeLibrary();
    if (what == Change::Selection) showSelection();
  });
  takeLibrary();
}

void NoteBrowserView::buildFilters(QVBoxLayout& column) {
  search_ = new QLineEdit(this);
  search_->setObjectName(QStringLiteral("searchBox"));
  search_->setPlaceholderText(tr("Search: brass, C4, percussive …"));
  search_->setToolTip(tr("Words in the name, a note name, or a quality (Ctrl+F)"));
  search_->setAccessibleName(tr("Search notes"));
  search_->setClearButtonEnabled(true);
  family_ = filterBox(tr("All families"), tr("Family"), QStringLiteral("familyFilter"), this);
  source_ = filterBox(tr("All sources"), tr("Source"), QStringLiteral("sourceFilter"), this);
  velocity_ =
      filterBox(tr("All velocities"), tr("Velocity"), QStringLiteral("velocityFilter"), this);
  findings_ = filterBox(tr("All notes"), tr("Findings of the check"),
                        QStringLiteral("findingsFilter"), this);
  findings_->addItem(tr("Without findings"), kGood);
  findings_->addItem(tr("With findings"), kDoubtful);
  for (int i = 0; i < static_cast<int>(dataset::kFindings.size()); ++i)
    findings_->addItem(findingText(static_cast<dataset::Finding>(i)), i);
  fill(*family_, dataset::kFamilies);
  fill(*source_, dataset::kSources);
  auto* grid = new QGridLayout;
  grid->setSpacing(6);
  int place = 0;
  for (QComboBox* box : {family_, source_, velocity_, findings_}) {
    grid->addWidget(box, place / 2, place % 2);
    ++place;
    connect(box, &QComboBox::currentIndexChanged, this, &NoteBrowserView::applyFilter);
  }
  connect(search_, &QLineEdit::textChanged, this, &NoteBrowserView::applyFilter);
  column.addWidget(search_);
  column.addLayout(grid);
}

void NoteBrowserView::buildTable(QVBoxLayout& column) {
  table_ = new QTableView(this);
  table_->setObjectName(QStringLiteral("notesTable"));
  table_->setAccessibleName(tr("Notes"));
  table_->setModel(&model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setTabKeyNavigation(false);
  table_->setShowGrid(false);
  table_->setAlternatingRowColors(true);
  table_->setWordWrap(false);
  table_->setSortingEnabled(true);
  table_->sortByColumn(NoteTableModel::Note, Qt::AscendingOrder);
  table_->setContextMenuPolicy(Qt::CustomContextMenu);
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->verticalHeader()->hide();
  const QFontMetrics letters(table_->font());
  table_->verticalHeader()->setDefaultSectionSize(letters.height() + 6);
  table_->verticalHeader()->setMinimumSectionSize(letters.height() + 4);
  QHeaderView& header = *table_->horizontalHeader();
  header.setHighlightSections(false);
  header.setStretchLastSection(true);
  const auto width = [&](int section, const char* sample) {
    header.resizeSection(section, letters.horizontalAdvance(QLatin1String(sample)) + 18);
  };
  width(NoteTableModel::Note, "keyboard_electronic_00");
  width(NoteTableModel::Family, "Synth lead");
  width(NoteTableModel::Source, "Electronic");
  width(NoteTableModel::Pitch, "C#4  10");
  width(NoteTableModel::Velocity, "Vel.  v");
  width(NoteTableModel::Qualities, "bright, percussive, dark");
  column.addWidget(table_, 1);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &NoteBrowserView::takeRow);
  connect(table_, &QTableView::doubleClicked, this, &NoteBrowserView::showDoubleClick);
  connect(table_, &QTableView::customContextMenuRequested, this, &NoteBrowserView::showMenu);
}

void NoteBrowserView::buildButtons(QVBoxLayout& column) {
  setA_ = new QPushButton(tr("Set as A"), this);
  setA_->setObjectName(QStringLiteral("setAButton"));
  setA_->setToolTip(tr("The selected note is one end of the morph (A, or a double click)"));
  setB_ = new QPushButton(tr("Set as B"), this);
  setB_->setObjectName(QStringLiteral("setBButton"));
  setB_->setToolTip(tr("The selected note is the other end of the morph (B)"));
  count_ = new QLabel(this);
  count_->setObjectName(QStringLiteral("noteCount"));
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(count_, 1);
  row->addWidget(setA_);
  row->addWidget(setB_);
  column.addLayout(row);
  connect(setA_, &QPushButton::clicked, this, &NoteBrowserView::setSelectedAsA);
  connect(setB_, &QPushButton::clicked, this, &NoteBrowserView::setSelectedAsB);
}

void NoteBrowserView::focusSearch() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

void NoteBrowserView::focusTable() {
  table_->setFocus(Qt::OtherFocusReason);
}

void NoteBrowserView::setSelectedAsA() {
  if (!bench_.session.note(bench_.session.selectedNote())) return;
  bench_.session.setNoteA(bench_.session.selectedNote());
  emit cornerChosen();
}

void NoteBrowserView::setSelectedAsB() {
  if (!bench_.session.note(bench_.session.selectedNote())) return;
  bench_.session.setNoteB(bench_.session.selectedNote());
  emit cornerChosen();
}

void NoteBrowserView::takeLibrary() {
  const QScopedValueRollback following(following_, true);
  model_.show(bench_.session.library(), {});
  const int chosen = velocity_->currentData().toInt();
  const auto& velocities = bench_.session.library().census().velocities;
  {
    const QSignalBlocker quiet(velocity_);
    while (velocity_->count() > 1) velocity_->removeItem(1);
    for (int v = 0; v < static_cast<int>(velocities.size()); ++v) {
      if (velocities[static_cast<std::size_t>(v)] > 0)
        velocity_->addItem(tr("Velocity %1").arg(v), v);
    }
    velocity_->setCurrentIndex(std::max(0, velocity_->findData(chosen)));
  }
  applyFilter();
}

void NoteBrowserView::takeFindings() {
  if (findings_->currentData().toInt() == kAny)
    model_.refresh();
  else
    applyFilter();
}

dataset::NoteQuery NoteBrowserView::query() const {
  dataset::NoteQuery query;
  query.text = search_->text().toStdString();
  choose(query.families, *family_);
  choose(query.sources, *source_);
  if (const int v = velocity_->currentData().toInt(); v != kAny) query.velocities = {v};
  const int finding = findings_->currentData().toInt();
  query.hideDoubtful = finding == kGood;
  if (finding == kDoubtful) query.findings.set();
  if (finding >= 0) query.findings.set(static_cast<std::size_t>(finding));
  return query;
}

void NoteBrowserView::applyFilter() {
  asking_.cancel();
  const auto& library = bench_.session.library();
  if (library.size() <= kAskedAtOnce) return showRows(library.select(query(), model_.order()));
  using Rows = std::vector<int>;
  asking_ = bench_.jobs.run(
      Lane::Compute, this,
      [library, query = query(), order = model_.order()](Progress&) -> Result<Rows> {
        return library.select(query, order);
      },
      [this](Result<Rows> rows) {
        if (rows) showRows(std::move(*rows));
      },
      {.progress = {}, .priority = 40});
}

void NoteBrowserView::showRows(std::vector<int> rows) {
  {
    const QScopedValueRollback following(following_, true);
    model_.show(bench_.session.library(), std::move(rows));
  }
  showSelection();
  showCount();
}

void NoteBrowserView::showSelection() {
  const QScopedValueRollback following(following_, true);
  const std::string& id = bench_.session.selectedNote();
  const bool any = bench_.session.note(id).has_value();
  setA_->setEnabled(any);
  setB_->setEnabled(any);
  const int row = model_.rowOf(id);
  if (row < 0) {
    table_->selectionModel()->clear();
  } else if (table_->currentIndex().row() != row) {
    table_->selectRow(row);
    table_->scrollTo(model_.index(row, 0));
  }
}

void NoteBrowserView::showCount() {
  const int all = bench_.session.library().size();
  const int shown = model_.rowCount();
  count_->setText(shown == all ? all == 1 ? tr("1 note") : tr("%1 notes").arg(all)
                               : tr("%1 of %2 notes").arg(shown).arg(all));
}

void NoteBrowserView::takeRow(const QModelIndex& current) {
  if (following_ || !current.isValid()) return;
  const std::string id = model_.note(current.row()).id;
  bench_.session.selectNote(id);
  emit chosen(QString::fromStdString(id));
}

void NoteBrowserView::showMenu(const QPoint& place) {
  if (!table_->indexAt(place).isValid()) return;
  QMenu menu(this);
  menu.addAction(tr("Set as A"), this, &NoteBrowserView::setSelectedAsA);
  menu.addAction(tr("Set as B"), this, &NoteBrowserView::setSelectedAsB);
  menu.addSeparator();
  menu.addAction(tr("Play"), this, [this] { bench_.transport.play(Track::Original); });
  menu.exec(table_->viewport()->mapToGlobal(place));
}

void NoteBrowserView::showDoubleClick(const QModelIndex& index) {
  if (index.isValid()) setSelectedAsA();
}

}  // namespace timbre::ui
