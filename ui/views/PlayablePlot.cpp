#include "ui/views/PlayablePlot.h"

#include <QMouseEvent>

#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {

PlayablePlot::PlayablePlot(Transport& transport, const Track& track, const QString& name,
                           const QString& shortcut, QWidget* parent)
    : RainbowgramPlot(parent), transport_(transport), track_(track), name_(name) {
  // The title is the first of the plot's labels.
  auto* title = findChild<ElidingLabel*>();
  title->installEventFilter(this);
  title->setCursor(Qt::PointingHandCursor);
  title->setToolTip(shortcut.isEmpty() ? tr("Play or stop")
                                       : tr("Play or stop (%1)").arg(shortcut));
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

bool PlayablePlot::eventFilter(QObject* watched, QEvent* event) {
  if (qobject_cast<ElidingLabel*>(watched) && event->type() == QEvent::MouseButtonPress &&
      static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
    click();
    return true;
  }
  return RainbowgramPlot::eventFilter(watched, event);
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
