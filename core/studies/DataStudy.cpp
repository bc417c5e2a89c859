/// The data: what there is of each kind, how even it is, and what is wrong with it.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "base/CountText.h"
#include "base/ParallelFor.h"
#include "dataset/NoteLibrary.h"
#include "quality/NoteChecks.h"
#include "studies/Balance.h"
#include "studies/ImbalanceReport.h"
#include "studies/StudyContext.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

using dataset::kFamilies;
using dataset::kQualities;
using dataset::kSources;
using dataset::NoteInfo;

template <class Names>
std::vector<std::string> namesOf(const Names& names) {
  return {names.begin(), names.end()};
}

/// In which family, source, pitch, velocity, instrument each note is.
struct Kinds {
  std::map<int, int> family, source, pitch, velocity;
  std::map<std::string, int> instrument;
  std::map<int, int> qualities;
  std::array<std::array<int, kQualities.size()>, kQualities.size()> together{};
  std::map<std::array<int, 4>, int> cells;  ///< family, source, velocity, pitch
};

Kinds counted(const dataset::NoteLibrary& notes) {
  Kinds kinds;
  for (const NoteInfo& note : notes.notes()) {
    ++kinds.family[note.family];
    ++kinds.source[note.source];
    ++kinds.pitch[note.pitch];
    ++kinds.velocity[note.velocity];
    ++kinds.instrument[note.instrument];
    ++kinds.cells[{note.family, note.source, note.velocity, note.pitch}];
    for (std::size_t a = 0; a < kQualities.size(); ++a) {
      if (!note.qualities[a]) continue;
      ++kinds.qualities[static_cast<int>(a)];
      for (std::size_t b = 0; b < kQualities.size(); ++b) kinds.together[a][b] += note.qualities[b];
    }
  }
  return kinds;
}

template <class Map>
std::vector<double> countsOf(const Map& map) {
  std::vector<double> counts;
  for (const auto& [key, count] : map) counts.push_back(count);
  return counts;
}

void addBalance(StudyContext& context, const Kinds& kinds) {
  Table table{
      "balance",
      "How evenly notes are spread",
      "The effective number is the exponential of the entropy: this many equally frequent classes "
      "would be equally hard to guess. Largest over smallest counts only classes that occur.",
      {{"Kind"},
       {"Classes that occur", 0},
       {"Effective number", 1},
       {"Evenness (%)", 1},
       {"Largest class (%)", 1},
       {"Largest over smallest", 1}},
      {}};
  const auto row = [&](const char* kind, const std::vector<double>& counts) {
    const Balance b = balanceOf(counts);
    table.rows.push_back({std::string(kind), 1.0 * b.classes, b.effective, 100 * b.evenness(),
                          100 * b.largestShare, b.ratio});
  };
  row("family", countsOf(kinds.family));
  row("source", countsOf(kinds.source));
  row("instrument", countsOf(kinds.instrument));
  row("pitch", countsOf(kinds.pitch));
  row("velocity", countsOf(kinds.velocity));
  row("family, source, velocity and pitch", countsOf(kinds.cells));
  context.add(std::move(table));
}

