#include "studies/ImbalanceReport.h"

#include <algorithm>
#include <array>

#include "audio/AudioClip.h"
#include "base/ParallelFor.h"
#include "dataset/NoteLibrary.h"
#include "studies/ImbalanceTrial.h"
#include "studies/Judgement.h"
#include "studies/NoteChoice.h"

namespace timbre::studies {
namespace {

using dataset::NoteInfo;

constexpr int kTrialNotes = 3000;
constexpr int kBatch = 16;
constexpr int kSteps = 2500;  // of each classifier, however many notes there are

int epochsFor(std::size_t notes) {
  return std::clamp(kSteps * kBatch / std::max(1, static_cast<int>(notes)), 5, 200);
}

/// Notes with a sound, at most so many, spread evenly.
Result<std::vector<LabelledNote>> labelled(StudyContext& context, Progress& progress) {
  const auto chosen = context.chosenNotes();
  std::vector<NoteInfo> notes;
  for (const int note : spreadEvenly(static_cast<int>(chosen.size()), kTrialNotes))
    notes.push_back(chosen[static_cast<std::size_t>(note)]);
  std::vector<std::optional<LabelledNote>> all(notes.size());
  const auto done = parallelFor(
      notes.size(), context.threads(), progress,
      [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
        const auto clip = dataset::readNote(notes[i]);
        if (!clip) return {};  // the note check named it
        auto features = classifierFeatures(audio::fitted(*clip, kNoteSamples), worker);
        if (!features) return tl::unexpected(features.error());
        all[i] = {std::move(*features),
                  {notes[i].pitch, notes[i].qualities, notes[i].family, notes[i].source},
                  dataset::Split::Train};
        return {};
      });
  if (!done) return tl::unexpected(done.error());
  std::vector<LabelledNote> there;
  for (auto& note : all)
    if (note) there.push_back(std::move(*note));
  return there;
}

void addImbalanceItems(StudyContext& context, std::span<const FamilyAccuracy> families) {
  Table table{
      "imbalance",
      "What imbalance costs a classifier",
      "Families recognised by small classifiers of these notes, in per cent with 95 % intervals "
      "(five folds; a classifier may know other notes of the same instrument). Thinned: every "
      "second family kept an eighth of its notes for training. Balanced: every family is drawn "
      "equally often.",
      {{"Family"},
       {"Notes", 0},
       {"Thinned"},
       {"As they are (%)"},
       {"Balanced (%)"},
       {"Thinned, as they are (%)"},
       {"Thinned, balanced (%)"}},
      {}};
  const auto row = [&](std::string name, int notes, std::string thinned, const auto& right) {
    table.rows.push_back({std::move(name), 1.0 * notes, std::move(thinned)});
    for (const auto& share : right) table.rows.back().emplace_back(shownShare(share));
  };
  using Shares = decltype(FamilyAccuracy::right);
  std::array<Shares, 2> sums{};
  std::array<int, 2> counts{};
  for (const auto& f : families) {
    row(std::string(dataset::kFamilies[static_cast<std::size_t>(f.family)]), f.notes,
        f.thinned ? "yes" : "no", f.right);
    counts[f.thinned] += f.notes;
    for (std::size_t arm = 0; arm < f.right.size(); ++arm) {
      sums[f.thinned][arm].hits += f.right[arm].hits;
      sums[f.thinned][arm].of += f.right[arm].of;
    }
  }
  row("all thinned families", counts[1], "yes", sums[1]);
  row("all others", counts[0], "no", sums[0]);
  Chart chart;
  chart.x.categories = {"thinned families", "other families"};
  chart.y = {.title = "Families recognised (%)", .low = 0, .high = 100};
  constexpr std::array<const char*, kImbalanceArms.size()> kNames{
      "as they are", "balanced", "thinned, as they are", "thinned, balanced"};
  for (std::size_t arm = 0; arm < kNames.size(); ++arm) {
    Series bars{.name = kNames[arm], .look = Look::Bars};
    for (const int thinned : {1, 0}) {
      const auto& share = sums[static_cast<std::size_t>(thinned)][arm];
      bars.x.push_back(1 - thinned);
      bars.y.push_back(100 * share.value());
      bars.low.push_back(100 * share.low());
      bars.high.push_back(100 * share.high());
    }
    chart.series.push_back(std::move(bars));
  }
  context.add(Figure{.name = "imbalance",
                     .title = "Recognised after training with and without imbalance",
                     .width = 760,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
}

}  // namespace

Result<void> addImbalance(StudyContext& context, Progress& progress) {
  PartOf reading(progress, 0, 0.3), training(progress, 0.3, 1);
  const auto notes = labelled(context, reading);
  if (!notes) return tl::unexpected(notes.error());
  const ClassifierParams params{.hidden = 64,
                                .epochs = epochsFor(notes->size()),
                                .batch = kBatch,
                                .seed = context.request().seed};
  const auto families = imbalanceTrial(*notes, params, context.threads(), training);
  if (!families && families.error().code == ErrorCode::Cancelled)
    return tl::unexpected(families.error());
  if (families)
    addImbalanceItems(context, *families);
  else
    context.remark("What imbalance costs was not measured. " + families.error().message);
  return {};
}

}  // namespace timbre::studies
