/// Originals and reconstructions (the paper's Table 1): does a judge who knows only originals still
/// recognise a note that went through a model?
#include <map>
#include <optional>

#include "base/Files.h"
#include "base/ParallelFor.h"
#include "dataset/NoteLibrary.h"
#include "studies/ClassifierReport.h"
#include "studies/Judgement.h"
#include "studies/StudyContext.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

using dataset::NoteInfo;
using Judgements = std::vector<std::optional<Judgement>>;

struct Version {
  Label name;
  std::vector<Judgement> all;
};

std::vector<Judgement> there(const Judgements& some) {
  std::vector<Judgement> all;
  for (const auto& j : some)
    if (j) all.push_back(*j);
  return all;
}

std::optional<NoteClassifier> classifierOf(StudyContext& context) {
  const auto file = classifierFile();
  if (!isFile(file)) {
    context.remark("There is no classifier in " + file.parent_path().filename().string() +
                   "; its columns are empty, and only the pitch trackers are used");
    return {};
  }
  auto opened = NoteClassifier::open(file);
  if (opened) return std::move(*opened);
  context.remark(opened.error().message);
  return {};
}

Result<Judgements> judgeOriginals(StudyContext& context, std::span<const NoteInfo> notes,
                                  const NoteClassifier* classifier, Progress& progress) {
  Judgements all(notes.size());
  const auto done = parallelFor(notes.size(), context.threads(), progress,
                                [&](std::size_t i, ParallelWorker&) -> Result<void> {
                                  const auto clip = dataset::readNote(notes[i]);
                                  if (clip)
                                    all[i] = judge(notes[i], audio::fitted(*clip, kNoteSamples),
                                                   nullptr, classifier);
                                  return {};
                                });
  if (!done) return tl::unexpected(done.error());
  return all;
}

std::optional<double> meanQualities(std::span<const Judgement> all) {
  double sum = 0;
  int count = 0;
  for (const auto& j : all)
    if (j.pitchRight) sum += j.qualities, ++count;
  return count ? std::optional(100 * sum / count) : std::nullopt;
}

std::vector<double> distances(std::span<const Judgement> all,
                              std::optional<double> Judgement::*of) {
  std::vector<double> values;
  for (const auto& j : all)
    if (j.*of) values.push_back(*(j.*of));
  return values;
}

