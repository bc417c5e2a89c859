#include "ui/inspect/MidiTableView.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/AtomicFile.h"
#include "base/Units.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/SaveDialog.h"

namespace timbre::ui {
namespace {

constexpr double kBlackLength = 0.62;
constexpr int kToneRate = 48000;
constexpr double kToneSeconds = 1.2, kToneLevel = 0.25;

/// Row by row, the keys of a piano that stands upright.
class KeyDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const bool marked = option.state & QStyle::State_Selected;
    const QColor lit = option.palette.color(QPalette::Highlight);
    const QRect box = option.rect;
    painter->save();
    painter->fillRect(box, QColor(0xf8, 0xf8, 0xf4));
    const QRect black(box.left(), box.top(), static_cast<int>(box.width() * kBlackLength),
                      box.height());
    if (index.data(MidiTableModel::kBlackRole).toBool()) {
      painter->fillRect(black, marked ? lit : QColor(0x22, 0x22, 0x26));
      // Two white keys meet under a black one.
      painter->setPen(QColor(0x90, 0x90, 0x96));
      painter->drawLine(black.right(), box.center().y(), box.right(), box.center().y());
    } else {
      if (marked) painter->fillRect(box.adjusted(0, 1, 0, -1), lit);
      painter->setPen(QColor(0x90, 0x90, 0x96));
      const int inOctave = index.sibling(index.row(), MidiTableModel::Number).data().toInt() % 12;
      if (inOctave == 0 || inOctave == 5) painter->drawLine(box.topLeft(), box.topRight());
    }
    painter->restore();
  }
};

/// A sine with two quiet harmonics, so that it is heard on small speakers too, faded at both ends.
audio::AudioClip toneOf(double hertz) {
  const auto count = static_cast<std::size_t>(kToneSeconds * kToneRate);
  std::vector<float> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double seconds = static_cast<double>(i) / kToneRate;
    const double fade = std::min({1.0, seconds / 0.01, (kToneSeconds - seconds) / 0.4});
    double sum = 0;
    for (int n = 1; n <= 3 && n * hertz < kToneRate / 2.2; ++n)
      sum += std::sin(2 * std::numbers::pi * n * hertz * seconds) / (n * n);
    samples[i] = static_cast<float>(kToneLevel * fade * sum);
  }
  return {std::move(samples), SampleRate(kToneRate)};
}

}  // namespace

MidiTableView::MidiTableView(AppContext& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      table_(new QTableView(this)),
      a4_(new QDoubleSpinBox(this)),
      all_(new QCheckBox(tr("0 to 127"), this)),
      said_(new ElidingLabel(this)) {
  setObjectName(QStringLiteral("midiTableView"));
  buildTable();
  build();
  fill();
  connect(a4_, &QDoubleSpinBox::valueChanged, &bench.tuning, &Tuning::setA4);
  connect(&bench.tuning, &Tuning::changed, this, [this] {
    a4_->setValue(bench_.tuning.a4());
    fill();
  });
  connect(all_, &QCheckBox::toggled, this, &MidiTableView::fill);
  connect(&bench.link, &PlotLink::cursorMoved, this, &MidiTableView::follow);
  connect(table_, &QTableView::clicked, this, &MidiTableView::choose);
  connect(table_, &QTableView::activated, this, &MidiTableView::choose);
}

void MidiTableView::build() {
  a4_->setObjectName(QStringLiteral("a4"));
  a4_->setRange(kLowestA4, kHighestA4);
  a4_->setDecimals(1);
  a4_->setSuffix(tr(" Hz"));
  a4_->setValue(bench_.tuning.a4());
  a4_->setAccessibleName(tr("Reference frequency of A4"));
  a4_->setToolTip(tr("Applies to all note names and cents in the window"));
  a4_->setKeyboardTracking(false);
  all_->setObjectName(QStringLiteral("allKeys"));
  all_->setToolTip(tr("All MIDI keys, not only those of a piano (21 to 108)"));
  auto* copyButton = new QPushButton(tr("&Copy"), this);
  copyButton->setToolTip(tr("As CSV: the selected rows, or all if none is selected"));
  auto* exportButton = new QPushButton(tr("E&xport …"), this);
  exportButton->setToolTip(tr("As a CSV file: the selected rows, or all if none is selected"));
  connect(copyButton, &QPushButton::clicked, this, &MidiTableView::copy);
  connect(exportButton, &QPushButton::clicked, this, &MidiTableView::exportCsv);
  auto* label = new QLabel(tr("&A4"), this);
  label->setBuddy(a4_);
  auto* tools = new QHBoxLayout;
  for (QWidget* tool : std::initializer_list<QWidget*>{label, a4_, all_}) tools->addWidget(tool);
  tools->addWidget(said_, 1);
  tools->addWidget(copyButton);
  tools->addWidget(exportButton);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 4, 6, 4);
  column->setSpacing(4);
  column->addLayout(tools);
  column->addWidget(table_, 1);
}

