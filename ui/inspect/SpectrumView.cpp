#include "ui/inspect/SpectrumView.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "base/Units.h"
#include "ui/PlainText.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

constexpr double kHarmonic = 1e-5;  // a smaller B is none

QString signedNumber(double value, int decimals) {
  QString text = QString::number(std::abs(value), 'f', decimals);
  if (text.toDouble() == 0) return text;
  return (value < 0 ? QChar(0x2212) : QLatin1Char('+')) + text;
}

/// To a tenth of a cent: "F♯3 −6.2 ¢".
QString fineNote(double hertz, double a4) {
  const double key = pitchOf(hertz, a4).value, nearest = std::round(key);
  return QStringLiteral("%1 %2 ¢").arg(QString::fromStdString(noteName(MidiPitch(nearest))),
                                       signedNumber(100 * (key - nearest), 1));
}

QTableWidgetItem* cell(const QString& text) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  return item;
}

}  // namespace

SpectrumView::SpectrumView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "spectrumView", parent),
      plot_(new SpectrumPlot(this)),
      table_(new QTableWidget(0, 5, this)),
      snap_(new QCheckBox(tr("Snap"), this)) {
  plot_->setObjectName(QStringLiteral("spectrumPlot"));
  snap_->setObjectName(QStringLiteral("snapComb"));
  snap_->setChecked(true);
  snap_->setToolTip(tr("Move the comb's teeth to the nearest peaks and fit its inharmonicity"));
  table_->setObjectName(QStringLiteral("partialsTable"));
  table_->setAccessibleName(tr("Partials"));
  table_->setHorizontalHeaderLabels({tr("n"), tr("Hz"), tr("¢"), tr("dB"), tr("Δ dB")});
  const QStringList tips{tr("Number of the partial"), tr("Frequency of its peak"),
                         tr("Deviation in cents from this multiple of the fundamental"),
                         tr("Level: a full-scale sine has 0 dB"),
                         tr("Difference from the original at this frequency")};
  for (int i = 0; i < tips.size(); ++i) {
    table_->horizontalHeaderItem(i)->setToolTip(plainTip(tips[i]));
    table_->horizontalHeaderItem(i)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  }
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("0000.0")) * 6);
  tools().insertWidget(0, snap_);
  auto* both = new QSplitter(Qt::Horizontal, this);
  both->addWidget(plot_);
  both->addWidget(table_);
  both->setStretchFactor(0, 3);
  both->setStretchFactor(1, 1);
  both->setChildrenCollapsible(false);
  column().addWidget(both, 1);
  connectAll();
  plot_->showMessage(tr("Select a note to see its spectrum"));
}

void SpectrumView::connectAll() {
  connect(&bench_.link, &PlotLink::cursorMoved, this, [this](std::optional<PlotPoint> point) {
    plot_->setCursor(point ? std::optional(point->hertz) : std::nullopt);
    if (point && !shown_.empty() && point->seconds != shown_.front().frame.seconds) askRefresh();
  });
  connect(&bench_.tuning, &Tuning::changed, this, &SpectrumView::showText);
  connect(snap_, &QCheckBox::toggled, this, &SpectrumView::showComb);
  connect(plot_, &SpectrumPlot::combMoved, this, &SpectrumView::moveComb);
  connect(plot_, &SpectrumPlot::hearAsked, this, &SpectrumView::hear);
  connect(plot_, &SpectrumPlot::appearanceChanged, this, &SpectrumView::drawCurves);
  connect(plot_, &SpectrumPlot::pointed, this, [this](std::optional<double> hertz) {
    if (!hertz || shown_.empty()) return showText();
    QStringList levels;
    for (const Shown& shown : shown_)
      levels << shown.sound.name + QLatin1Char(' ') + levelText(shown.frame.levelAt(*hertz), -140);
    showFigures(QStringList{fineNote(*hertz, bench_.tuning.a4()), frequencyText(*hertz)}.join(
                    QStringLiteral(" · ")) +
                QStringLiteral(" · ") + levels.join(QStringLiteral(" · ")));
  });
  connect(table_, &QTableWidget::cellDoubleClicked, this, [this](int row) {
    if (comb_ && row < static_cast<int>(comb_->partials.size()))
      hear(comb_->partials[static_cast<std::size_t>(row)].hertz);
  });
}

std::vector<InspectedSound> SpectrumView::wanted() const {
  std::vector<InspectedSound> all;
  if (const auto* original = sounds_.find(Track::original())) all.push_back(*original);
  const InspectedSound* current = sounds_.current();
  if (current && (all.empty() || current->track != all.front().track)) all.push_back(*current);
  return all;
}

