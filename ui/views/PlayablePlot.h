/// A rainbowgram whose title plays it.
#pragma once

#include <optional>
#include <utility>

#include "synthesis/SynthesisRequest.h"
#include "ui/audioout/Transport.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {

class PlotLink;

/// GUI thread. The sign before the title shows what a click on it does. What sounds is lit, the
/// others are dimmed meanwhile. A click into the picture is where playing begins from now on.
class PlayablePlot : public RainbowgramPlot {
  Q_OBJECT

 public:
  /// `shortcut`: the key that does the same, for the tool tip.
  PlayablePlot(Transport& transport, const Track& track, const QString& name,
               const QString& shortcut, QWidget* parent = nullptr);

  const Track& track() const { return track_; }
  const QString& name() const { return name_; }
  void setSubtitle(const QString& subtitle);
  /// How the sound of the picture was made; none while unknown.
  void setRequest(std::optional<synthesis::SynthesisRequest> request) {
    request_ = std::move(request);
  }
  const std::optional<synthesis::SynthesisRequest>& request() const { return request_; }
  /// Its lines and boxes are heard by this link's wishes.
  void hearThrough(PlotLink& link);
  /// A picture that was shown is recoloured.
  void setColours(const spectral::ColourParams& colours);

 private:
  void showTitle();
  void click();

  Transport& transport_;
  const Track track_;
  const QString name_;
  QString subtitle_;
  std::optional<synthesis::SynthesisRequest> request_;
};

}  // namespace timbre::ui
