/// Training notes and unseen notes: notes of the training, held-out pitches, unseen instruments,
/// others.
#include <algorithm>
#include <map>

#include "evaluation/Summary.h"
#include "studies/Judgement.h"
#include "studies/NoteScores.h"
#include "studies/StudyRuns.h"
#include "studies/TrainingPart.h"

namespace timbre::studies {
namespace {

using Scores = std::map<std::string, std::vector<evaluation::NoteScore>>;

void addScores(const Label& model, const Scores& scores, Table& table, Chart& chart) {
  Series bars{.name = model.shown, .look = Look::Bars};
  for (const auto& [set, some] : scores) {
    const auto sum = evaluation::summarised(some);
    table.rows.push_back({set, model, 1.0 * sum.notes, shownShare(sum.inTune),
                          sum.spectralDistance.value, sum.spectralDistance.low,
                          sum.spectralDistance.high, sum.envelopeCorrelation.value,
                          sum.envelopeCorrelation.low, sum.envelopeCorrelation.high});
    auto at = std::find(chart.x.categories.begin(), chart.x.categories.end(), set);
    if (at == chart.x.categories.end()) at = chart.x.categories.insert(at, set);
    bars.x.push_back(static_cast<double>(at - chart.x.categories.begin()));
    bars.y.push_back(sum.spectralDistance.value);
    bars.low.push_back(sum.spectralDistance.low);
    bars.high.push_back(sum.spectralDistance.high);
  }
  chart.series.push_back(std::move(bars));
}

}  // namespace

Result<void> studyGeneralisation(StudyContext& context) {
  const auto notes = context.chosenNotes();
  Table table{"sets",
              "Notes by their part in training",
              "In tune: within 50 cents of the original by YIN. Distance: log-spectral, 60 dB "
              "deep. Envelope: correlation of levels every 32 ms. Intervals are 95 %. The split "
              "rule of the shipped models decides which notes count as used in training.",
              {{"Notes"},
               {"Model"},
               {"Number", 0},
               {"In tune (%)"},
               {"Distance (dB)", 2},
               {"From", 2},
               {"To", 2},
               {"Envelope", 3},
               {"From", 3},
               {"To", 3}},
              {}};
  Chart chart;
  chart.y = {.title = "Distance from the original (dB)"};
  const auto models = context.modelsOr({"wavenet-compact", "baseline-compact"});
  const auto scores = scoreModels(context, models, notes);
  if (!scores) return tl::unexpected(scores.error());
  for (const NoteScores& model : *scores) {
    Scores sets;
    for (std::size_t i = 0; i < model.notes.size(); ++i)
      sets[std::string(titleOf(trainingPartOf(model.notes[i])))].push_back(model.scores[i]);
    addScores(labelOf(*model.card), sets, table, chart);
  }
  context.add(Figure{.name = "sets",
                     .title = "Distance from the original, by set",
                     .width = 820,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
  return {};
}

}  // namespace timbre::studies
