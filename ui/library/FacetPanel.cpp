#include "ui/library/FacetPanel.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "dataset/Subset.h"
#include "ui/FamilyColours.h"
#include "ui/library/LibraryQuery.h"
#include "ui/library/PitchStrip.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kMark = 12;  // px

QIcon familyIcon(int family) {
  const double ratio = qGuiApp->devicePixelRatio();
  QPixmap picture(QSize(kMark, kMark) * ratio);
  picture.setDevicePixelRatio(ratio);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(kMark / 2.0, kMark / 2.0);
  painter.scale(kMark / 2.4, kMark / 2.4);
  painter.fillPath(familyMark(family), familyColour(family));
  return QIcon(picture);
}

QString term(const char* field, std::string_view value) {
  return QLatin1String(field) + QLatin1Char(':') +
         QString::fromLatin1(value.data(), static_cast<qsizetype>(value.size()));
}

}  // namespace

FacetPanel::FacetPanel(LibraryQuery& query, QWidget* parent)
    : QWidget(parent),
      query_(query),
      tree_(new QTreeWidget(this)),
      pitches_(new PitchStrip(query, this)) {
  setObjectName(QStringLiteral("facets"));
  tree_->setObjectName(QStringLiteral("facetTree"));
  tree_->setAccessibleName(tr("Kinds of notes"));
  tree_->setColumnCount(2);
  tree_->setHeaderHidden(true);
  tree_->setRootIsDecorated(false);
  tree_->setIndentation(0);  // the names need the room; the groups are told by their bold titles
  tree_->setUniformRowHeights(true);
  tree_->setTabKeyNavigation(false);
  tree_->setFrameShape(QFrame::NoFrame);
  tree_->header()->setStretchLastSection(false);
  tree_->header()->setMinimumSectionSize(1);
  tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(tree_, 1);
  column->addWidget(pitches_);
  build();
  connect(tree_, &QTreeWidget::itemChanged, this, &FacetPanel::take);
  connect(&query_, &LibraryQuery::answered, this, &FacetPanel::show);
}

QTreeWidgetItem* FacetPanel::group(const QString& title) {
  auto* item = new QTreeWidgetItem(tree_, {title});
  item->setFlags(Qt::ItemIsEnabled);
  item->setExpanded(true);
  QFont bold = tree_->font();
  bold.setBold(true);
  item->setFont(0, bold);
  return item;
}

void FacetPanel::add(QTreeWidgetItem* group, const QString& title, const QString& term,
                     std::function<int()> count) {
  auto* item = new QTreeWidgetItem(group, {title});
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
  item->setCheckState(0, Qt::Unchecked);
  item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
  facets_.push_back({item, term, std::move(count)});
}

void FacetPanel::build() {
  const QSignalBlocker quiet(tree_);
  addFamilies();
  addVelocities();
  auto* qualities = group(tr("Qualities"));
  for (std::size_t i = 0; i < dataset::kQualities.size(); ++i)
    add(qualities, titleOf(dataset::kQualities[i]), term("quality", dataset::kQualities[i]),
        [this, i] { return query_.counts().qualities[i]; });
  addStates();
}

void FacetPanel::addFamilies() {
  auto* families = group(tr("Family"));
  for (std::size_t i = 0; i < dataset::kFamilies.size(); ++i) {
    add(families, titleOf(dataset::kFamilies[i]), term("family", dataset::kFamilies[i]),
        [this, i] { return query_.counts().families[i]; });
    facets_.back().item->setIcon(0, familyIcon(static_cast<int>(i)));
  }
  auto* sources = group(tr("Source"));
  for (std::size_t i = 0; i < dataset::kSources.size(); ++i)
    add(sources, titleOf(dataset::kSources[i]), term("source", dataset::kSources[i]),
        [this, i] { return query_.counts().sources[i]; });
}

/// NSynth's five; what else a library has is asked for by typing.
void FacetPanel::addVelocities() {
  auto* velocities = group(tr("Velocity"));
  for (const int v : dataset::kVelocities)
    add(velocities, QString::number(v), QStringLiteral("vel:%1").arg(v),
        [this, v] { return query_.counts().velocities[static_cast<std::size_t>(v)]; });
}

void FacetPanel::addStates() {
  auto* states = group(tr("State"));
  add(states, tr("★ Favourites"), QStringLiteral("is:favourite"),
      [this] { return query_.counts().favourites; });
  add(states, tr("My sounds"), QStringLiteral("is:own"), [this] { return query_.counts().own; });
  add(states, tr("No findings"), QStringLiteral("is:clean"),
      [this] { return query_.counts().sound; });
  add(states, tr("Doubtful"), QStringLiteral("is:doubtful"),
      [this] { return query_.counts().doubtful; });
  for (std::size_t i = 0; i < dataset::kFindings.size(); ++i)
    add(states, findingText(static_cast<dataset::Finding>(i)),
        term("finding", dataset::kFindings[i]), [this, i] { return query_.counts().findings[i]; });
  auto* splits = group(tr("Split"));
  for (std::size_t i = 0; i < dataset::kSubsets.size(); ++i)
    add(splits, titleOf(dataset::kSubsets[i]), term("split", dataset::kSubsets[i]),
        [this, i] { return query_.counts().subsets[i]; });
}

/// Kinds that there are none of are hidden, unless they are chosen; so are groups without any.
void FacetPanel::show() {
  const QSignalBlocker quiet(tree_);
  for (const Facet& facet : facets_) {
    const int count = facet.count();
    const bool on = query_.hasTerm(facet.term);
    facet.item->setText(1, QString::number(count));
    facet.item->setCheckState(0, on ? Qt::Checked : Qt::Unchecked);
    facet.item->setHidden(count == 0 && !on);
  }
  for (int g = 0; g < tree_->topLevelItemCount(); ++g) {
    const QTreeWidgetItem* group = tree_->topLevelItem(g);
    int shown = 0;
    for (int i = 0; i < group->childCount(); ++i) shown += !group->child(i)->isHidden();
    tree_->topLevelItem(g)->setHidden(shown == 0);
  }
  keepTextsWhole();
}

/// As wide as the widest kind with its count, even while a search hides it: nothing jumps.
void FacetPanel::keepTextsWhole() {
  const auto& tree = static_cast<const QAbstractItemView&>(*tree_);
  const int texts = tree.sizeHintForColumn(0) + tree.sizeHintForColumn(1);
  setMinimumWidth(std::max(minimumWidth(), texts + tree_->verticalScrollBar()->sizeHint().width()));
}

void FacetPanel::take(QTreeWidgetItem* item) {
  for (const Facet& facet : facets_)
    if (facet.item == item) return query_.setTerm(facet.term, item->checkState(0) == Qt::Checked);
}

}  // namespace timbre::ui
