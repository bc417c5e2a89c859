#include "ui/library/NoteBrowserView.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "base/StandardPaths.h"
#include "ui/CountText.h"
#include "ui/library/FacetFold.h"
#include "ui/library/FacetPanel.h"
#include "ui/library/MapPane.h"
#include "ui/library/NoteGrid.h"
#include "ui/library/NoteTable.h"
#include "ui/library/SearchBar.h"
#include "ui/library/SimilarPanel.h"

namespace timbre::ui {
NoteBrowserView::NoteBrowserView(Session& session, JobRunner& jobs, Transport& transport,
                                 std::function<bool(const dataset::NoteInfo&)> owned,
                                 QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      transport_(transport),
      owned_(std::move(owned)),
      query_(session, jobs, userDataFolder() / "favourites.txt"),
      vectors_(background_, userCacheFolder() / "similarity"),
      layout_(vectors_, background_, userCacheFolder() / "similarity"),
      thumbnails_(background_, userCacheFolder() / "thumbnails"),
      hover_(transport, jobs),
      exporter_(jobs) {
  setObjectName(QStringLiteral("noteBrowser"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 6);
  column->setSpacing(6);
  search_ = new SearchBar(
      query_, [this]() -> const dataset::NoteLibrary& { return session_.library(); }, this);
  column->addWidget(search_);
  bar_ = new PresentationBar(this);
  column->addWidget(bar_);
  buildMiddle(*column);
  buildButtons(*column);
  connectViews();
  present(PresentationBar::remembered());
  takeLibrary();
}

void NoteBrowserView::buildMiddle(QVBoxLayout& column) {
  facets_ = new FacetPanel(query_, this);
  table_ = new NoteTable(this);
  grid_ = new NoteGrid(thumbnails_, this);
  map_ = new MapPane(vectors_, layout_, thumbnails_, background_, this);
  similar_ = new SimilarPanel(session_, vectors_, transport_, jobs_, this);
  stack_ = new QStackedWidget(this);
  for (QWidget* each : std::initializer_list<QWidget*>{table_, grid_, map_})
    stack_->addWidget(each);
  auto* notes = new QSplitter(Qt::Vertical, this);
  notes->addWidget(stack_);
  notes->addWidget(similar_);
  notes->setStretchFactor(0, 3);
  notes->setStretchFactor(1, 1);
  notes->setCollapsible(0, false);
  similar_->hide();
  auto* middle = new QSplitter(Qt::Horizontal, this);
  middle->setObjectName(QStringLiteral("librarySplitter"));
  middle->addWidget(facets_);
  middle->addWidget(notes);
  middle->setStretchFactor(1, 1);
  middle->setCollapsible(1, false);
  middle->setSizes({fontMetrics().averageCharWidth() * 24, fontMetrics().averageCharWidth() * 50});
  column.addWidget(middle, 1);
  new FacetFold(*middle, *facets_, *notes, bar_->facetsButton());
}

void NoteBrowserView::buildButtons(QVBoxLayout& column) {
  setA_ = new QPushButton(tr("Set as A"), this);
  setA_->setObjectName(QStringLiteral("setAButton"));
  setA_->setToolTip(tr("Use the selected note as end A of the morph"));
  setB_ = new QPushButton(tr("Set as B"), this);
  setB_->setObjectName(QStringLiteral("setBButton"));
  setB_->setToolTip(tr("Use the selected note as end B of the morph"));
  count_ = new QLabel(this);
  count_->setObjectName(QStringLiteral("noteCount"));
  count_->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(count_, 1);
  row->addWidget(setA_);
  row->addWidget(setB_);
  column.addLayout(row);
  connect(setA_, &QPushButton::clicked, this, &NoteBrowserView::setSelectedAsA);
  connect(setB_, &QPushButton::clicked, this, &NoteBrowserView::setSelectedAsB);
}

void NoteBrowserView::connectViews() {
  NoteMap& map = map_->map();
  connect(bar_, &PresentationBar::presentationChosen, this, &NoteBrowserView::present);
  connect(bar_, &PresentationBar::similarToggled, similar_, &QWidget::setVisible);
  connect(search_, &SearchBar::left, this, &NoteBrowserView::goToFirst);
  connect(&exporter_, &NoteExporter::said, count_, &QLabel::setText);
  connect(&query_, &LibraryQuery::said, count_, &QLabel::setText);
  connect(table_, &NoteTable::chosen, this, &NoteBrowserView::takeNote);
  connect(grid_, &NoteGrid::chosen, this, &NoteBrowserView::takeNote);
  connect(&map, &NoteMap::chosen, this, &NoteBrowserView::takeNote);
  connect(similar_, &SimilarPanel::chosen, this, &NoteBrowserView::takeNote);
  connect(table_, &NoteTable::played, this, &NoteBrowserView::play);
  connect(grid_, &NoteGrid::played, this, &NoteBrowserView::play);
  connect(&map, &NoteMap::played, this, &NoteBrowserView::play);
  connect(table_, &NoteTable::menuAsked, this, &NoteBrowserView::showMenu);
  connect(grid_, &NoteGrid::menuAsked, this, &NoteBrowserView::showMenu);
  connect(&map, &NoteMap::menuAsked, this, &NoteBrowserView::showMenu);
  const auto drag = [this] { exporter_.dragOut(session_.library(), selected(), this); };
  connect(table_, &NoteTable::dragged, this, drag);
  connect(grid_, &NoteGrid::dragged, this, drag);
  connect(&map, &NoteMap::dragged, this, drag);
  connect(&map, &NoteMap::selectionChanged, this, &NoteBrowserView::showCount);
  connect(grid_, &NoteGrid::selectionChanged, this, &NoteBrowserView::showCount);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &NoteBrowserView::showCount);
  connect(table_, &NoteTable::deleteAsked, this, [this] {
    if (ownsSelected()) emit deletionAsked(*session_.note(session_.selectedNote()));
  });
  connect(&map, &NoteMap::hovered, this, &NoteBrowserView::hear);
  connect(&table_->notes(), &NoteTableModel::orderChanged, this,
          [this] { query_.sort(table_->notes().order()); });
  query_.sort(table_->notes().order());  // as the list was left
  connect(&query_, &LibraryQuery::answered, this, &NoteBrowserView::showAnswer);
  connect(&session_, &Session::changed, this, [this](Change what) {
    const SessionState& state = session_.state();
    if (what == Change::Library) takeLibrary();
    if (what == Change::Selection) showSelection();
    if (what != Change::Corners && what != Change::Library) return;
    table_->setCorners(state.noteA, state.noteB);
    grid_->setCorners(state.noteA, state.noteB);
  });
}

void NoteBrowserView::focusSearch() {
  search_->focusField();
}

void NoteBrowserView::focusTable() {
  (stack_->currentWidget() == map_ ? static_cast<QWidget*>(&map_->map()) : stack_->currentWidget())
      ->setFocus(Qt::OtherFocusReason);
}

void NoteBrowserView::present(Presentation how) {
  stack_->setCurrentIndex(static_cast<int>(how));
  bar_->setPresentation(how);
  showAnswer();
  emit presented(how);
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
  thumbnails_.setLibrary(session_.library());
  vectors_.setLibrary(session_.library());
  query_.ask();
}

void NoteBrowserView::takeFindings() {
  query_.setText(QStringLiteral("is:doubtful"));
  if (query_.notes().empty()) query_.setText({});
  query_.ask();
}

void NoteBrowserView::reveal() {
  const int note = session_.library().indexOf(session_.selectedNote());
  if (std::ranges::find(query_.notes(), note) == query_.notes().end()) query_.setText({});
}

/// Only the view that is seen is filled: the others are when their turn comes.
void NoteBrowserView::showAnswer() {
  const auto& library = session_.library();
  if (stack_->currentWidget() == grid_) grid_->show(library, query_.notes());
  if (stack_->currentWidget() == map_) map_->show(library, query_.notes());
  if (stack_->currentWidget() == table_) table_->show(library, query_.notes());
  showSelection();
  showCount();
}

/// How many notes there are, and how many of them an export or a drag would take.
void NoteBrowserView::showCount() {
  const auto count = static_cast<qint64>(selected().size());
  const QString chosen = tr(" · %1 selected").arg(QLocale().toString(count));
  count_->setText(count > 1 ? query_.sentence() + chosen : query_.sentence());
}

void NoteBrowserView::showSelection() {
  const std::string& id = session_.selectedNote();
  const bool any = session_.note(id).has_value();
  setA_->setEnabled(any);
  setB_->setEnabled(any);
  const int note = session_.library().indexOf(id);
  if (stack_->currentWidget() == table_) table_->setCurrent(id);
  if (stack_->currentWidget() == grid_) grid_->setCurrent(note);
  map_->map().setCurrent(note);
}

void NoteBrowserView::takeNote(int note) {
  hover_.stop();
  const std::string id = session_.library().note(note).id;
  session_.selectNote(id);
  emit chosen(QString::fromStdString(id));
}

void NoteBrowserView::play() {
  hover_.stop();
  transport_.play(Track::original());
}

void NoteBrowserView::hear(int note) {
  if (note < 0) return hover_.stop();
  if (map_->hearsOnHover()) hover_.hear(session_.library().note(note));
}

void NoteBrowserView::goToFirst(bool play) {
  if (query_.notes().empty()) return;
  focusTable();
  const int first = query_.notes().front();
  const std::string id = session_.library().note(first).id;
  if (play && id == session_.selectedNote()) return this->play();  // else selecting it plays it
  if (stack_->currentWidget() == table_) return table_->selectRow(0);
  takeNote(first);
}

bool NoteBrowserView::ownsSelected() const {
  const auto note = session_.note(session_.selectedNote());
  return note && owned_(*note);
}

std::vector<int> NoteBrowserView::selected() const {
  std::vector<int> notes;
  if (stack_->currentWidget() == table_) notes = table_->selected();
  if (stack_->currentWidget() == grid_) notes = grid_->selected();
  if (stack_->currentWidget() == map_) notes = map_->map().selected();
  const int current = session_.library().indexOf(session_.selectedNote());
  if (notes.empty() && current >= 0) notes.push_back(current);
  return notes;
}

void NoteBrowserView::showMenu(const QPoint& place) {
  QMenu menu(this);
  const std::string id = session_.selectedNote();
  const auto count = static_cast<int>(selected().size());
  menu.addAction(tr("Play"), this, &NoteBrowserView::play);
  menu.addAction(tr("Set as A"), this, &NoteBrowserView::setSelectedAsA);
  menu.addAction(tr("Set as B"), this, &NoteBrowserView::setSelectedAsB);
  menu.addSeparator();
  menu.addAction(query_.isFavourite(id) ? tr("Remove from favourites") : tr("Favourite"), this,
                 [this, id] { query_.setFavourite(id, !query_.isFavourite(id)); });
  menu.addAction(tr("More like this"), bar_, &PresentationBar::showSimilar);
  menu.addAction(countText(count, tr("Export note …"), tr("Export %1 notes …")), this,
                 [this] { exporter_.ask(session_.library(), selected(), this); });
  menu.addAction(countText(count, tr("Rebuild note …"), tr("Rebuild %1 notes …")), this,
                 &NoteBrowserView::rebuildAsked);
  if (ownsSelected()) {
    const auto note = *session_.note(id);
    menu.addSeparator();
    menu.addAction(tr("Rename or correct …"), this, [this, note] { emit correctionAsked(note); });
    menu.addAction(tr("Delete sound"), this, [this, note] { emit deletionAsked(note); });
  }
  menu.exec(place);
}

}  // namespace timbre::ui
