#include "training/run/HeldOutMeter.h"

#include <algorithm>

#include "training/run/TrainingClock.h"

namespace timbre::training {
namespace {

constexpr int kHeldOutSamples = 4 * 6144;  // of the WaveNet's, a measurement
constexpr int kHeldOutNotes = 16;          // of the baseline's, which are trained on whole notes
constexpr double kHeldOutShare = 0.04;     // of the time

/// The same crops in every run, as they are.
CropRule plainCrops(CropRule crops, bool whole) {
  crops.count = std::min(crops.count, whole ? kHeldOutNotes : kHeldOutSamples / crops.samples + 1);
  crops.first = 0;
  crops.inputCorruption = false;
  crops.attacks = true;
  crops.levelDb = crops.cents = 0;
  crops.semitones = 0;
  crops.seed = 1;
  return crops;
}

Result<double> lossOn(const std::vector<int>& kept, const Notes& notes, Trainer& trainer,
                      const CropRule& rule, bool whole) {
  if (kept.empty()) return -1.0;
  const CropRule crops = plainCrops(rule, whole);
  const int batches = whole ? std::max(1, kHeldOutNotes / crops.count)
                            : std::max(1, kHeldOutSamples / (crops.count * crops.samples));
  const NoteGroup group{1, kept};
  double sum = 0;
  for (int i = 0; i < batches; ++i) {
    const auto batch = draw(notes, {&group, 1}, crops, i);
    if (!batch) return tl::unexpected(batch.error());
    const auto loss = trainer.lossOf(*batch);
    if (!loss) return loss;
    sum += *loss;
  }
  return sum / batches;
}

}  // namespace

void HeldOutMeter::insist() {
  constexpr double kLongAgo = 1e6;
  at_ = TrainingClock::now() - kLongAgo;
}

Result<void> HeldOutMeter::measure(const Notes& notes, Trainer& trainer, const CropRule& rule,
                                   bool wholeNotes, model::TrainReport& said) {
  const double now = TrainingClock::now();
  if (cost_ > kHeldOutShare * (now - at_)) return {};
  const auto heldOut = lossOn(notes.heldOut, notes, trainer, rule, wholeNotes);
  if (!heldOut) return tl::unexpected(heldOut.error());
  const auto unseen = lossOn(notes.unseen, notes, trainer, rule, wholeNotes);
  if (!unseen) return tl::unexpected(unseen.error());
  said.heldOut = *heldOut;
  said.unseen = *unseen;
  at_ = TrainingClock::now();
  cost_ = at_ - now;
  return {};
}

}  // namespace timbre::training
