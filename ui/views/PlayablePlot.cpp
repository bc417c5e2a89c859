#include "ui/views/PlayablePlot.h"

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

void PlayablePlot::setColours(const spectral::ColourParams& colours) {
  if (picture().empty() || picture().colours == colours) return;
  showPicture(pictureOf(picture().rainbowgram, colours));
}

void PlayablePlot::showTitle() {
  const bool mine = transport_.current() == track_;
  const bool sounding = mine && (transport_.playing() || transport_.waiting());
  setTitle((sounding ? QStringLiteral("■ ") : QStringLiteral("▶ ")) + name_, subtitle_);
  setAccessibleName(subtitle_.isEmpty() ? name_ : name_ + QStringLiteral(", ") + subtitle_);
}

void PlayablePlot::click() {
  const bool sounding =
      transport_.current() == track_ && (transport_.playing() || transport_.waiting());
  if (sounding) {
    transport_.stopByUser();
  } else {
    transport_.play(track_);
  }
}

}  // namespace timbre::ui
