/// Outlooks: ways of telling the decoder the pitch, compared where models for it are there, and
/// what is left open.
#include "dataset/NoteLibrary.h"
#include "evaluation/Summary.h"
#include "studies/Judgement.h"
#include "studies/ModelCost.h"
#include "studies/NoteChoice.h"
#include "studies/NoteScores.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

int numbersPerNote(const model::ModelCard& card) {
  return card.fixedSamples > 0 ? card.channels : kNoteSamples / card.hop * card.channels;
}

Cell stepsCell(const model::ModelCard& card) {
  const auto steps = trainingSteps(card);
  return steps ? Cell(1.0 * static_cast<double>(*steps)) : Cell();
}

void addPeriodTrial(StudyContext& context) {
  context.add(
      Table{"period",
            "The period of the pitch as an input of the WaveNet",
            "Nats per sample after 1.01 million samples, from the shipped weights with and without "
            "eight columns that hold the sound one and two periods ago. A trial in a changed "
            "trainer, described in assets/docs/models.md; this study did not repeat it.",
            {{"Decoder"}, {"Held-out pitches", 4}, {"Unseen instruments", 4}},
            {{std::string("with the period"), 1.8343, 1.6095},
             {std::string("without"), 1.8365, 1.6099}}});
}

/// One note after each model, to be heard.
Result<void> addSounds(StudyContext& context, std::span<const std::string> models,
                       const dataset::NoteInfo& note) {
  const auto original = dataset::readNote(note);
  if (!original) return {};  // its failure is among the remarks
  context.add(Sound{"original", "Original: " + called(note), *original});
  for (const auto& model : models) {
    auto rebuilt = context.rebuilt(model, note, context.progress());
    if (!rebuilt && rebuilt.error().code == ErrorCode::Cancelled)
      return tl::unexpected(rebuilt.error());
    if (!rebuilt) continue;
    const Label name = context.labelOf(model);
    context.add(Sound{name.id, name.shown, std::move(*rebuilt)});
  }
  return {};
}

}  // namespace

Result<void> studyOutlooks(StudyContext& context) {
  const auto notes = context.chosenNotes();
  Table table{
      "conditioning",
      "With and without the pitch",
      "In the models that come with the program, either neighbouring keys share what they learn "
      "of the pitch (soft keys), or the decoder is not given the pitch. The latter models continue "
      "from the former for about a quarter of their training, so the difference comes from these "
      "two trainings and not from the idea alone. Models with the same number of training steps "
      "can be compared directly. Intervals are 95 %.",
      {{"Model"},
       {"Decoder is given the pitch"},
       {"Numbers per note", 0},
       {"Parameters (million)", 2},
       {"Training steps", 0},
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
        {labelOf(*model.card), std::string(model.card->pitchConditioned ? "yes" : "no"),
         1.0 * numbersPerNote(*model.card), 1e-6 * static_cast<double>(model.card->parameters),
         stepsCell(*model.card), 1.0 * sum.notes, shownShare(sum.inTune),
         sum.spectralDistance.value, sum.spectralDistance.low, sum.spectralDistance.high,
         sum.envelopeCorrelation.value});
  }
  context.add(std::move(table));
  addPeriodTrial(context);
  context.add(
      Text{"Measured elsewhere",
           "The study of pitch and timbre shows what giving the pitch does to the embedding. The "
           "study of one embedding at other pitches shows whether a decoder follows the given "
           "pitch.\n\nFor the WaveNet, assets/models/README.md compares one-hot and soft keys at "
           "equal samples (without `pitch`): no gain in nats after six million samples."});
  context.add(
      Text{"Not measured",
           "WaveNets trained with embeddings of other sizes, and a recurrent decoder of equal "
           "cost. Each needs trainings of equal length from the start, which take some ten hours "
           "on one core. `packaging/study-models` trains baselines with other sizes and other "
           "ways to give the pitch in a quarter of an hour; give their weights to this study with "
           "--model."});
  return addSounds(context, models, notes.front());
}

}  // namespace timbre::studies
