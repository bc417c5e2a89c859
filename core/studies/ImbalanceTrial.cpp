#include "studies/ImbalanceTrial.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/ParallelFor.h"
#include "studies/CrossValidation.h"

namespace timbre::studies {
namespace {

constexpr int kFolds = 5;
constexpr int kThinnedTo = 8;  // one of so many notes stays
constexpr int kLeast = 2;      // notes of a thinned family

/// Marks the notes that a fold may train on.
std::vector<LabelledNote> setUp(std::span<const LabelledNote> notes, const ClassRows& kept,
                                std::span<const int> folds, int fold, bool thinned) {
  std::map<int, int> members, taken;
  for (std::size_t i = 0; i < folds.size(); ++i)
    if (folds[i] != fold) ++members[kept.classes[i]];
  std::vector<LabelledNote> all;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    all.push_back(notes[static_cast<std::size_t>(kept.rows[i])]);
    all.back().split = dataset::Split::HeldOut;
    if (folds[i] == fold) continue;
    const int family = kept.classes[i];
    const int most = thinned && family % 2 == 1 ? std::max(kLeast, members[family] / kThinnedTo)
                                                : members[family];
    if (taken[family]++ < most) all.back().split = dataset::Split::Train;
  }
  return all;
}

}  // namespace

Result<std::vector<FamilyAccuracy>> imbalanceTrial(std::span<const LabelledNote> notes,
                                                   const ClassifierParams& params, int threads,
                                                   Progress& progress) {
  std::vector<int> families;
  for (const auto& note : notes) families.push_back(note.truth.family);
  const auto kept = judgeableRows(families, kFolds, "family");
  if (!kept) return tl::unexpected(kept.error());
  const auto folds = foldsOf(kept->classes, kFolds, params.seed);

  std::vector<FamilyAccuracy> accuracies(kept->labels.size());
  for (std::size_t f = 0; f < accuracies.size(); ++f) {
    accuracies[f].family = kept->labels[f];
    accuracies[f].thinned = f % 2 == 1;
    accuracies[f].notes = static_cast<int>(
        std::count(kept->classes.begin(), kept->classes.end(), static_cast<int>(f)));
  }
  constexpr std::size_t kArms = kImbalanceArms.size();
  std::vector<std::array<bool, kArms>> right(folds.size());
  const auto done =
      parallelFor(kFolds * kArms, threads, progress,
                  [&](std::size_t job, ParallelWorker& worker) -> Result<void> {
                    const int fold = static_cast<int>(job / kArms);
                    const std::size_t arm = job % kArms;
                    const auto set = setUp(notes, *kept, folds, fold, kImbalanceArms[arm].thinned);
                    auto own = params;
                    own.balance = kImbalanceArms[arm].balanced;
                    const auto made = trainClassifier(set, own, {}, worker);
                    if (!made) return tl::unexpected(made.error());
                    for (std::size_t i = 0; i < folds.size(); ++i)
                      if (folds[i] == fold)
                        right[i][arm] = made->guess(set[i].features).family == set[i].truth.family;
                    return {};
                  });
  if (!done) return tl::unexpected(done.error());
  for (std::size_t i = 0; i < folds.size(); ++i)
    for (std::size_t arm = 0; arm < kArms; ++arm) {
      auto& share = accuracies[static_cast<std::size_t>(kept->classes[i])].right[arm];
      share.hits += right[i][arm];
      ++share.of;
    }
  return accuracies;
}

}  // namespace timbre::studies
