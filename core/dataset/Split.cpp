#include "dataset/Split.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "base/Hash.h"

namespace timbre::dataset {
namespace {

constexpr std::array<std::string_view, kSplits> kNames{"training", "held-out", "unseen"};

bool isTenth(const std::string& name) {
  const std::uint64_t hash = hashOf(name);
  return (hash ^ (hash >> 32)) % 10 == 0;
}

bool isHeldOut(const SplitRule& rule, const std::string& set, int pitch) {
  if (rule.heldOutOf <= 0) return false;
  const auto of = static_cast<std::uint64_t>(rule.heldOutOf);
  return (static_cast<std::uint64_t>(pitch) + hashOf(set) % of) % of == 0;
}

}  // namespace

std::string_view nameOf(Split split) {
  return kNames[static_cast<std::size_t>(split)];
}

std::optional<Split> splitOf(const SplitRule& rule, const NoteInfo& note) {
  const bool named = !note.sampleSets.empty();
  std::istringstream sets(named ? note.sampleSets : note.instrument);
  bool someUnseen = !named && rule.tenthOfOthers && isTenth(note.instrument);
  bool someKnown = false;
  std::string first;
  if (!someUnseen)
    for (std::string set; sets >> set;) {
      if (first.empty()) first = set;
      (std::find(rule.unseen.begin(), rule.unseen.end(), set) == rule.unseen.end() ? someKnown
                                                                                   : someUnseen) =
          true;
    }
  if (someUnseen && someKnown) return {};
  if (someUnseen) return Split::Unseen;
  return isHeldOut(rule, first, note.pitch) ? Split::HeldOut : Split::Train;
}

bool heldOutOfFolder(const NoteInfo& note) {
  return isTenth(note.instrument + "-" + std::to_string(note.pitch));
}

Result<Split> splitNamed(std::string_view name) {
  if (name == "train") return Split::Train;
  for (int i = 0; i < kSplits; ++i)
    if (name == kNames[static_cast<std::size_t>(i)]) return static_cast<Split>(i);
  return fail(ErrorCode::BadFormat,
              "There is no split \"" + std::string(name) + "\"; choose train, held-out or unseen");
}

}  // namespace timbre::dataset
