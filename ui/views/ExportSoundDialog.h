/// Saves a sound in any of the formats that audio::writeSound knows.
#pragma once

#include <QList>

#include "audio/AudioWriter.h"
#include "ui/views/ExportDialog.h"

namespace timbre::ui {

/// A sound that can be saved.
struct SavableSound {
  QString title;  ///< in the list: "Original"
  QString stem;   ///< of the file's name
  audio::AudioClip clip;
  audio::AudioTags tags;  ///< how it was made
};

class ExportSoundDialog final : public ExportDialog {
  Q_OBJECT

 public:
  /// `sounds`: at least one; `first`: the one that is chosen.
  ExportSoundDialog(const QList<SavableSound>& sounds, int first, Preferences& preferences,
                    JobRunner& jobs, QWidget* parent);

 private:
  Saving saving() const override;
  QString filter() const override { return tr("Sound files (*.wav *.flac)"); }
  QStringList endings() const override { return {QStringLiteral(".wav"), QStringLiteral(".flac")}; }
  void suggestName();

  QList<SavableSound> sounds_;
  QComboBox* sound_;
  QComboBox* format_;
  QComboBox* rate_;
};

}  // namespace timbre::ui
