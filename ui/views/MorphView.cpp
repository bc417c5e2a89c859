#include "ui/views/MorphView.h"

#include <QHBoxLayout>

#include "ui/views/MorphControls.h"
#include "ui/views/ProgressText.h"
#include "ui/widgets/ColourLegend.h"

namespace timbre::ui {
namespace {

/// "WaveNet, compact"
QString shortTitle(const model::ModelCard& card) {
  return QString::fromStdString(card.title).section(QStringLiteral(" ("), 0, 0);
}

}  // namespace

MorphView::MorphView(AppContext& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      controller_(bench, this),
      group_(this),
      cues_(bench.transport, group_),
      plot_(new PlayablePlot(bench.transport, Track::morph(), tr("Morph"), QStringLiteral("0"),
                             this)),
      legend_(new ColourLegend(this)) {
  setObjectName(QStringLiteral("morphView"));
  plot_->setObjectName(QStringLiteral("morphPlot"));
  group_.add(plot_);
  cues_.setTracks({Track::morph()});
  group_.setA4(bench.tuning.a4());
  plot_->hearThrough(bench.link);
  legend_->setObjectName(QStringLiteral("colourLegend"));
  legend_->setMap(bench.appearance.map());
  legend_->setMinimumHeight(legend_->sizeHint().height());
  controls_ = new MorphControls(bench, controller_, legend_, this);
  connect(controls_, &MorphControls::exportAsked, this, &MorphView::exportAsked);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 6, 6, 6);
  row->setSpacing(10);
  row->addWidget(controls_);
  row->addWidget(plot_, 1);
  connectController();
  connectWorld();
  showHints();
}

void MorphView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  controls_->fitInto(contentsRect().size());
}

void MorphView::connectController() {
  connect(&controller_, &MorphController::started, this, [this] {
    if (plot_->picture().empty()) plot_->showBusy(tr("Making the morph …"));
  });
  connect(&controller_, &MorphController::progressed, this, [this](const JobProgress& told) {
    const QString text = progressText(tr("Making it"), told);
    if (plot_->picture().empty()) {
      plot_->showBusy(text, told.fraction);
    } else {
      plot_->showGrowing(plot_->picture(), text, told.fraction);
    }
  });
  connect(&controller_, &MorphController::pictured, this, &MorphView::show);
  connect(&controller_, &MorphController::settled, this, [this] {
    if (!plot_->picture().empty()) {
      plot_->showPicture(plot_->picture());
    } else if (!controller_.busy()) {
      showHints();
    }
  });
  connect(&controller_, &MorphController::failed, this, [this](const QString& sentence) {
    plot_->showError(sentence);
    bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("sounds")});
  });
}

void MorphView::connectWorld() {
  connect(&bench_.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Corners || what == Change::Library) showHints();
  });
  connect(&bench_.models, &ModelList::changed, this, &MorphView::showHints);
  connect(&bench_.tuning, &Tuning::changed, this, [this] { group_.setA4(bench_.tuning.a4()); });
  connect(&bench_.appearance, &Appearance::mapChanged, this, [this] {
    plot_->setColours(bench_.appearance.colours());
    legend_->setMap(bench_.appearance.map());
  });
  connect(&bench_.transport, &Transport::moved, this, [this](std::optional<double> seconds) {
    group_.setPlayhead(bench_.transport.current() == Track::morph() ? seconds : std::nullopt);
  });
}

void MorphView::show(const Picture& picture, const synthesis::SynthesisRequest& request,
                     bool whole) {
  plot_->setSubtitle(maker(request));
  plot_->setRequest(request);
  if (whole) {
    plot_->showPicture(picture);
  } else {
    plot_->showGrowing(picture, tr("Making it …"));
  }
  plot_->setColours(bench_.appearance.colours());
}

/// Who made it, and how.
QString MorphView::maker(const synthesis::SynthesisRequest& request) const {
  if (!request.model) return {};
  const auto* card = bench_.models.named(request.model->name);
  const QString title = card ? shortTitle(*card) : QString::fromStdString(request.model->name);
  if (request.quality == synthesis::SynthesisQuality::Preview)
    return tr("preview by %1").arg(title);
  return request.postFilter == false ? tr("%1, as sampled").arg(title) : title;
}

/// What is missing before there can be a morph.
void MorphView::showHints() {
  const SessionState& state = bench_.session.state();
  if (!bench_.session.note(state.noteA) || !bench_.session.note(state.noteB)) {
    plot_->setSubtitle({});
    plot_->showHint(tr("Choose two notes: select one and press A, select another and press B."));
  } else if (bench_.models.searched() && bench_.models.cards().empty()) {
    plot_->showHint(tr("There are no models. Use File > Import model to add one."));
  }
}

}  // namespace timbre::ui
