#include "ui/views/OriginalPanel.h"

#include <utility>

#include "synthesis/OriginalSound.h"
#include "ui/models/NoteTableModel.h"
#include "ui/sounds/SynthesisTask.h"

namespace timbre::ui {
namespace {

constexpr int kPriority = 20;  // before what is made of it

}  // namespace

OriginalPanel::OriginalPanel(AppContext& bench, QWidget* parent)
    : PlayablePlot(bench.transport, Track::original(), tr("Original"), QStringLiteral("1"), parent),
      bench_(bench),
      figures_(new PanelFigures(bench.jobs, this)) {
  setObjectName(QStringLiteral("originalPlot"));
  setFoot(figures_);
}

bool OriginalPanel::ready() const {
  return bench_.session.note(bench_.session.selectedNote()) && bench_.transport.has(track());
}

void OriginalPanel::take() {
  loading_.cancel();
  playWhenLoaded_ = false;
  bench_.transport.clear(track());
  figures_->clear();
  const auto note = bench_.session.note(bench_.session.selectedNote());
  setSubtitle(note ? noteTitle(*note) : QString());
  setRequest({});
  if (note) return load(*note);
  showHint(bench_.session.library().empty()
               ? tr("No library is open. Use File > Open library.")
               : tr("Select a note on the left to see it and play it."));
}

void OriginalPanel::play() {
  if (bench_.transport.has(track()) && !loading()) return bench_.transport.play(track());
  playWhenLoaded_ = true;
}

Result<OriginalPanel::Loaded> OriginalPanel::read(const dataset::NoteInfo& note,
                                                  const spectral::ColourParams& colours,
                                                  Progress& progress) {
  auto sound = synthesis::originalSound(note);
  if (!sound) return tl::unexpected(std::move(sound.error()));
  auto picture = pictureOf(sound->clip, {}, colours, progress);
  if (!picture) return tl::unexpected(std::move(picture.error()));
  return Loaded{std::move(*sound), std::move(*picture)};
}

void OriginalPanel::load(const dataset::NoteInfo& note) {
  loading_ = bench_.jobs.run(
      Lane::Compute, this,
      [note, colours = bench_.appearance.colours()](Progress& progress) {
        return read(note, colours, progress);
      },
      [this](const Result<Loaded>& loaded) {
        if (loaded) return showLoaded(*loaded);
        const QString sentence = QString::fromStdString(loaded.error().message);
        showError(sentence);
        playWhenLoaded_ = false;
        bench_.transport.clear(track());  // nothing waits for it any more
        bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("library")});
        emit unreadable();
      },
      {.progress = {}, .priority = kPriority});
}

void OriginalPanel::showLoaded(const Loaded& loaded) {
  loudest_.reset();
  if (loaded.picture.rainbowgram->peakPower > 0) loudest_ = loaded.picture.rainbowgram->peakPower;
  showPicture(loaded.picture);
  setRequest(loaded.sound.request);
  setColours(bench_.appearance.colours());
  bench_.transport.setSound(track(), loaded.sound);
  figures_->measure(loaded.sound.clip, MidiPitch(loaded.sound.request.notes.front().pitch));
  if (std::exchange(playWhenLoaded_, false)) bench_.transport.play(track());
  emit this->loaded();
}

}  // namespace timbre::ui
