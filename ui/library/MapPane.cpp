#include "ui/library/MapPane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/PlainText.h"
#include "ui/Preferences.h"

namespace timbre::ui {
namespace {

constexpr int kOneLine = 80;  // characters: so wide are all controls beside each other

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
      hover_(new QCheckBox(tr("Hover plays"), this)),
      arrange_(new QPushButton(tr("Arrange"), this)),
      state_(new QLabel(this)) {
  setObjectName(QStringLiteral("mapPane"));
  build();
  connect(kind_, &QComboBox::currentIndexChanged, this, &MapPane::takeKind);
  for (QComboBox* axis : {x_, y_})
    connect(axis, &QComboBox::currentIndexChanged, this, &MapPane::takeKind);
  connect(colour_, &QComboBox::currentIndexChanged, this,
          [this](int index) { map_->setColour(static_cast<MapColour>(index)); });
  connect(arrange_, &QPushButton::clicked, this, &MapPane::arrange);
  connect(&layout_, &MapLayout::progressed, this, &MapPane::showState);
  connect(&layout_, &MapLayout::moved, this, &MapPane::showState);
  connect(&vectors_, &LibraryVectors::grew, this, &MapPane::showState);
  takeKind();
}

void MapPane::build() {
  kind_->setObjectName(QStringLiteral("mapKind"));
  kind_->setAccessibleName(tr("Arrangement of the map"));
  kind_->addItems({tr("Neighbours"), tr("Spread"), tr("Axes")});
  kind_->setToolTip(plainTip(
      tr("Neighbours: UMAP, what lies together sounds alike, distances mean nothing. Spread: PCA, "
         "the two directions of largest difference. Axes: two measures of your choice.")));
  for (const MapAxis axis : {MapAxis::Pitch, MapAxis::Brightness, MapAxis::Attack, MapAxis::Level})
    for (QComboBox* box : {x_, y_}) box->addItem(titleOf(axis));
  x_->setAccessibleName(tr("Axis to the right"));
  y_->setAccessibleName(tr("Axis upwards"));
  y_->setCurrentIndex(static_cast<int>(MapAxis::Brightness));
  colour_->setObjectName(QStringLiteral("mapColour"));
  colour_->setAccessibleName(tr("Colours of the map"));
  colour_->addItems({tr("by family"), tr("by source"), tr("by pitch"), tr("by velocity")});
  hover_->setObjectName(QStringLiteral("hoverPlays"));
  hover_->setChecked(Preferences().hoverPlays());
  connect(hover_, &QCheckBox::toggled, this,
          [](bool plays) { Preferences().setHoverPlays(plays); });
  hover_->setToolTip(plainTip(tr("A note is heard when the pointer rests on it")));
  arrange_->setObjectName(QStringLiteral("arrangeButton"));
  arrange_->setToolTip(plainTip(
      tr("Lays the map out anew so that notes that sound alike lie together (UMAP); in the "
         "background")));
  state_->setObjectName(QStringLiteral("mapState"));
  const auto rowOf = [this](std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (QWidget* each : widgets) row->addWidget(each);
    row->addStretch(1);
    controls_->addLayout(row);
  };
  controls_ = new QBoxLayout(QBoxLayout::TopToBottom);
  controls_->setSpacing(4);
  rowOf({kind_, colour_});
  rowOf({x_, y_, arrange_, hover_});
  for (QComboBox* box : {kind_, x_, y_, colour_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(6);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(controls_);
  column->addWidget(map_, 1);
  column->addWidget(state_);
}

/// One line where there is room, else two.
void MapPane::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  controls_->setDirection(width() > fontMetrics().averageCharWidth() * kOneLine
                              ? QBoxLayout::LeftToRight
                              : QBoxLayout::TopToBottom);
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
  for (QComboBox* axis : {x_, y_}) axis->setVisible(kind == MapKind::Axes);
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
  arrange_->setText(layout_.arranging() ? tr("Cancel") : tr("Arrange"));
  QString text = vectors_.problem();
  if (text.isEmpty() && layout_.arranging())
    text = tr("Arranging: %1 %").arg(qRound(100 * layout_.fraction()));
  else if (text.isEmpty() && vectors_.running())
    text = tr("Listening: %1 of %2 notes").arg(vectors_.known()).arg(vectors_.library().size());
  else if (text.isEmpty() && vectors_.failed() > 0)
    text = tr("%1 notes could not be read").arg(vectors_.failed());
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
}

}  // namespace timbre::ui
