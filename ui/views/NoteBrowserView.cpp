#include "ui/views/NoteBrowserView.h"

#include <QComboBox>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include "dataset/QueryText.h"
#include "ui/PlainText.h"

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
  box->setToolTip(plainTip(name));
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

NoteBrowserView::NoteBrowserView(Session& session, JobRunner& jobs, Transport& transport,
                                 std::function<bool(const dataset::NoteInfo&)> owned,
                                 QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      transport_(transport),
      owned_(std::move(owned)) {
  setObjectName(QStringLiteral("noteBrowser"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 6);
  column->setSpacing(6);
  buildFilters(*column);
  buildTable(*column);
  buildButtons(*column);
  connect(&model_, &NoteTableModel::orderChanged, this, &NoteBrowserView::applyFilter);
  connect(&session, &Session::changed, this, [this](Change what) {
    if (what == Change::Library) takeLibrary();
    if (what == Change::Selection) showSelection();
    if (what == Change::Corners || what == Change::Library)
      model_.setCorners(session_.state().noteA, session_.state().noteB);
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
  search_->installEventFilter(this);
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
  // What tells the rows of one instrument apart comes first: a narrow list still shows it.
  header.moveSection(header.visualIndex(NoteTableModel::Pitch), 1);
  header.moveSection(header.visualIndex(NoteTableModel::Velocity), 2);
  column.addWidget(table_, 1);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &NoteBrowserView::takeRow);
  connect(table_, &QTableView::doubleClicked, this, [this] { transport_.play(Track::original()); });
  table_->installEventFilter(this);
  connect(table_, &QTableView::customContextMenuRequested, this, &NoteBrowserView::showMenu);
}

void NoteBrowserView::buildButtons(QVBoxLayout& column) {
  setA_ = new QPushButton(tr("Set as A"), this);
  setA_->setObjectName(QStringLiteral("setAButton"));
  setA_->setToolTip(tr("The selected note is one end of the morph (A)"));
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
  if (!session_.note(session_.selectedNote())) return;
  session_.setNoteA(session_.selectedNote());
  emit cornerChosen();
}

void NoteBrowserView::setSelectedAsB() {
  if (!session_.note(session_.selectedNote())) return;
  session_.setNoteB(session_.selectedNote());
  emit cornerChosen();
}

void NoteBrowserView::takeLibrary() {
  const QScopedValueRollback following(following_, true);
  model_.show(session_.library(), {});
  const int chosen = velocity_->currentData().toInt();
  const auto& velocities = session_.library().census().velocities;
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
  clearFilters();
  findings_->setCurrentIndex(findings_->findData(kDoubtful));
  if (model_.rowCount() == 0) clearFilters();
  applyFilter();
}

void NoteBrowserView::reveal() {
  if (model_.rowOf(session_.selectedNote()) < 0) clearFilters();
}

void NoteBrowserView::clearFilters() {
  search_->clear();
  for (QComboBox* box : {family_, source_, velocity_, findings_}) box->setCurrentIndex(0);
}

bool NoteBrowserView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (watched == search_ && (key == Qt::Key_Down || enter)) {
    goToFirst(enter);
    return true;
  }
  if (watched == table_ && enter) {
    transport_.play(Track::original());
    return true;
  }
  if (watched == table_ && key == Qt::Key_Delete && ownsSelected()) {
    emit deletionAsked(*session_.note(session_.selectedNote()));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void NoteBrowserView::goToFirst(bool play) {
  if (model_.rowCount() == 0) return;
  table_->setFocus(Qt::OtherFocusReason);
  const bool there = table_->currentIndex().isValid() && table_->currentIndex().row() == 0;
  table_->selectRow(0);
  if (play && there) transport_.play(Track::original());  // else selecting it is what plays it
}

bool NoteBrowserView::ownsSelected() const {
  const auto note = session_.note(session_.selectedNote());
  return note && owned_(*note);
}

dataset::NoteQuery NoteBrowserView::query() const {
  auto query = dataset::parseQuery(search_->text().toStdString()).query;
  choose(query.families, *family_);
  choose(query.sources, *source_);
  if (const int v = velocity_->currentData().toInt(); v != kAny)
    query.velocities = dataset::keysBetween(v, v);  // the box is the more exact
  const int finding = findings_->currentData().toInt();
  query.hideDoubtful |= finding == kGood;
  if (finding == kDoubtful) query.findings.set();
  if (finding >= 0) query.findings.set(static_cast<std::size_t>(finding));
  return query;
}

void NoteBrowserView::applyFilter() {
  asking_.cancel();
  const auto& library = session_.library();
  if (library.size() <= kAskedAtOnce) return showRows(library.select(query(), model_.order()));
  using Rows = std::vector<int>;
  asking_ = jobs_.run(
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
    model_.show(session_.library(), std::move(rows));
  }
  showSelection();
  showCount();
}

void NoteBrowserView::showSelection() {
  const QScopedValueRollback following(following_, true);
  const std::string& id = session_.selectedNote();
  const bool any = session_.note(id).has_value();
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
  const int all = session_.library().size();
  const int shown = model_.rowCount();
  if (shown == 0 && all > 0) return count_->setText(nothingFound());
  count_->setText(shown == all ? all == 1 ? tr("1 note") : tr("%1 notes").arg(all)
                               : tr("%1 of %2 notes").arg(shown).arg(all));
}

void NoteBrowserView::takeRow(const QModelIndex& current) {
  if (following_ || !current.isValid()) return;
  const std::string id = model_.note(current.row()).id;
  session_.selectNote(id);
  emit chosen(QString::fromStdString(id));
}

void NoteBrowserView::showMenu(const QPoint& place) {
  if (!table_->indexAt(place).isValid()) return;
  QMenu menu(this);
  menu.addAction(tr("Set as A"), this, &NoteBrowserView::setSelectedAsA);
  menu.addAction(tr("Set as B"), this, &NoteBrowserView::setSelectedAsB);
  menu.addSeparator();
  menu.addAction(tr("Play"), this, [this] { transport_.play(Track::original()); });
  if (ownsSelected()) {
    const auto note = *session_.note(session_.selectedNote());
    menu.addSeparator();
    menu.addAction(tr("Rename or correct …"), this, [this, note] { emit correctionAsked(note); });
    menu.addAction(tr("Delete sound"), this, [this, note] { emit deletionAsked(note); });
  }
  menu.exec(table_->viewport()->mapToGlobal(place));
}

QString NoteBrowserView::nothingFound() const {
  const auto& library = session_.library();
  const std::string text = search_->text().toStdString();
  if (library.size() > kAskedAtOnce || text.empty()) return tr("Nothing found");
  return tr("Nothing found: %1").arg(QString::fromStdString(dataset::whyNothing(library, text)));
}

}  // namespace timbre::ui
