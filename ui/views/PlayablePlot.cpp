#include "ui/views/PlayablePlot.h"

#include "ui/views/PlotLink.h"

namespace timbre::ui {

PlayablePlot::PlayablePlot(Transport& transport, const Track& track, const QString& name,
                           const QString& shortcut, QWidget* parent)
    : RainbowgramPlot(parent), transport_(transport), track_(track), name_(name) {
  setTitleClickable(shortcut.isEmpty() ? tr("Play or stop")
                                       : tr("Play or stop (%1)").arg(shortcut));
  connect(this, &RainbowgramPlot::titleClicked, this, &PlayablePlot::click);
  connect(&transport, &Transport::stateChanged, this, &PlayablePlot::showTitle);
  connect(&transport, &Transport::currentChanged, this, &PlayablePlot::showTitle);
  showTitle();
}

void PlayablePlot::setSubtitle(const QString& subtitle) {
  subtitle_ = subtitle;
  showTitle();
}

void PlayablePlot::hearThrough(PlotLink& link) {
  connect(this, &RainbowgramPlot::lineAsked, &link, [this, &link](PlotPoint at) {
    link.hear({track_, at, std::nullopt});
  });
  connect(this, &RainbowgramPlot::boxAsked, &link, [this, &link](PlotPoint from, PlotPoint to) {
    link.hear({track_, from, to});
  });
}

void PlayablePlot::setColours(const spectral::ColourParams& colours) {
  if (picture().empty() || picture().colours == colours) return;
  Picture coloured = pictureOf(picture().rainbowgram, colours);
  coloured.madeUntil = picture().madeUntil;
  showRecoloured(coloured);
}

void PlayablePlot::showTitle() {
  const bool mine = transport_.current() == track_;
  const bool sounding = mine && (transport_.playing() || transport_.waiting());
  // A hollow sign: the Space key means another sound.
  const QString sign = sounding ? QStringLiteral("■ ")
                       : mine   ? QStringLiteral("▶ ")
                                : QStringLiteral("▷ ");
  setTitle(sign + name_, subtitle_);
  setEmphasis(sounding               ? Emphasis::Sounding
              : transport_.playing() ? Emphasis::Silent
                                     : Emphasis::None);
  setAccessibleName(subtitle_.isEmpty() ? name_ : name_ + QStringLiteral(", ") + subtitle_);
}

void PlayablePlot::click() {
  const bool sounding =
      transport_.current() == track_ && (transport_.playing() || transport_.waiting());
  if (sounding) {
    transport_.stopByUser();
  } else if (transport_.playing()) {
    transport_.switchTo(track_);
  } else {
    transport_.play(track_);
  }
}

}  // namespace timbre::ui
