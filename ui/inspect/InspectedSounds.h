/// The finished sounds of the window, for the views that inspect them.
#pragma once

#include <QColor>
#include <QObject>
#include <QPen>
#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "ui/views/AppContext.h"

namespace timbre::ui {

struct InspectedSound {
  Track track;
  QString name;  ///< "Original", "WaveNet", "Morph"
  audio::AudioClip clip;
  std::optional<double> pitch;  ///< MIDI, as labelled or as given to the decoder
};

/// GUI thread. Original first, then the models in their order, then the morph.
class InspectedSounds : public QObject {
  Q_OBJECT

 public:
  explicit InspectedSounds(AppContext& bench, QObject* parent = nullptr);

  const std::vector<InspectedSound>& all() const { return sounds_; }
  /// The one that plays or would play; else the first. Null when there is none.
  const InspectedSound* current() const;
  const InspectedSound* find(const Track& track) const;

 signals:
  /// Other sounds than before, or another one is current.
  void changed();

 private:
  std::vector<InspectedSound> read() const;
  void update();

  AppContext& bench_;
  std::vector<InspectedSound> sounds_;
};

/// How the curve of the sound at this place of the list is drawn: the original in the text's
/// colour, the others by hue and dash.
QPen penOfSound(std::size_t place, const QPalette& palette);

}  // namespace timbre::ui
