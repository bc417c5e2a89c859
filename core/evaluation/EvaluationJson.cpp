#include "evaluation/EvaluationJson.h"

#include "evaluation/Measures.h"

namespace timbre::evaluation {
namespace {

using nlohmann::json;

json maybe(const std::optional<double>& x) {
  return x ? json(*x) : json();
}

json ofMean(const Mean& m) {
  return {{"mean", m.value}, {"low", m.low}, {"high", m.high}};
}

json ofMedian(const Median& m) {
  return {{"median", m.value}, {"low", m.low}, {"high", m.high}};
}

json ofShare(const Proportion& p) {
  return {{"hits", p.hits}, {"of", p.of}, {"low", p.low()}, {"high", p.high()}};
}

json ofMeasures(const Summary& summary) {
  json all = json::object();
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const MeasureSummary& one = summary.measures[i];
    if (one.error.notes == 0) continue;
    all[measures()[i].key] = {{"notes", one.error.notes},
                              {"error", ofMedian(one.error)},
                              {"absolute", ofMedian(one.absolute)}};
  }
  return all;
}

json ofRow(const ReportRow& row) {
  const Summary& s = row.summary;
  return {{"rebuilt_by", row.system},
          {"family", row.family},
          {"notes", s.notes},
          {"struck", s.struck},
          {"in_tune", ofShare(s.inTune)},
          {"in_tune_by_harmonics", ofShare(s.inTuneByHarmonics)},
          {"spectral_distance_db", ofMean(s.spectralDistance)},
          {"spectral_distance_80_db", ofMean(s.wideSpectralDistance)},
          {"envelope_correlation", ofMean(s.envelopeCorrelation)},
          {"nats", s.nats ? ofMean(*s.nats) : json()},
          {"decode_s", s.decodeSeconds},
          {"measures", ofMeasures(s)}};
}

json ofComparison(const Comparison& c) {
  const Proportion share{c.test.nearer, c.test.nearer + c.test.farther};
  return {{"first", c.first},
          {"second", c.second},
          {"measure", measures()[c.measure].key},
          {"nearer", c.test.nearer},
          {"farther", c.test.farther},
          {"ties", c.test.ties},
          {"low", share.low()},
          {"high", share.high()},
          {"p", c.test.p()}};
}

}  // namespace

json jsonOf(const std::string& system, const NoteScore& s) {
  json note{{"rebuilt_by", system},
            {"id", s.id},
            {"pitched", s.pitched},
            {"cents", maybe(s.cents)},
            {"cents_by_harmonics", maybe(s.harmonicCents)},
            {"spectral_distance_db", s.spectralDistance},
            {"spectral_distance_80_db", s.wideSpectralDistance},
            {"envelope_correlation", s.envelopeCorrelation},
            {"nats", maybe(s.nats)},
            {"struck", s.sound.struck},
            {"original_rise_ms", maybe(s.sound.originalRiseTime)},
            {"encode_s", s.encodeSeconds},
            {"decode_s", s.decodeSeconds}};
  for (const Measure& measure : measures()) note[measure.key] = maybe(measure.of(s));
  return note;
}

json jsonOf(const EvaluationReport& report) {
  json rows = json::array(), morphs = json::array(), comparisons = json::array();
  for (const ReportRow& row : report.rows) rows.push_back(ofRow(row));
  for (const auto& [system, m] : report.morphs)
    morphs.push_back({{"rebuilt_by", system},
                      {"points", m.inPlace.of},
                      {"in_place", m.inPlace.hits},
                      {"morphs", m.withoutHole.of},
                      {"without_hole", m.withoutHole.hits},
                      {"deepest_dip_db", m.deepest}});
  for (const Comparison& c : report.comparisons)
    if (c.test.notes() > 0) comparisons.push_back(ofComparison(c));
  return {{"summary", rows}, {"morphs", morphs}, {"comparisons", comparisons}};
}

}  // namespace timbre::evaluation
