#include "ui/window/DescriptionOpener.h"

#include <utility>

#include "audio/AudioTags.h"
#include "synthesis/FileDescription.h"
#include "synthesis/OriginalSound.h"

namespace timbre::ui {
namespace {

/// The track that the file's sound was.
Track trackOf(const synthesis::SynthesisRequest& request) {
  switch (request.kind) {
    case synthesis::SynthesisKind::Original:
      return Track::original();
    case synthesis::SynthesisKind::Reconstruction:
      return Track::model(request.model ? QString::fromStdString(request.model->name) : QString());
    case synthesis::SynthesisKind::Morph:
    case synthesis::SynthesisKind::DecodedEmbedding:
      break;
  }
  return Track::morph();
}

}  // namespace

DescriptionOpener::DescriptionOpener(AppContext& bench, QObject* parent)
    : QObject(parent), bench_(bench) {
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    // Whoever changes the library selects its first note next: that is to come before.
    if (what == Change::Library)
      QMetaObject::invokeMethod(this, &DescriptionOpener::restoreWhenReady, Qt::QueuedConnection);
  });
  connect(&bench.models, &ModelList::changed, this, &DescriptionOpener::restoreWhenReady);
}

void DescriptionOpener::open(const std::filesystem::path& file, Kind kind) {
  waiting_.reset();
  job_.cancel();
  job_ = bench_.jobs.run(
      Lane::Compute, this, [file, kind](Progress&) -> Result<Found> { return read(file, kind); },
      [this, file, kind](const Result<Found>& found) {
        take(file, kind, found ? *found : Found{{}, QString::fromStdString(found.error().message)});
      },
      {.progress = {}, .priority = 30});
}

DescriptionOpener::Found DescriptionOpener::read(const std::filesystem::path& file, Kind kind) {
  // Making a note of the sound reports what is wrong with the sound itself.
  if (kind == Kind::Sound && !audio::readTags(file)) return {};
  const auto requests = synthesis::requestsOfFile(file);
  if (!requests) return {{}, QString::fromStdString(requests.error().message)};
  return {*requests, {}};
}

void DescriptionOpener::take(const std::filesystem::path& file, Kind kind, const Found& found) {
  const QString name = QString::fromStdString(file.filename().string());
  if (!found.requests.empty()) {
    waiting_ = Described{name, found.requests};
    return restoreWhenReady();
  }
  if (!found.problem.isEmpty()) {
    emit notice(found.problem);
  } else if (kind == Kind::Picture) {
    emit notice(
        tr("The picture %1 has no description. Open one that Timbrescope exported.").arg(name));
  }
  if (kind == Kind::Sound) emit undescribed(file);
}

void DescriptionOpener::restoreWhenReady() {
  if (!waiting_ || bench_.session.library().empty() || !bench_.models.searched()) return;
  const Described file = *std::exchange(waiting_, {});
  // Hashing reads the notes' sounds.
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [requests = file.requests, library = bench_.session.library(), models = bench_.models.cards(),
       now = bench_.session.state()](Progress&) {
        return Result<RestoredState>(
            stateFrom(requests, library, models, now,
                      [](const dataset::NoteInfo& note) { return synthesis::hashOfNote(note); }));
      },
      [this, file](const Result<RestoredState>& restored) {
        if (!restored) return emit notice(QString::fromStdString(restored.error().message));
        restore(file, *restored);
      },
      {.progress = {}, .priority = 30});
}

void DescriptionOpener::restore(const Described& file, const RestoredState& restored) {
  const Track track = trackOf(file.requests.front());
  if (!restored.comparedModels.isEmpty()) emit modelsCompared(restored.comparedModels);
  if (restored.state != bench_.session.state()) apply(file.name, restored.state);
  if (!restored.selected.empty()) bench_.session.selectNote(restored.selected);
  bench_.transport.setCurrent(track);
  emit notice(restored.missing.join(QLatin1Char('\n')));
  emit said(tr("The window shows what %1 describes").arg(file.name));
}

void DescriptionOpener::apply(const QString& name, const SessionState& wanted) {
  Session& session = bench_.session;
  session.undoStack().beginMacro(tr("Open %1").arg(name));
  session.setNoteA(wanted.noteA);
  session.setNoteB(wanted.noteB);
  session.setTimbre(wanted.timbre);
  session.setDynamics(wanted.dynamics);
  session.setModel(wanted.model);
  session.setPostFilter(wanted.postFilter);
  session.endDrag();
  session.undoStack().endMacro();
}

}  // namespace timbre::ui