void addFamilies(StudyContext& context) {
  const auto& counts = context.notes().counts();
  Chart chart;
  chart.x.categories = namesOf(kSources);
  chart.y.categories = namesOf(kFamilies);
  Matrix m{static_cast<int>(kFamilies.size()), static_cast<int>(kSources.size())};
  m.numbers = true;
  Table table{"families", "Notes by family and source", "", {{"Family"}}, {}};
  for (const auto source : kSources) table.columns.push_back({std::string(source), 0});
  for (std::size_t f = 0; f < kFamilies.size(); ++f) {
    table.rows.push_back({std::string(kFamilies[f])});
    for (const int count : counts[f]) {
      m.values.push_back(static_cast<float>(count));
      m.high = std::max(m.high, static_cast<float>(count));
      table.rows.back().emplace_back(1.0 * count);
    }
  }
  chart.matrix = std::move(m);
  context.add(Figure{.name = "families",
                     .title = "Notes by family and source",
                     .width = 460,
                     .height = 380,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
}

Chart histogram(std::string title, const std::map<int, int>& counts) {
  Chart chart;
  chart.x = {.title = std::move(title)};
  chart.y = {.title = "Notes"};
  Series bars{.look = Look::Bars};
  for (const auto& [value, count] : counts) {
    bars.x.push_back(value);
    bars.y.push_back(count);
  }
  chart.series.push_back(std::move(bars));
  return chart;
}

void addQualities(StudyContext& context, const Kinds& kinds) {
  Chart chart;
  chart.title = "Share of the row's notes that also have the column's quality (%)";
  chart.x.categories = chart.y.categories = namesOf(kQualities);
  const int n = static_cast<int>(kQualities.size());
  Matrix m{n, n};
  m.high = 100;
  m.numbers = true;
  Table table{"qualities", "Qualities", "", {{"Quality"}, {"Notes", 0}, {"Share (%)", 1}}, {}};
  for (std::size_t a = 0; a < kQualities.size(); ++a) {
    const double all = kinds.together[a][a];
    table.rows.push_back({std::string(kQualities[a]), all, 100 * all / context.notes().size()});
    for (const int both : kinds.together[a])
      m.values.push_back(all > 0 ? static_cast<float>(std::round(100 * both / all))
                                 : std::nanf(""));
  }
  chart.matrix = std::move(m);
  context.add(Figure{.name = "qualities",
                     .title = "Qualities that occur together",
                     .width = 760,
                     .height = 420,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
}

void addCells(StudyContext& context, const Kinds& kinds) {
  Table table{"counts",
              "Counts by family, source, velocity and pitch",
              "The report shows the first 20 rows; the CSV has all.",
              {{"Family"}, {"Source"}, {"Velocity", 0}, {"Pitch (MIDI)", 0}, {"Notes", 0}},
              {}};
  table.shownRows = 20;
  for (const auto& [key, count] : kinds.cells)
    table.rows.push_back({std::string(kFamilies[static_cast<std::size_t>(key[0])]),
                          std::string(kSources[static_cast<std::size_t>(key[1])]), 1.0 * key[2],
                          1.0 * key[3], 1.0 * count});
  context.add(std::move(table));
}

/// Listens to the chosen notes.
Result<void> addDoubts(StudyContext& context, Progress& progress) {
  const auto notes = context.chosenNotes();
  std::vector<std::optional<quality::NoteCheck>> checks(notes.size());
  const auto done = parallelFor(notes.size(), context.threads(), progress,
                                [&](std::size_t i, ParallelWorker&) -> Result<void> {
                                  const auto clip = dataset::readNote(notes[i]);
                                  if (clip)
                                    checks[i] = quality::checkNote(notes[i], *clip);
                                  else
                                    context.remark(clip.error().message);
                                  return {};
                                });
  if (!done) return done;
  std::array<int, dataset::kFindings.size()> counts{};
  std::set<std::uint64_t> heard;
  int listened = 0;
  Table doubtful{"doubtful",
                 "Doubtful notes",
                 "The report shows the first 20; the CSV has all.",
                 {{"Note"}, {"Findings"}, {"Label (MIDI)", 0}, {"Estimated (MIDI)", 2}},
                 {}};
  doubtful.shownRows = 20;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (!checks[i]) continue;
    ++listened;
    auto findings = checks[i]->findings;
    if (checks[i]->content != 0 && !heard.insert(checks[i]->content).second)
      findings.set(dataset::bitOf(dataset::Finding::Duplicate));
    std::string names;
    for (std::size_t f = 0; f < counts.size(); ++f)
      if (findings[f]) {
        ++counts[f];
        names += (names.empty() ? "" : ", ") + std::string(dataset::kFindings[f]);
      }
    if (!names.empty())
      doubtful.rows.push_back({notes[i].id, names, 1.0 * notes[i].pitch,
                               checks[i]->heard ? Cell(*checks[i]->heard) : Cell()});
  }
  Table table{"findings",
              "Findings of the note check",
              countText(listened, "note") + " checked.",
              {{"Finding"}, {"Notes", 0}, {"Share (%)", 2}},
              {}};
  for (std::size_t f = 0; f < counts.size(); ++f)
    if (f != dataset::bitOf(dataset::Finding::SingleVelocity))
      table.rows.push_back({std::string(dataset::kFindings[f]), 1.0 * counts[f],
                            100.0 * counts[f] / std::max(1, listened)});
  context.add(std::move(table));
  if (!doubtful.rows.empty()) context.add(std::move(doubtful));
  return {};
}

}  // namespace

Result<void> studyData(StudyContext& context) {
  const Kinds kinds = counted(context.notes());
  context.add(Text{"", countText(context.notes().size(), "note") + " of " +
                           countText(kinds.instrument.size(), "instrument") + "."});
  addBalance(context, kinds);
  addFamilies(context);
  context.add(Figure{
      .name = "pitches",
      .title = "Pitches and velocities",
      .columns = 2,
      .width = 820,
      .height = 280,
      .charts = {histogram("Pitch (MIDI)", kinds.pitch), histogram("Velocity", kinds.velocity)}});
  addQualities(context, kinds);
  addCells(context, kinds);
  PartOf listening(context.progress(), 0, 0.5);
  if (auto done = addDoubts(context, listening); !done) return done;
  PartOf trial(context.progress(), 0.5, 1);
  if (auto done = addImbalance(context, trial); !done) return done;
  context.progress().advanced(1);
  return {};
}

}  // namespace timbre::studies