void addAccuracy(StudyContext& context, std::span<const Version> versions) {
  Table table{"accuracy",
              "Accuracy on originals and reconstructions",
              "Per cent with 95 % intervals (Wilson). The classifier was trained only on "
              "originals. YIN and the harmonic sum count a pitch within 50 cents of the label.",
              {{"Sound"},
               {"Notes", 0},
               {"Pitch by the classifier (%)"},
               {"Qualities (%)", 1},
               {"Family (%)"},
               {"Source (%)"},
               {"Pitch by YIN (%)"},
               {"Pitch by harmonic sum (%)"}},
              {}};
  Chart chart;
  chart.x.categories = {"classifier", "YIN", "harmonic sum"};
  chart.y = {.title = "Correct pitches (%)", .low = 0, .high = 100};
  for (const auto& v : versions) {
    const auto pitch = shareOf(v.all, [](const Judgement& j) { return j.pitchRight; });
    const auto yin = shareOf(v.all, [](const Judgement& j) { return std::optional(j.yinRight); });
    const auto sum = shareOf(v.all, [](const Judgement& j) { return std::optional(j.sumRight); });
    const auto qualities = meanQualities(v.all);
    table.rows.push_back(
        {v.name, 1.0 * static_cast<double>(v.all.size()), shownShare(pitch),
         qualities ? Cell(*qualities) : Cell(),
         shownShare(shareOf(v.all, [](const Judgement& j) { return j.familyRight; })),
         shownShare(shareOf(v.all, [](const Judgement& j) { return j.sourceRight; })),
         shownShare(yin), shownShare(sum)});
    Series bars{.name = v.name.shown, .look = Look::Bars};
    double x = 0;
    for (const auto* share : {&pitch, &yin, &sum}) {
      if (share->of > 0) {
        bars.x.push_back(x);
        bars.y.push_back(100 * share->value());
        bars.low.push_back(100 * share->low());
        bars.high.push_back(100 * share->high());
      }
      ++x;
    }
    chart.series.push_back(std::move(bars));
  }
  context.add(Figure{.name = "accuracy",
                     .title = "Recognised pitches",
                     .width = 700,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
  context.add(
      Table{"paper",
            "The paper's figures, for comparison",
            "Table 1 of Engel et al. 2017: other notes (4,096 of NSynth's test set), another "
            "classifier, networks 25 times as large. Only the order can be compared.",
            {{"Sound"}, {"Pitch (%)", 1}, {"Qualities (%)", 1}},
            {{std::string("Original audio"), 91.6, 90.1},
             {std::string("WaveNet reconstructions"), 79.6, 88.9},
             {std::string("Baseline reconstructions"), 46.9, 85.2}}});
}

/// By what the models (and, for the most part, the classifier) knew of the notes.
void addSets(StudyContext& context, std::span<const Version> versions) {
  Table table{"sets",
              "By set of notes",
              "The split rule of the shipped models decides which notes count as used in training. "
              "The classifier was trained by the same rule. Per cent with 95 % intervals.",
              {{"Notes"},
               {"Sound"},
               {"Number", 0},
               {"Pitch by the classifier (%)"},
               {"Qualities (%)", 1},
               {"Family (%)"},
               {"Pitch by YIN (%)"},
               {"Pitch by harmonic sum (%)"}},
              {}};
  for (std::size_t p = 0; p < kTrainingParts.size(); ++p)
    for (const auto& v : versions) {
      std::vector<Judgement> some;
      for (const auto& j : v.all)
        if (j.part == static_cast<TrainingPart>(p)) some.push_back(j);
      if (some.empty()) continue;
      const auto qualities = meanQualities(some);
      table.rows.push_back(
          {std::string(kTrainingParts[p]), v.name, 1.0 * static_cast<double>(some.size()),
           shownShare(shareOf(some, [](const Judgement& j) { return j.pitchRight; })),
           qualities ? Cell(*qualities) : Cell(),
           shownShare(shareOf(some, [](const Judgement& j) { return j.familyRight; })),
           shownShare(shareOf(some, [](const Judgement& j) { return std::optional(j.yinRight); })),
           shownShare(
               shareOf(some, [](const Judgement& j) { return std::optional(j.sumRight); }))});
    }
  context.add(std::move(table));
}

void addFamilies(StudyContext& context, std::span<const Version> versions) {
  Table table{"families",
              "By family",
              "Pitch: by the classifier; distances: means, in dB, from the original.",
              {{"Family"},
               {"Sound"},
               {"Notes", 0},
               {"Pitch (%)"},
               {"Family (%)"},
               {"Pitch by YIN (%)"},
               {"Log-spectral distance (dB)", 2},
               {"MFCC distance (dB)", 2}},
              {}};
  for (std::size_t f = 0; f < dataset::kFamilies.size(); ++f)
    for (const auto& v : versions) {
      std::vector<Judgement> some;
      for (const auto& j : v.all)
        if (j.family == static_cast<int>(f)) some.push_back(j);
      if (some.empty()) continue;
      const auto mean = [&](std::optional<double> Judgement::*of) -> Cell {
        const auto values = distances(some, of);
        return values.empty() ? Cell() : Cell(evaluation::meanOf(values).value);
      };
      table.rows.push_back(
          {std::string(dataset::kFamilies[f]), v.name, 1.0 * static_cast<double>(some.size()),
           shownShare(shareOf(some, [](const Judgement& j) { return j.pitchRight; })),
           shownShare(shareOf(some, [](const Judgement& j) { return j.familyRight; })),
           shownShare(shareOf(some, [](const Judgement& j) { return std::optional(j.yinRight); })),
           mean(&Judgement::spectralDistance), mean(&Judgement::mfcc)});
    }
  context.add(std::move(table));
}

void addDistances(StudyContext& context, std::span<const Version> versions) {
  Table table{"distances",
              "Distance from the original",
              "Means with 95 % intervals (bootstrap). Log-spectral distance 60 dB deep; MFCC: 13 "
              "coefficients without the level.",
              {{"Sound"},
               {"Log-spectral distance (dB)", 2},
               {"From", 2},
               {"To", 2},
               {"MFCC distance (dB)", 2},
               {"From", 2},
               {"To", 2}},
              {}};
  for (const auto& v : versions) {
    const auto spectral = distances(v.all, &Judgement::spectralDistance);
    const auto mfcc = distances(v.all, &Judgement::mfcc);
    if (spectral.empty() || mfcc.empty()) continue;
    const auto a = evaluation::meanOf(spectral), b = evaluation::meanOf(mfcc);
    table.rows.push_back({v.name, a.value, a.low, a.high, b.value, b.low, b.high});
  }
  context.add(std::move(table));
}

}  // namespace

Result<void> studyReconstruction(StudyContext& context) {
  const auto notes = context.chosenNotes();
  const auto classifier = classifierOf(context);
  const auto* judgeOf = classifier ? &*classifier : nullptr;
  PartOf first(context.progress(), 0, 0.1);
  const auto originals = judgeOriginals(context, notes, judgeOf, first);
  if (!originals) return tl::unexpected(originals.error());
  std::vector<Version> versions{{Label("Original"), there(*originals)}};
  const auto models = context.modelsOr({"wavenet-compact", "baseline-compact"});
  for (std::size_t m = 0; m < models.size(); ++m) {
    const auto share = [&](std::size_t at) {
      return 0.1 + 0.9 * static_cast<double>(at) / static_cast<double>(models.size());
    };
    PartOf part(context.progress(), share(m), share(m + 1));
    Judgements some(notes.size());
    const auto done = context.rebuildAll(
        models[m], notes,
        [&](std::size_t i, const audio::AudioClip& original, const audio::AudioClip& rebuilt) {
          some[i] = judge(notes[i], rebuilt, &original, judgeOf);
        },
        part);
    if (!done) return done;
    versions.push_back({context.labelOf(models[m]), there(some)});
  }
  addAccuracy(context, versions);
  addSets(context, versions);
  addDistances(context, versions);
  addFamilies(context, versions);
  if (classifier) addClassifier(context, *classifier);
  return {};
}

}  // namespace timbre::studies
