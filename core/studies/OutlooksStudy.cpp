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
      "With and without the pitch",
      "The models that come with the program. Either neighbouring keys share what they learn of "
      "the pitch (soft keys), or the decoder is not given the pitch. The latter models continue "
      "from the former for about a quarter of their training, so the difference comes from these "
      "two trainings and not from the idea alone. Intervals are 95 %.",
      {{"Model"},
       {"Decoder is given the pitch"},
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
  context.add(
      Text{"Measured elsewhere",
           "The study of pitch and timbre shows what giving the pitch does to the embedding. The "
           "study of one embedding at other pitches shows whether a decoder follows the given "
           "pitch.\n\nassets/models/README.md compares one-hot and soft keys at equal samples "
           "(without `pitch`): no gain in nats after six million samples."});
  context.add(
      Text{"Not measured",
           "The period of the pitch as an input, bottlenecks trained at other sizes, and a "
           "recurrent decoder of equal cost. Each needs trainings of equal length from the start, "
           "which take some ten hours on one core for the compact sizes. `timbre train --set "
           "z=...` trains other sizes; give their weights to this study with --model."});
  return {};
}

}  // namespace timbre::studies
