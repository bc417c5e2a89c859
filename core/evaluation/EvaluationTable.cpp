#include "evaluation/EvaluationTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "evaluation/Measures.h"

namespace timbre::evaluation {
namespace {

std::string shareText(const Proportion& share) {
  return fmt::format("{:>4}/{:<4} {:5.1f} % ({:4.1f}-{:5.1f})", share.hits, share.of,
                     100 * share.value(), 100 * share.low(), 100 * share.high());
}

std::string rowText(const ReportRow& row) {
  const Summary& s = row.summary;
  return fmt::format(
      "{:<10}  {:<20.20} {:>5}  {}  {:>4}/{:<4}  {:5.2f} ({:5.2f}-{:5.2f})  {:6.2f}  {:6.3f} "
      "({:5.3f}-{:5.3f})  {:<19}  {:6.2f} s\n",
      row.family, row.system, s.notes, shareText(s.inTune), s.inTuneByHarmonics.hits,
      s.inTuneByHarmonics.of, s.spectralDistance.value, s.spectralDistance.low,
      s.spectralDistance.high, s.wideSpectralDistance.value, s.envelopeCorrelation.value,
      s.envelopeCorrelation.low, s.envelopeCorrelation.high,
      s.nats ? fmt::format("{:5.3f} ({:5.3f}-{:5.3f})", s.nats->value, s.nats->low, s.nats->high)
             : "-",
      s.decodeSeconds);
}

std::string medianText(const Measure& measure, const MeasureSummary& summary) {
  if (summary.error.notes == 0) return "-";
  const Median& m = measure.isSigned ? summary.error : summary.absolute;
  return measure.isSigned ? fmt::format("{:+.1f} ({:+.1f} to {:+.1f})", m.value, m.low, m.high)
                          : fmt::format("{:.2f} ({:.2f}-{:.2f})", m.value, m.low, m.high);
}

int notesOf(std::span<const ReportRow> rows, std::size_t measure) {
  int notes = 0;
  for (const ReportRow& row : rows)
    notes = std::max(notes, row.summary.measures[measure].error.notes);
  return notes;
}

std::string titleOf(const Measure& measure) {
  return measure.title + (measure.unit.empty() ? "" : ", " + measure.unit);
}

/// One line per measure, one column per system.
std::string measuresText(std::span<const ReportRow> rows, const EvaluationReport& report) {
  const std::string& family = rows.front().family;
  std::string text = fmt::format("\n{:<43} {:>5}", "median error, " + family + " notes", "notes");
  for (const ReportRow& row : rows) text += fmt::format("  {:<24.24}", row.system);
  text += '\n';
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const Measure& measure = measures()[i];
    std::string line = fmt::format("{:<43} {:>5}", titleOf(measure), notesOf(rows, i));
    for (const ReportRow& row : rows)
      line += fmt::format("  {:<24}", medianText(measure, row.summary.measures[i]));
    if (family == "all")
      for (const Comparison& c : report.comparisons)
        if (c.measure == i && c.test.notes() > 0)
          line += fmt::format("  {} nearer than {}: {} of {}, p = {:.2g}", c.first, c.second,
                              c.test.nearer, c.test.notes(), c.test.p());
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

/// Notes in tune of those that have a pitch.
std::string markdownPitch(std::span<const ReportRow> rows, const std::string& tracker,
                          Proportion Summary::*share) {
  std::string line =
      fmt::format("| pitch within 50 cents, {} | {} |", tracker, (rows.front().summary.*share).of);
  for (const ReportRow& row : rows) {
    const Proportion& p = row.summary.*share;
    line += fmt::format(" {} ({:.0f}-{:.0f} %) |", p.hits, 100 * p.low(), 100 * p.high());
  }
  return line;
}

std::string markdownMeasure(std::span<const ReportRow> rows, std::size_t i,
                            std::span<const Comparison> comparisons) {
  const Measure& measure = measures()[i];
  std::string line = fmt::format("| {} | {} |", titleOf(measure), notesOf(rows, i));
  for (const ReportRow& row : rows)
    line += fmt::format(" {} |", medianText(measure, row.summary.measures[i]));
  for (const Comparison& c : comparisons)
    if (c.measure == i)
      line += c.test.notes() > 0 ? fmt::format(" {} of {}, p = {:.2g} |", c.test.nearer,
                                               c.test.notes(), c.test.p())
                                 : " - |";
  return line;
}

std::string morphText(const std::string& system, const MorphSummary& m) {
  return fmt::format(
      "morphs by {}: pitch as expected at {} of {} points, {} of {} without a gap (6 dB), deepest "
      "dip {:.1f} dB\n",
      system, m.inPlace.hits, m.inPlace.of, m.withoutHole.hits, m.withoutHole.of, m.deepest);
}

}  // namespace

std::string tableOf(const EvaluationReport& report, bool byFamily) {
  std::string text =
      fmt::format("{:<10}  {:<20} {:>5}  {:<28}  {:<9}  {:<20} {:>6}  {:<20}  {:<19}  {}\n",
                  "family", "rebuilt by", "notes", "within 50 cents (95 %)", "harmonics",
                  "distance (dB)", "80 dB", "envelope", "nats per sample", "decoding");
  for (const ReportRow& row : report.rows) text += rowText(row);
  for (auto begin = report.rows.begin(); begin != report.rows.end();) {
    const auto end = std::find_if(begin, report.rows.end(), [&](const ReportRow& row) {
      return row.family != begin->family;
    });
    if (byFamily || begin->family == "all") text += measuresText({begin, end}, report);
    begin = end;
  }
  for (const auto& [system, morphs] : report.morphs) text += morphText(system, morphs);
  return text;
}

std::string markdownOf(const EvaluationReport& report) {
  const auto all = std::find_if(report.rows.begin(), report.rows.end(),
                                [](const ReportRow& row) { return row.family == "all"; });
  const std::span<const ReportRow> rows(all, report.rows.end());
  if (rows.empty()) return {};
  std::string text = "| median error (95 %) | notes |", rule = "|---|---|", pairs;
  for (const ReportRow& row : rows) {
    text += fmt::format(" {} |", row.system);
    rule += "---|";
  }
  for (const Comparison& c : report.comparisons)
    if (c.measure == 0) {
      text += fmt::format(" {} nearer than {} |", c.first, c.second);
      rule += "---|";
      pairs += " |";
    }
  text += '\n' + rule + '\n';
  text += markdownPitch(rows, "YIN", &Summary::inTune) + pairs + '\n';
  text += markdownPitch(rows, "harmonic sum", &Summary::inTuneByHarmonics) + pairs + '\n';
  for (std::size_t i = 0; i < measures().size(); ++i)
    if (!measures()[i].detail) text += markdownMeasure(rows, i, report.comparisons) + '\n';
  return text;
}

}  // namespace timbre::evaluation