void MidiTableView::buildTable() {
  table_->setObjectName(QStringLiteral("midiTable"));
  table_->setAccessibleName(tr("MIDI keys"));
  table_->setModel(&model_);
  table_->setItemDelegateForColumn(MidiTableModel::Key, new KeyDelegate(table_));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->setMinimumHeight(5 * fontMetrics().height());
  auto* copyAction = new QAction(tr("Copy as CSV"), table_);
  copyAction->setShortcut(QKeySequence::Copy);
  copyAction->setShortcutContext(Qt::WidgetShortcut);
  connect(copyAction, &QAction::triggered, this, &MidiTableView::copy);
  table_->addAction(copyAction);
  table_->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void MidiTableView::fill() {
  const QModelIndex current = table_->currentIndex();
  const int key =
      current.isValid() ? model_.rows()[static_cast<std::size_t>(current.row())].number : 60;
  model_.set(all_->isChecked() ? kAllKeys : kPianoKeys, bench_.tuning.a4());
  const int row = std::max(0, model_.rowOf(key));
  table_->setCurrentIndex(model_.index(row, 0));
  table_->scrollTo(model_.index(row, 0), QAbstractItemView::PositionAtCenter);
}

void MidiTableView::follow(std::optional<PlotPoint> point) {
  if (!point || point->hertz <= 0) return;
  const int key = static_cast<int>(std::lround(pitchOf(point->hertz, bench_.tuning.a4()).value));
  const int row = model_.rowOf(key);
  if (row < 0 || row == table_->currentIndex().row()) return;
  table_->selectRow(row);
  table_->scrollTo(model_.index(row, 0));
}

void MidiTableView::choose(const QModelIndex& index) {
  if (!index.isValid()) return;
  const MidiTableRow& row = model_.rows()[static_cast<std::size_t>(index.row())];
  bench_.link.setCursor(PlotPoint{bench_.link.moment(), row.hertz});
  synthesis::SynthesisRequest request;
  request.notes.emplace_back();
  request.notes.back().note.id = "tone-" + row.name;
  request.notes.back().pitch = row.number;
  bench_.transport.setSound(Track::key(), {toneOf(row.hertz), request});
  bench_.transport.play(Track::key());
}

std::vector<MidiTableRow> MidiTableView::wanted() const {
  const auto selected = table_->selectionModel()->selectedRows();
  if (selected.size() < 2) return model_.rows();
  std::vector<MidiTableRow> rows;
  for (const QModelIndex& index : selected)
    rows.push_back(model_.rows()[static_cast<std::size_t>(index.row())]);
  std::ranges::sort(rows, {}, &MidiTableRow::number);
  return rows;
}

void MidiTableView::copy() {
  const auto rows = wanted();
  QGuiApplication::clipboard()->setText(QString::fromStdString(csvOf(rows)));
  say(tr("Rows copied: %1").arg(rows.size()));
}

void MidiTableView::exportCsv() {
  const QString purpose = QStringLiteral("table");
  SaveDialog dialog(this, tr("Export the table"), bench_.preferences.folder(purpose),
                    tr("CSV (*.csv)"), QStringLiteral(".csv"));
  dialog.selectFile(QStringLiteral("midi-keys.csv"));
  const QString path = dialog.ask();
  if (path.isEmpty()) return;
  bench_.preferences.setFolder(purpose, QFileInfo(path).path());
  const std::string csv = csvOf(wanted());
  const auto written = writeBytesAtomically(path.toStdString(), std::as_bytes(std::span(csv)));
  say(written ? tr("Saved %1").arg(path) : QString::fromStdString(written.error().message));
}

void MidiTableView::say(const QString& text) {
  said_->setText(text);
  said_->setAccessibleName(text);
}

}  // namespace timbre::ui
