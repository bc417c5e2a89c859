/// Entanglement of pitch and timbre (the paper's Table 2 and Figure 5): what an embedding still
/// says of the pitch when the decoder is told it.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/CountText.h"
#include "base/Units.h"
#include "evaluation/Summary.h"
#include "studies/Correlation.h"
#include "studies/CrossValidation.h"
#include "studies/ModelCost.h"
#include "studies/NoteChoice.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr int kFolds = 5;
constexpr std::size_t kNamedBars = 5;  // more names would overlap
constexpr int kLowestKey = 21, kKeys = 88;
using dataset::NoteInfo;
using evaluation::Proportion;

/// The embeddings of notes that could be read, one behind the other.
struct Rows {
  Label model;
  std::string kind;        ///< "WaveNet"
  std::int64_t steps = 0;  ///< of its training; 0: not known
  bool told = false;       ///< its decoder
  int features = 0;
  std::vector<float> x;
};

Result<Rows> rowsOf(StudyContext& context, const std::string& model,
                    std::span<const NoteInfo> notes, Progress& progress) {
  auto all = context.embedAll(model, notes, progress);
  if (!all) return tl::unexpected(all.error());
  const auto card = context.card(model);
  Rows rows{labelOf(**card),
            (*card)->title.substr(0, (*card)->title.find(", ")),
            trainingSteps(**card).value_or(0),
            (*card)->pitchConditioned,
            0,
            {}};
  for (const auto& z : *all)
    rows.features = std::max(rows.features, static_cast<int>(z.values.size()));
  for (auto& z : *all) {
    z.values.resize(static_cast<std::size_t>(rows.features));  // one that was not read is zeros
    rows.x.insert(rows.x.end(), z.values.begin(), z.values.end());
  }
  return rows;
}

Result<Proportion> accuracyOf(StudyContext& context, const Rows& rows, const ClassRows& kept,
                              Progress& progress) {
  const auto width = static_cast<std::ptrdiff_t>(rows.features);
  std::vector<float> x;
  for (const int row : kept.rows)
    x.insert(x.end(), rows.x.begin() + row * width, rows.x.begin() + (row + 1) * width);
  const auto folds = foldsOf(kept.classes, kFolds, context.request().seed);
  const auto said =
      crossValidated({x, rows.features, kept.classes}, folds, {}, context.threads(), progress);
  if (!said) return tl::unexpected(said.error());
  Proportion right{0, static_cast<int>(said->size())};
  for (std::size_t i = 0; i < said->size(); ++i) right.hits += (*said)[i] == kept.classes[i];
  return right;
}

/// What the paper says of its own, as remembered: other data and other sizes.
void addPaper(StudyContext& context) {
  context.add(
      Table{"paper",
            "The paper's figures, for comparison",
            "Table 2 of Engel et al. 2017, quoted from memory: other notes (305,979 of NSynth, "
            "10,000 held out), networks 25 times as large. Only the direction can be compared.",
            {{"Model"},
             {"Size", 0},
             {"Without pitch conditioning (%)", 1},
             {"With (%)", 1},
             {"Relative change (%)", 1}},
            {{std::string("WaveNet"), 1984.0, 58.1, 40.5, -30.4},
             {std::string("Baseline"), 1984.0, 63.8, 55.2, -13.5},
             {std::string("Baseline"), 1024.0, 57.4, 42.1, -26.7}}});
}

struct Measured {
  Rows rows;
  Proportion right;
};

