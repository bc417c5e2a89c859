/// Summaries of many notes, with confidence intervals.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/Evaluation.h"

namespace timbre::evaluation {

/// A share of notes with its 95 % Wilson interval.
struct Proportion {
  int hits = 0;
  int of = 0;
  double value() const { return of ? static_cast<double>(hits) / of : 0; }
  double low() const;
  double high() const;
};

/// A mean with its 95 % interval, by bootstrap: the middle of the means of 2000 draws of as many
/// notes. The same numbers give the same interval.
struct Mean {
  double value = 0;
  double low = 0;
  double high = 0;
};
Mean meanOf(std::span<const double> values);

/// A median with its 95 % interval from the ranks (exact, no distribution assumed); with fewer than
/// six numbers from the least to the greatest.
struct Median {
  int notes = 0;
  double value = 0;
  double low = 0;
  double high = 0;
};
Median medianOf(std::vector<double> values);

/// One line of measures(), over many notes.
struct MeasureSummary {
  Median error;     ///< with its sign
  Median absolute;  ///< without
};

struct Summary {
  int notes = 0;
  Proportion inTune;             ///< of the pitched notes, by YIN
  Proportion inTuneByHarmonics;  ///< of the same notes, by the harmonic sum
  int struck = 0;
  Mean spectralDistance;
  Mean wideSpectralDistance;
  Mean envelopeCorrelation;
  std::optional<Mean> nats;              ///< where notes have them
  double decodeSeconds = 0;              ///< mean
  std::vector<MeasureSummary> measures;  ///< in the order of measures()
};

Summary summarised(std::span<const NoteScore> scores);

}  // namespace timbre::evaluation
