#include "ui/library/MapPane.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/CountText.h"
#include "ui/Icons.h"
#include "ui/PlainText.h"
#include "ui/Preferences.h"
#include "ui/library/ToolButton.h"

namespace timbre::ui {

namespace {

constexpr int kSpacing = 4;  // px

}  // namespace

MapPane::MapPane(LibraryVectors& vectors, MapLayout& layout, Thumbnails& thumbnails,
                 JobRunner& jobs, QWidget* parent)
    : QWidget(parent),
      vectors_(vectors),
      layout_(layout),
      map_(new NoteMap(layout, thumbnails, jobs, this)),
      kind_(new QComboBox(this)),
      x_(new QComboBox(this)),
      y_(new QComboBox(this)),
      colour_(new QComboBox(this)),
      hover_(toolButton({}, tr("Hover plays: play a note when the pointer rests on it"),
                        "hoverPlays", this)),
      arrange_(toolButton({}, {}, "arrangeButton", this)),
      state_(new QLabel(this)),
      axes_(new QWidget(this)) {
  setObjectName(QStringLiteral("mapPane"));
  build();
  connect(kind_, &QComboBox::currentIndexChanged, this, &MapPane::takeKind);
  for (QComboBox* axis : {x_, y_})
    connect(axis, &QComboBox::currentIndexChanged, this, &MapPane::takeKind);
  connect(colour_, &QComboBox::currentIndexChanged, this,
          [this](int index) { map_->setColour(static_cast<MapColour>(index)); });
  connect(arrange_, &QToolButton::clicked, this, &MapPane::arrange);
  connect(&layout_, &MapLayout::progressed, this, &MapPane::showState);
  connect(&layout_, &MapLayout::moved, this, &MapPane::showState);
  connect(&vectors_, &LibraryVectors::grew, this, &MapPane::showState);
  takeKind();
}

void MapPane::buildControls() {
  kind_->setObjectName(QStringLiteral("mapKind"));
  kind_->setAccessibleName(tr("Arrangement of the map"));
  kind_->addItems({tr("Neighbours"), tr("Spread"), tr("Axes")});
  kind_->setToolTip(plainTip(tr(
      "Neighbours: UMAP. Notes that lie close together sound alike; larger distances mean nothing. "
      "Spread: PCA, the two directions of largest variance. Axes: two measures of your choice.")));
  for (const MapAxis axis : {MapAxis::Pitch, MapAxis::Brightness, MapAxis::Attack, MapAxis::Level})
    for (QComboBox* box : {x_, y_}) box->addItem(titleOf(axis));
  x_->setAccessibleName(tr("Horizontal axis"));
  y_->setAccessibleName(tr("Vertical axis"));
  y_->setCurrentIndex(static_cast<int>(MapAxis::Brightness));
  colour_->setObjectName(QStringLiteral("mapColour"));
  colour_->setAccessibleName(tr("Colours of the map"));
  colour_->addItems({tr("by family"), tr("by source"), tr("by pitch"), tr("by velocity")});
  hover_->setCheckable(true);
  hover_->setChecked(Preferences().hoverPlays());
  connect(hover_, &QToolButton::toggled, this,
          [](bool plays) { Preferences().setHoverPlays(plays); });
  state_->setObjectName(QStringLiteral("mapState"));
  state_->setWordWrap(true);
  applyAppearance();
}

void MapPane::build() {
  buildControls();
  auto* controls = new QHBoxLayout;
  controls->setSpacing(kSpacing);
  for (QWidget* each : std::initializer_list<QWidget*>{kind_, colour_, hover_, arrange_})
    controls->addWidget(each);
  controls->addStretch(1);
  auto* axes = new QHBoxLayout(axes_);
  axes->setContentsMargins(0, 0, 0, 0);
  axes->setSpacing(kSpacing);
  axes->addWidget(x_);
  axes->addWidget(y_);
  axes->addStretch(1);
  for (QComboBox* box : {kind_, x_, y_, colour_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(4);
    box->setMinimumWidth(fontMetrics().averageCharWidth() * 10);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(controls);
  column->addWidget(axes_);
  column->addWidget(map_, 1);
  column->addWidget(state_);
}

void MapPane::applyAppearance() {
  hover_->setIcon(icon(Sign::Sound, palette()));
  arrange_->setIcon(icon(layout_.arranging() ? Sign::Stop : Sign::Arrange, palette()));
}

void MapPane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) applyAppearance();
  QWidget::changeEvent(event);
}

/// In a narrow pane the choice of the colours goes before the others.
void MapPane::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int both = kind_->sizeHint().width() + colour_->sizeHint().width();
  const int buttons = hover_->sizeHint().width() + arrange_->sizeHint().width();
  colour_->setVisible(width() >= both + buttons + 3 * kSpacing);
}

bool MapPane::hearsOnHover() const {
  return hover_->isChecked();
}

void MapPane::show(const dataset::NoteLibrary& library, const std::vector<int>& notes) {
  notes_ = notes;
  map_->show(library, notes);
  if (isVisible()) vectors_.want(notes_);
}

void MapPane::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  vectors_.enter(this);
  vectors_.want(notes_);
}

void MapPane::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  vectors_.leave(this);
}

void MapPane::takeKind() {
  const auto kind = static_cast<MapKind>(kind_->currentIndex());
  axes_->setVisible(kind == MapKind::Axes);
  arrange_->setVisible(kind == MapKind::Neighbours);
  layout_.setAxes(static_cast<MapAxis>(x_->currentIndex()),
                  static_cast<MapAxis>(y_->currentIndex()));
  layout_.setKind(kind);
  map_->fit();
}

void MapPane::arrange() {
  if (layout_.arranging()) return layout_.cancel();
  layout_.arrange();
}

void MapPane::showState() {
  const QString tip = layout_.arranging()
                          ? tr("Stop arranging the map")
                          : tr("Recalculate the map so that similar notes lie together (UMAP). "
                               "This runs in the background.");
  arrange_->setToolTip(plainTip(tip));
  arrange_->setAccessibleName(tip);
  applyAppearance();
  QString text = vectors_.problem();
  if (text.isEmpty() && layout_.arranging())
    text = tr("Arranging: %1 %").arg(qRound(100 * layout_.fraction()));
  else if (text.isEmpty() && vectors_.running())
    text =
        tr("Analysing the notes: %L1 of %L2").arg(vectors_.known()).arg(vectors_.library().size());
  else if (text.isEmpty() && vectors_.failed() > 0)
    text = countText(vectors_.failed(), tr("1 note could not be read"),
                     tr("%1 notes could not be read"));
  const bool none = !vectors_.running() && vectors_.known() == 0 && !text.isEmpty();
  map_->setUnplaced(none ? text : tr("Analysing the notes …"));
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
}

}  // namespace timbre::ui
