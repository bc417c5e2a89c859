#include "ui/widgets/PlotGroup.h"

#include <algorithm>

#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {

PlotGroup::PlotGroup(QObject* parent) : QObject(parent) {}

void PlotGroup::add(RainbowgramPlot* plot) {
  if (!plots_.empty()) plot->setRange(plots_.front()->range());
  plot->setA4(a4_);
  plots_.push_back(plot);
  connect(plot, &RainbowgramPlot::cursorMoved, this, [this, plot] { followCursor(plot); });
  connect(plot, &RainbowgramPlot::rangeMoved, this,
          [this, plot](const PlotRange& range) { followRange(plot, range); });
  connect(plot, &RainbowgramPlot::pointClicked, this, &PlotGroup::pointClicked);
  connect(plot, &RainbowgramPlot::partMarked, this, &PlotGroup::partMarked);
  connect(plot, &PlotPane::canvasResized, this, &PlotGroup::alignAxes);
  // By then it is a QObject alone: it is compared, never used.
  connect(plot, &QObject::destroyed, this, [this, plot] { std::erase(plots_, plot); });
  alignAxes();
}

/// A row shares its pixels out unevenly where they cannot be divided: all follow the narrowest.
void PlotGroup::alignAxes() {
  const auto narrowest = std::ranges::min(plots_, {}, &RainbowgramPlot::canvasWidth)->canvasWidth();
  for (RainbowgramPlot* plot : plots_) {
    const bool beside = plot->canvasWidth() - narrowest < static_cast<int>(plots_.size());
    plot->setWidthOfNeighbours(beside ? std::optional(narrowest) : std::nullopt);
  }
}

void PlotGroup::setRange(const PlotRange& range) {
  for (RainbowgramPlot* plot : plots_) plot->setRange(range);
}

void PlotGroup::fit() {
  for (RainbowgramPlot* plot : plots_) plot->fit();
}

void PlotGroup::setCursor(std::optional<PlotPoint> point) {
  for (RainbowgramPlot* plot : plots_) plot->setCursor(point);
}

void PlotGroup::setPlayhead(std::optional<double> seconds) {
  for (RainbowgramPlot* plot : plots_) plot->setPlayhead(seconds);
}

void PlotGroup::setCue(double start, std::optional<Interval> loop) {
  for (RainbowgramPlot* plot : plots_) plot->setCue(start, loop);
}

void PlotGroup::setA4(double hertz) {
  a4_ = hertz;
  for (RainbowgramPlot* plot : plots_) plot->setA4(hertz);
}

void PlotGroup::followCursor(RainbowgramPlot* source) {
  for (RainbowgramPlot* plot : plots_)
    if (plot != source) plot->setCursor(source->cursor());
  emit cursorMoved(source->cursor());
}

void PlotGroup::followRange(RainbowgramPlot* source, const PlotRange& range) {
  for (RainbowgramPlot* plot : plots_)
    if (plot != source) plot->setRange(range);
  emit rangeMoved(range);
}

}  // namespace timbre::ui
