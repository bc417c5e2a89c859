/// Outlooks: ways of telling the decoder the pitch, compared where models for it are there, and
/// what is left open.
#include "evaluation/Summary.h"
#include "studies/Judgement.h"
#include "studies/NoteScores.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr int kNotes = 24;

std::vector<dataset::NoteInfo> someNotes(const StudyContext& context) {
  auto notes = context.chosenNotes();
  const std::size_t most = context.request().most > 0 ? notes.size() : kNotes;
  if (notes.size() <= most) return notes;
  std::vector<dataset::NoteInfo> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(notes[i * notes.size() / most]);
  return some;
}

}  // namespace

Result<void> studyOutlooks(StudyContext& context) {
  const auto notes = someNotes(context);
  Table table{
      "conditioning",
      "Told the pitch, and not told",
      "The models that come with the program: neighbouring keys share what they learn of the "
      "pitch (soft keys), or the decoder is told nothing. The latter went on from the former for "
      "about a quarter of its training, so that the difference is that of these two trainings "
      "and not of the idea alone. Intervals are 95 %.",
      {{"Model"},
       {"Decoder is told the pitch"},
       {"Notes", 0},
       {"In tune (%)"},
       {"Distance (dB)", 2},
       {"From", 2},
       {"To", 2},
       {"Envelope", 3}},
      {}};
  const auto models = context.modelsOr({"wavenet-compact", "wavenet-compact-unconditioned",
                                        "baseline-compact", "baseline-compact-unconditioned"});
  const auto scores = scoreModels(context, models, notes);
  if (!scores) return tl::unexpected(scores.error());
  for (const NoteScores& model : *scores) {
    const auto sum = evaluation::summarised(model.scores);
    table.rows.push_back(
        {model.card->name, std::string(model.card->pitchConditioned ? "yes" : "no"),
         1.0 * sum.notes, shownShare(sum.inTune), sum.spectralDistance.value,
         sum.spectralDistance.low, sum.spectralDistance.high, sum.envelopeCorrelation.value});
  }
  context.add(std::move(table));
  context.add(Text{
      "Measured elsewhere",
      "What telling the pitch does to the embedding is the study of pitch and timbre; whether a "
      "decoder follows the pitch that it is told is the study of one embedding at other "
      "pitches.\n\n"
      "One-hot keys against soft keys at equal samples are in assets/models/README.md (without "
      "neighbouring keys): no gain in nats after six million samples."});
  context.add(
      Text{"Not measured",
           "The period of the pitch as an input, bottlenecks trained at other sizes, and a "
           "recurrent decoder "
           "of equal cost. Each needs trainings of equal length from the start, some ten hours of "
           "one core "
           "each for the compact sizes. `timbre train --set z=...` trains other sizes; this study "
           "takes their weights by --model."});
  return {};
}

}  // namespace timbre::studies
