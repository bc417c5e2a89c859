#include "ui/views/ExportSoundDialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <array>

#include "audio/Resample.h"

namespace timbre::ui {
namespace {

struct Format {
  audio::SampleFormat samples;
  const char* ending;
};
constexpr std::array kFormats{
    Format{audio::SampleFormat::S16, ".wav"}, Format{audio::SampleFormat::S24, ".wav"},
    Format{audio::SampleFormat::Float32, ".wav"}, Format{audio::SampleFormat::S16, ".flac"},
    Format{audio::SampleFormat::S24, ".flac"}};
constexpr std::array kRates{SampleRate(16000), SampleRate(44100), SampleRate(48000)};

}  // namespace

ExportSoundDialog::ExportSoundDialog(const QList<SavableSound>& sounds, int first,
                                     Preferences& preferences, JobRunner& jobs, QWidget* parent)
    : ExportDialog(tr("Export sound"), QStringLiteral("sound"), preferences, jobs, parent),
      sounds_(sounds),
      sound_(new QComboBox(this)) {
  setObjectName(QStringLiteral("exportSoundDialog"));
  sound_->setObjectName(QStringLiteral("exportWhat"));
  for (const SavableSound& sound : sounds_) sound_->addItem(sound.title);
  sound_->setCurrentIndex(first);
  form().addRow(tr("&Sound"), sound_);
  format_ = addChoice(
      tr("F&ormat"), QStringLiteral("exportFormat"),
      {tr("16 bit"), tr("24 bit"), tr("32 bit float"), tr("FLAC, 16 bit"), tr("FLAC, 24 bit")});
  rate_ = addChoice(tr("&Rate"), QStringLiteral("exportRate"),
                    {tr("16 kHz (the models' own)"), tr("44.1 kHz"), tr("48 kHz")});
  addPath();
  suggestName();
  connect(sound_, &QComboBox::currentIndexChanged, this, &ExportSoundDialog::suggestName);
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportSoundDialog::suggestName);
}

void ExportSoundDialog::suggestName() {
  const Format& format = kFormats[static_cast<std::size_t>(format_->currentIndex())];
  suggest(sounds_[sound_->currentIndex()].stem, QLatin1String(format.ending));
}

ExportDialog::Saving ExportSoundDialog::saving() const {
  return [sound = sounds_[sound_->currentIndex()],
          format = kFormats[static_cast<std::size_t>(format_->currentIndex())].samples,
          rate = kRates[static_cast<std::size_t>(rate_->currentIndex())]](
             const std::filesystem::path& path) {
    return audio::checkSoundPath(path, format)
        .and_then([&] { return audio::resampled(sound.clip, rate); })
        .and_then([&](const audio::AudioClip& clip) {
          return audio::writeSound(path, clip, format, sound.tags);
        });
  };
}

}  // namespace timbre::ui
