#include "ui/views/CompareView.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Version.h"
#include "ui/models/NoteTableModel.h"
#include "ui/views/ProgressText.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 150;

Track waveNet() {
  return Track::model(QStringLiteral("wavenet"));
}

Track baseline() {
  return Track::model(QStringLiteral("baseline"));
}

}  // namespace

CompareView::CompareView(AppContext& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      group_(this),
      original_(new PlayablePlot(bench.transport, Track::original(), tr("Original"),
                                 QStringLiteral("1"), this)),
      wavenet_(
          new PlayablePlot(bench.transport, waveNet(), tr("WaveNet"), QStringLiteral("2"), this)),
      baseline_(
          new PlayablePlot(bench.transport, baseline(), tr("Baseline"), QStringLiteral("3"), this)),
      wavenetMaking_(bench.jobs, bench.maker, this),
      baselineMaking_(bench.jobs, bench.maker, this),
      rest_(this) {
  setObjectName(QStringLiteral("compareView"));
  original_->setObjectName(QStringLiteral("originalPlot"));
  wavenet_->setObjectName(QStringLiteral("wavenetPlot"));
  baseline_->setObjectName(QStringLiteral("baselinePlot"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 4);
  column->setSpacing(4);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  for (PlayablePlot* plot : {original_, wavenet_, baseline_}) {
    row->addWidget(plot, 1);
    group_.add(plot);
  }
  column->addLayout(row, 1);
  buildReadout(*column);
  connectRendition(wavenetMaking_, *wavenet_, waveNet());
  connectRendition(baselineMaking_, *baseline_, baseline());
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, &CompareView::rebuild);
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection) takeNote();
    if (what == Change::Model) takeModel();
  });
  connect(&bench.models, &ModelList::changed, this, [this] {
    showModelNames();
    rebuild();
  });
  connect(&bench.transport, &Transport::moved, this, &CompareView::movePlayhead);
  connect(&bench.transport, &Transport::wanted, this, &CompareView::make);
  connect(&bench.appearance, &Appearance::mapChanged, this, [this] {
    for (PlayablePlot* plot : {original_, wavenet_, baseline_}) {
      plot->setColours(bench_.appearance.colours());
    }
  });
  takeNote();
}

void CompareView::buildReadout(QVBoxLayout& column) {
  readout_ = new QLabel(this);
  readout_->setObjectName(QStringLiteral("readout"));
  readout_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  readout_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  readout_->setMinimumHeight(readout_->fontMetrics().height() + 4);
  readout_->setContentsMargins(6, 0, 6, 0);
  column.addWidget(readout_);
  connect(&group_, &PlotGroup::cursorMoved, this, &CompareView::showReadout);
  showReadout({});
}

void CompareView::connectRendition(SynthesisTask& rendition, PlayablePlot& plot,
                                   const Track& track) {
  Transport& transport = bench_.transport;
  connect(&rendition, &SynthesisTask::progressed, this, [&plot](const JobProgress& told) {
    const QString text = progressText(tr("Rebuilding"), told);
    if (plot.picture().empty()) {
      plot.showBusy(text, told.fraction);
    } else {
      plot.showGrowing(plot.picture(), text, told.fraction);
    }
  });
  connect(&rendition, &SynthesisTask::growing, this, [&transport, track](const auto& sound) {
    transport.setSource(track, synthesis::sourceOf(sound));
  });
  connect(&rendition, &SynthesisTask::pictured, this,
          [this, &plot, &rendition](const Picture& picture, const auto&, bool whole) {
            if (whole || !rendition.busy()) {
              plot.showPicture(picture);
            } else {
              plot.showGrowing(picture, tr("Rebuilding …"));
            }
            plot.setColours(bench_.appearance.colours());
          });
  connect(&rendition, &SynthesisTask::made, this,
          [&transport, track](const synthesis::RenderedSound& sound) {
            transport.setSound(track, sound);
          });
  connect(&rendition, &SynthesisTask::failed, this, [this, &plot, track](const QString& sentence) {
    plot.showError(sentence);
    bench_.transport.clear(track);
    bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("sounds")});
  });
}

void CompareView::playSelected() {
  if (bench_.transport.has(Track::original()) && !loading_.running()) {
    bench_.transport.play(Track::original());
  } else {
    playWhenLoaded_ = true;
  }
}

void CompareView::cancel() {
  for (const auto& [rendition, plot] :
       {std::pair{&wavenetMaking_, wavenet_}, std::pair{&baselineMaking_, baseline_}}) {
    if (!rendition->busy()) continue;
    rendition->cancel();
    plot->showHint(tr("Cancelled. Click the title to rebuild it after all."));
  }
}

bool CompareView::busy() const {
  return wavenetMaking_.busy() || baselineMaking_.busy();
}

RainbowgramPlot& CompareView::plot(const Track& track) const {
  return track == waveNet() ? *wavenet_ : track == baseline() ? *baseline_ : *original_;
}

void CompareView::takeNote() {
  loading_.cancel();
  wavenetMaking_.cancel();
  baselineMaking_.cancel();
  rest_.stop();
  playWhenLoaded_ = false;
  for (const Track& track : {Track::original(), waveNet(), baseline()}) {
    bench_.transport.clear(track);
  }
  showModelNames();
  const auto note = bench_.session.note(bench_.session.selectedNote());
  original_->setSubtitle(note ? noteTitle(*note) : QString());
  if (note) {
    loadOriginal(*note);
    return;
  }
  const bool any = !bench_.session.library().empty();
  original_->showHint(any ? tr("Select a note on the left to see and hear it.")
                          : tr("No notes are open. File > Open library."));
  wavenet_->showHint({});
  baseline_->showHint({});
}

