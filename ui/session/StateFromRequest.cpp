#include "ui/session/StateFromRequest.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/CountText.h"

namespace timbre::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("StateFromRequest", text);
}

QString shown(const std::string& text) {
  return QString::fromStdString(text);
}

class Restoring {
 public:
  Restoring(const dataset::NoteLibrary& library, const std::vector<model::ModelCard>& models,
            const SessionState& now, const SoundHash& hashOf)
      : library_(library), models_(models), hashOf_(hashOf) {
    made_.state = now;
  }

  void take(const synthesis::SynthesisRequest& request) {
    switch (request.kind) {
      case synthesis::SynthesisKind::DecodedEmbedding:
        miss(tr("The sound was decoded from an embedding; its notes are not known."));
        break;
      case synthesis::SynthesisKind::Morph:
        takeMorph(request);
        break;
      case synthesis::SynthesisKind::Original:
      case synthesis::SynthesisKind::Reconstruction:
        if (!request.notes.empty() && has(request.notes.front().note))
          made_.selected = request.notes.front().note.id;
    }
    takeModel(request);
    takeOptions(request);
  }

  RestoredState done() { return std::move(made_); }

 private:
  void miss(const QString& sentence) {
    if (!made_.missing.contains(sentence)) made_.missing << sentence;
  }

  bool has(const synthesis::NoteReference& wanted) {
    const auto note = library_.find(wanted.id);
    if (!note) {
      miss(tr("The note %1 is not in the open library.").arg(shown(wanted.id)));
      return false;
    }
    if (!wanted.hash.empty() && hashOf_(*note) != wanted.hash)
      miss(tr("The note %1 sounds different in the open library.").arg(shown(wanted.id)));
    return true;
  }

  void takeMorph(const synthesis::SynthesisRequest& request) {
    if (request.notes.size() != 2)
      return miss(countText(static_cast<qint64>(request.notes.size()),
                            tr("The morph has one note; the window shows morphs of two."),
                            tr("The morph has %1 notes; the window shows morphs of two.")));
    const auto &a = request.notes.front(), &b = request.notes.back();
    if (has(a.note)) made_.state.noteA = a.note.id;
    if (has(b.note)) made_.state.noteB = b.note.id;
    made_.state.timbre = std::clamp(b.weight, 0.0, 1.0);
    for (const auto* source : {&a, &b}) {
      if (!source->soft) continue;
      has(*source->soft);
      made_.state.dynamics = std::clamp(source->dynamics, 0.0, 1.0);
    }
  }

  /// By its weights, else by its name.
  void takeModel(const synthesis::SynthesisRequest& request) {
    if (!request.model) return;
    const auto& wanted = *request.model;
    auto card = std::ranges::find(models_, wanted.hash, &model::ModelCard::hash);
    if (card == models_.end()) {
      card = std::ranges::find(models_, wanted.name, &model::ModelCard::name);
      miss(card == models_.end()
               ? tr("The model %1 is not installed.").arg(shown(wanted.name))
               : tr("The installed model %1 has other weights.").arg(shown(wanted.name)));
    }
    if (card == models_.end()) return;
    if (request.kind == synthesis::SynthesisKind::Reconstruction) {
      made_.comparedModels << shown(card->name);
    } else if (request.quality == synthesis::SynthesisQuality::Final) {
      made_.state.model = card->name;
    }
  }

  void takeOptions(const synthesis::SynthesisRequest& request) {
    if (request.postFilter) made_.state.postFilter = *request.postFilter;
    if (request.seed.value_or(1) != 1)
      miss(tr("The file was made with seed %1; the window uses seed 1.").arg(*request.seed));
    if (request.temperature.value_or(1) != 1)
      miss(tr("The file was made at temperature %1; the window uses 1.").arg(*request.temperature));
    if (request.pitch)
      miss(tr("The file was decoded at its own pitch; the window uses the pitch of the notes."));
  }

  const dataset::NoteLibrary& library_;
  const std::vector<model::ModelCard>& models_;
  const SoundHash& hashOf_;
  RestoredState made_;
};

}  // namespace

RestoredState stateFrom(const std::vector<synthesis::SynthesisRequest>& requests,
                        const dataset::NoteLibrary& library,
                        const std::vector<model::ModelCard>& models, const SessionState& now,
                        const SoundHash& hashOf) {
  Restoring restoring(library, models, now, hashOf);
  for (const auto& request : requests) restoring.take(request);
  return restoring.done();
}

}  // namespace timbre::ui