void SpectrumView::refresh() {
  job_.cancel();
  const auto sounds = wanted();
  if (sounds.empty()) {
    shown_.clear();
    comb_.reset();
    table_->setRowCount(0);
    showFigures({});
    return plot_->showMessage(nothingText(tr("Select a note to see its spectrum")));
  }
  using All = std::vector<Shown>;
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [sounds, seconds = bench_.link.moment()](Progress&) -> Result<All> {
        All all;
        for (const InspectedSound& sound : sounds) {
          auto frame = analysis::spectrumAt(sound.clip, seconds);
          if (!frame) return tl::unexpected(frame.error());
          all.push_back({sound, std::move(*frame)});
        }
        return all;
      },
      [this](const Result<All>& all) {
        if (all) return take(*all);
        plot_->showMessage(QString::fromStdString(all.error().message));
      },
      {.progress = {}, .priority = 15});
}

void SpectrumView::take(const std::vector<Shown>& shown) {
  shown_ = shown;
  const QString note = QString::fromStdString(bench_.session.selectedNote());
  if (note != noteOfComb_) wish_.reset();
  noteOfComb_ = note;
  drawCurves();
  showComb();
}

void SpectrumView::drawCurves() {
  if (shown_.empty()) return;
  std::vector<SpectrumCurve> curves;
  for (std::size_t i = shown_.size(); i-- > 0;)
    curves.push_back({shown_[i].sound.name, penOfSound(i, palette()), shown_[i].frame});
  plot_->setCurves(curves);
}

void SpectrumView::moveComb(double hertz, bool) {
  wish_ = hertz;
  showComb();
}

void SpectrumView::showComb() {
  const Shown* sound = measured();
  if (!sound) return;
  const double a4 = bench_.tuning.a4();
  std::optional<double> start = wish_;
  if (!start && sound->sound.pitch) start = frequencyOf(MidiPitch(*sound->sound.pitch), a4);
  comb_.reset();
  if (start) {
    if (snap_->isChecked()) comb_ = analysis::snapComb(sound->frame, *start);
    if (!comb_) comb_ = analysis::combAt(sound->frame, *start);
  }
  plot_->setComb(comb_);
  fillTable();
  showText();
}

void SpectrumView::fillTable() {
  const Shown* sound = measured();
  const bool compared = shown_.size() > 1;
  table_->setColumnHidden(4, !compared);
  table_->setRowCount(comb_ ? static_cast<int>(comb_->partials.size()) : 0);
  for (int row = 0; sound && row < table_->rowCount(); ++row) {
    const auto& partial = comb_->partials[static_cast<std::size_t>(row)];
    table_->setItem(row, 0, cell(QString::number(partial.number)));
    table_->setItem(row, 1, cell(QString::number(partial.hertz, 'f', 1)));
    table_->setItem(row, 2, cell(signedNumber(partial.cents, 1)));
    table_->setItem(row, 3, cell(signedNumber(partial.levelDb, 1)));
    if (compared) {
      const double before = shown_.front().frame.levelAt(partial.hertz);
      table_->setItem(row, 4, cell(signedNumber(partial.levelDb - before, 1)));
    }
  }
}

void SpectrumView::showText() {
  const Shown* sound = measured();
  if (!sound) return;
  QStringList parts{sound->sound.name, timeText(sound->frame.seconds)};
  if (comb_) {
    parts << fineNote(comb_->fundamental, bench_.tuning.a4())
          << QString::number(comb_->fundamental, 'f', 2) + QStringLiteral(" Hz");
    if (comb_->inharmonicity != 0)
      parts << (std::abs(comb_->inharmonicity) < kHarmonic
                    ? tr("B ≈ 0")
                    : tr("B = %1").arg(signedNumber(comb_->inharmonicity, 6)));
    parts << tr("partials: %1").arg(comb_->partials.size());
  }
  const QString text = parts.join(QStringLiteral(" · "));
  plot_->setAccessibleDescription(text);
  showFigures(text,
              tr("Hann window of 256 ms around the crosshair. The comb is fitted to the peaks by "
                 "least squares: f(n) = n f0 sqrt(1 + B n²). Ctrl+click plays one partial alone."));
}

void SpectrumView::hear(double hertz) {
  if (const Shown* sound = measured())
    bench_.link.hear({sound->sound.track, {sound->frame.seconds, hertz}, std::nullopt});
}

}  // namespace timbre::ui
