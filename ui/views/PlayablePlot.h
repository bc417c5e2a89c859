/// A rainbowgram whose title plays it.
#pragma once

#include <optional>
#include <utility>

#include "synthesis/SynthesisRequest.h"
#include "ui/audioout/Transport.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {

/// GUI thread. The sign before the title shows what a click on it does.
class PlayablePlot : public RainbowgramPlot {
  Q_OBJECT

 public:
  /// `shortcut`: the key that does the same, for the tool tip.
  PlayablePlot(Transport& transport, const Track& track, const QString& name,
               const QString& shortcut, QWidget* parent = nullptr);

  const Track& track() const { return track_; }
  const QString& name() const { return name_; }
  void setSubtitle(const QString& subtitle);
  /// How the sound of the picture was made; none while nobody knows.
  void setRequest(std::optional<synthesis::SynthesisRequest> request) {
    request_ = std::move(request);
  }
  const std::optional<synthesis::SynthesisRequest>& request() const { return request_; }
  /// A picture that was shown is coloured anew.
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