void CompareView::loadOriginal(const dataset::NoteInfo& note) {
  loading_ = bench_.jobs.run(
      Lane::Compute, this,
      [note, colours = bench_.appearance.colours()](Progress& progress) -> Result<Original> {
        auto clip = dataset::readNote(note);
        if (!clip) return tl::unexpected(clip.error());
        auto picture = pictureOf(*clip, {}, colours, progress);
        if (!picture) return tl::unexpected(picture.error());
        synthesis::SynthesisRequest request;
        request.notes.push_back({{note.id, synthesis::hashOf(*clip)}, {}});
        request.program = programVersion();
        return Original{*clip, *picture, request};
      },
      [this](const Result<Original>& original) {
        if (original) return showOriginal(*original);
        const QString sentence = QString::fromStdString(original.error().message);
        original_->showError(sentence);
        wavenet_->showHint({});
        baseline_->showHint({});
        bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("library")});
      },
      {.progress = {}, .priority = 20});
}

void CompareView::showOriginal(const Original& original) {
  reference_.reset();
  if (original.picture.rainbowgram->peakPower > 0) {
    reference_ = original.picture.rainbowgram->peakPower;
  }
  original_->showPicture(original.picture);
  original_->setColours(bench_.appearance.colours());
  bench_.transport.setSound(Track::original(), {original.clip, original.request});
  if (std::exchange(playWhenLoaded_, false)) bench_.transport.play(Track::original());
  for (PlayablePlot* plot : {wavenet_, baseline_}) plot->showBusy(tr("Rebuilding …"));
  rest_.start();
}

void CompareView::rebuild() {
  if (!bench_.transport.has(Track::original())) return;
  // The baseline takes a moment, the WaveNet seconds: they work side by side.
  startModel(baselineMaking_, *baseline_, baseline(), "baseline");
  startModel(wavenetMaking_, *wavenet_, waveNet(), "wavenet");
}

void CompareView::takeModel() {
  showModelNames();
  if (!bench_.transport.has(Track::original()) || rest_.isActive()) return;
  const auto again = [this](SynthesisTask& rendition, PlayablePlot& plot, const Track& track,
                            const char* kind) {
    const auto wanted = recipe(kind);
    if (wanted && keyOf(*wanted) != made_[track]) startModel(rendition, plot, track, kind);
  };
  again(baselineMaking_, *baseline_, baseline(), "baseline");
  again(wavenetMaking_, *wavenet_, waveNet(), "wavenet");
}

std::optional<synthesis::ResolvedRequest> CompareView::recipe(const char* kind) const {
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const auto* card = modelOf(bench_, kind);
  if (!note || !card) return {};
  synthesis::ResolvedRequest recipe = synthesis::reconstruction(*note, *card);
  recipe.postFilter = bench_.session.state().postFilter;
  return recipe;
}

void CompareView::make(const Track& track) {
  if (track == Track::morph() || loading_.running()) return;
  const bool rebuilds = track != Track::original() && bench_.transport.has(Track::original());
  if (!rebuilds) return bench_.transport.clear(track);  // there is no note
  const bool wavenet = track == waveNet();
  SynthesisTask& rendition = wavenet ? wavenetMaking_ : baselineMaking_;
  if (rendition.busy() || rest_.isActive()) return;
  startModel(rendition, wavenet ? *wavenet_ : *baseline_, track, wavenet ? "wavenet" : "baseline");
}

void CompareView::startModel(SynthesisTask& rendition, PlayablePlot& plot, const Track& track,
                             const char* kind) {
  if (!bench_.session.note(bench_.session.selectedNote())) return;
  const auto wanted = recipe(kind);
  if (!wanted) {
    plot.showHint(bench_.models.searched() ? tr("There is no model of this kind.")
                                           : tr("Looking for models …"));
    if (bench_.models.searched()) bench_.transport.clear(track);
    return;
  }
  made_[track] = keyOf(*wanted);
  plot.showBusy(tr("Rebuilding …"));
  TaskOptions order;
  order.request = *wanted;
  order.reference = reference_;
  order.colours = bench_.appearance.colours();
  order.deviceRate = bench_.out.rate();
  rendition.start(order);
}

void CompareView::showModelNames() {
  const auto title = [this](const char* kind) {
    const auto* card = modelOf(bench_, kind);
    if (!card) return QString();
    const QString sizes = QString::fromStdString(card->title).section(QStringLiteral(", "), 1);
    return asSampled(*card, bench_.session.state()) ? tr("as sampled, %1").arg(sizes) : sizes;
  };
  wavenet_->setSubtitle(title("wavenet"));
  baseline_->setSubtitle(title("baseline"));
}

void CompareView::showReadout(std::optional<PlotPoint> point) {
  const auto ask = [&](const PlayablePlot& plot) {
    return point ? plot.readoutAt(*point) : std::nullopt;
  };
  const auto original = ask(*original_);
  if (!original) {
    readout_->setText(tr("Point at a picture to read note, frequency, period, time and level"));
    readout_->setEnabled(false);
    return;
  }
  readout_->setEnabled(true);
  QString text = readoutText(*original);
  const auto add = [&](const QString& name, const PlayablePlot& plot) {
    if (const auto cell = ask(plot)) {
      text += QStringLiteral("   ·   %1 %2").arg(name, levelText(cell->levelDb));
    }
  };
  add(tr("WaveNet"), *wavenet_);
  add(tr("Baseline"), *baseline_);
  readout_->setText(text);
}

void CompareView::movePlayhead(std::optional<double> seconds) {
  group_.setPlayhead(bench_.transport.current() == Track::morph() ? std::nullopt : seconds);
}

}  // namespace timbre::ui