/// Pairs of a conditioned model and the one of the same kind that is not.
void addPairs(StudyContext& context, std::span<const Measured> all, const ClassRows& kept) {
  Table table{"pitch",
              "Pitch read from the embedding by a linear classifier",
              "Multinomial logistic regression, " + std::to_string(kFolds) +
                  " folds; each note is classified by a regression that was not fitted to it. " +
                  countText(kept.rows.size(), "note") + " of " +
                  countText(kept.labels.size(), "pitch") + ". Chance is " +
                  shown(100.0 / static_cast<double>(kept.labels.size()), 1) +
                  " %. Intervals are 95 % (Wilson).",
              {{"Model"},
               {"Numbers per note", 0},
               {"Decoder is given the pitch"},
               {"Accuracy (%)", 1},
               {"From (%)", 1},
               {"To (%)", 1},
               {"Change with the pitch given (%)", 1}},
              {}};
  Chart chart;
  chart.y = {.title = "Pitches read correctly (%)", .low = 0, .high = 100};
  Series bars{.look = Look::Bars};
  for (const auto& m : all) {
    Cell change;
    for (const auto& other : all)
      if (m.rows.told && !other.rows.told &&
          other.rows.model.id == m.rows.model.id + "-unconditioned" && other.right.hits > 0)
        change = 100 * (m.right.value() / other.right.value() - 1);
    table.rows.push_back({m.rows.model, 1.0 * m.rows.features,
                          std::string(m.rows.told ? "yes" : "no"), 100 * m.right.value(),
                          100 * m.right.low(), 100 * m.right.high(), change});
    bars.x.push_back(static_cast<double>(chart.x.categories.size()));
    bars.y.push_back(100 * m.right.value());
    bars.low.push_back(100 * m.right.low());
    bars.high.push_back(100 * m.right.high());
    const auto row = chart.x.categories.size() + 1;
    chart.x.categories.push_back(all.size() > kNamedBars ? std::to_string(row)
                                                         : m.rows.model.shown);
  }
  if (all.size() > kNamedBars) chart.x.title = "Row of the table below";
  chart.series.push_back(std::move(bars));
  context.add(Figure{.name = "pitch",
                     .title = "What embeddings reveal of the pitch",
                     .width = 860,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
}

/// Models of one kind, trained equally long with embeddings of different sizes.
void addTrainedSizes(StudyContext& context, std::span<const Measured> all) {
  std::map<std::tuple<std::string, std::int64_t, bool>, std::map<int, double>> curves;
  for (const auto& m : all)
    curves[{m.rows.kind, m.rows.steps, m.rows.told}][m.rows.features] = m.right.value();
  Chart chart;
  chart.x = {.title = "Numbers per note", .log = true};
  chart.y = {.title = "Pitches read correctly (%)", .low = 0, .high = 100};
  for (const auto& [which, sizes] : curves) {
    if (sizes.size() < 2) continue;
    const auto& [kind, steps, told] = which;
    Series curve{.name = kind + ", " + countText(steps, "step") + ", " +
                         (told ? "given the pitch" : "not given it")};
    for (const auto& [size, share] : sizes) {
      curve.x.push_back(size);
      curve.y.push_back(100 * share);
    }
    chart.series.push_back(std::move(curve));
  }
  if (chart.series.empty()) return;
  context.add(
      Figure{.name = "trained-sizes",
             .title = "Models trained with embeddings of different sizes",
             .caption = "The table above has their figures. Only models with the same number of "
                        "training steps share a curve. `packaging/study-models` trains small ones.",
             .width = 860,
             .height = 320,
             .charts = {std::move(chart)}});
}

/// Embeddings squeezed to fewer numbers.
Result<void> addSizes(StudyContext& context, std::span<const Measured> all, const ClassRows& kept,
                      Progress& progress) {
  Table table{
      "sizes",
      "Fewer numbers",
      "The same embeddings, projected to random directions (Johnson and Lindenstrauss). Unlike the "
      "paper's, these are not networks trained with a narrower bottleneck, but they show how "
      "densely the pitch is encoded.",
      {{"Model"}, {"Numbers per note", 0}, {"Accuracy (%)", 1}, {"From (%)", 1}, {"To (%)", 1}},
      {}};
  Chart chart;
  chart.x = {.title = "Numbers per note", .log = true};
  chart.y = {.title = "Pitches read correctly (%)", .low = 0, .high = 100};
  double done = 0;
  for (const auto& m : all) {
    Series curve{.name = m.rows.model.shown};
    for (const int size : {16, 64, 256}) {
      PartOf part(progress, done / static_cast<double>(3 * all.size()),
                  (done + 1) / static_cast<double>(3 * all.size()));
      ++done;
      if (size >= m.rows.features) continue;
      Rows few = m.rows;
      few.features = size;
      few.x = projected(m.rows.x, m.rows.features, size, context.request().seed);
      const auto right = accuracyOf(context, few, kept, part);
      if (!right) return tl::unexpected(right.error());
      table.rows.push_back({m.rows.model, 1.0 * size, 100 * right->value(), 100 * right->low(),
                            100 * right->high()});
      curve.x.push_back(size);
      curve.y.push_back(100 * right->value());
    }
    curve.x.push_back(m.rows.features);
    curve.y.push_back(100 * m.right.value());
    chart.series.push_back(std::move(curve));
  }
  context.add(Figure{.name = "sizes",
                     .title = "Pitch in fewer numbers",
                     .width = 860,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
  return {};
}

std::vector<std::string> keyNames() {
  std::vector<std::string> names;
  for (int key = kLowestKey; key < kLowestKey + kKeys; ++key)
    names.push_back(noteName(MidiPitch(key)));
  return names;
}

Result<void> addCorrelations(StudyContext& context, const std::string& model, Progress& progress) {
  const auto notes = widestInstrument(context.notes(), kLowestKey, kKeys);
  if (notes.size() < 2) {
    context.remark(
        "No instrument has two pitches at the same velocity; correlations were left out");
    return {};
  }
  const auto all = context.embedAll(model, notes, progress);
  if (!all) return tl::unexpected(all.error());
  std::vector<std::vector<float>> rows(kKeys);
  for (std::size_t i = 0; i < notes.size(); ++i)
    rows[static_cast<std::size_t>(notes[i].pitch - kLowestKey)] = (*all)[i].values;
  Figure figure{.name = "correlation",
                .title = "Embeddings of one instrument over 88 pitches",
                .caption = called(notes.front()) + " and " + std::to_string(notes.size() - 1) +
                           " more of its keys, encoded by " + context.labelOf(model).shown +
                           ". A gap is a key without a note. On the left, what all embeddings have "
                           "in common makes them similar; on the right, it is removed. Blocks are "
                           "registers: keys with similar embeddings."};
  figure.columns = 2;
  figure.width = 900;
  figure.height = 470;
  for (const bool centred : {false, true}) {
    Chart chart;
    chart.title = centred ? "Without the common direction" : "Unchanged";
    chart.x.categories = chart.y.categories = keyNames();
    chart.matrix = correlationOf(rows, centred);
    figure.charts.push_back(std::move(chart));
  }
  context.add(std::move(figure));
  if (notes.size() < kKeys)
    context.remark("The instrument has " + std::to_string(notes.size()) +
                   " of 88 keys; the others are gaps");
  return {};
}

}  // namespace

Result<void> studyEntanglement(StudyContext& context) {
  const auto notes = context.chosenNotes();
  std::vector<int> pitches;
  for (const auto& note : notes) pitches.push_back(note.pitch);
  const auto kept = judgeableRows(pitches, kFolds, "pitch");
  if (!kept) return tl::unexpected(kept.error());
  if (kept->rows.size() < notes.size())
    context.remark(countText(notes.size() - kept->rows.size(), "note") + " left out: fewer than " +
                   countText(kFolds, "note") + " have that pitch");
  const auto models = context.modelsOr({"wavenet-compact", "wavenet-compact-unconditioned",
                                        "baseline-compact", "baseline-compact-unconditioned"});
  std::vector<Measured> all;
  for (std::size_t m = 0; m < models.size(); ++m) {
    const auto share = [&](double at) {
      return 0.7 * (static_cast<double>(m) + at) / static_cast<double>(models.size());
    };
    PartOf encoding(context.progress(), share(0), share(0.6));
    PartOf fitting(context.progress(), share(0.6), share(1));
    auto rows = rowsOf(context, models[m], notes, encoding);
    if (!rows) return tl::unexpected(rows.error());
    const auto right = accuracyOf(context, *rows, *kept, fitting);
    if (!right) return tl::unexpected(right.error());
    all.push_back({std::move(*rows), *right});
  }
  addPairs(context, all, *kept);
  addTrainedSizes(context, all);
  addPaper(context);
  PartOf sizes(context.progress(), 0.7, 0.95), last(context.progress(), 0.95, 1);
  if (auto done = addSizes(context, all, *kept, sizes); !done) return done;
  return addCorrelations(context, models.front(), last);
}

}  // namespace timbre::studies
