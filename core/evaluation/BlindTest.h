/// A blind comparison of two sounds: trials, answers, and their significance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace timbre::evaluation {

enum class BlindTestKind {
  Abx,        ///< X is one of A and B: which?
  Preference  ///< of a first and a second: which is better?
};

/// The sounds are numbered 0 and 1; the listener knows neither number.
struct BlindTrial {
  int hidden = 0;             ///< Abx: the sound that X is. Preference: the sound that is the first
  std::optional<int> answer;  ///< the sound that was named; none yet
};

/// A run of trials, drawn at random by a seed. One thread.
class BlindTest {
 public:
  static constexpr int kFewest = 10;
  static constexpr int kMost = 100;

  /// `trials` is brought into [kFewest, kMost].
  BlindTest(BlindTestKind kind, int trials, std::uint64_t seed);

  BlindTestKind kind() const { return kind_; }
  int size() const { return static_cast<int>(trials_.size()); }
  /// Answered so far, which is also the place of the trial that is on.
  int answered() const { return answered_; }
  bool finished() const { return answered_ == size(); }
  const std::vector<BlindTrial>& trials() const { return trials_; }

  /// Which sound button 0 or 1 stands for: of an Abx A and B, the same in all trials and drawn
  /// once; of a preference the first and the second.
  int soundOf(int button) const;
  /// What X is, of an Abx that is not finished.
  int soundOfX() const { return trials_[static_cast<std::size_t>(answered_)].hidden; }
  /// Names the sound of button 0 or 1 in the trial that is on. Without effect when finished.
  void answer(int button);

  /// Abx: answers that are right. Preference: answers for sound 0.
  int hits() const;
  /// The probability of a result at least this clear by chance. Abx: of at least this many right
  /// answers. Preference: of being at least this far from half, on either side. 1 before the first
  /// answer.
  double p() const;

 private:
  BlindTestKind kind_;
  bool swapped_ = false;  // of an Abx: A is sound 1
  std::vector<BlindTrial> trials_;
  int answered_ = 0;
};

/// What was compared, for the table.
struct BlindTestNames {
  std::string note;
  std::string sounds[2];
};

/// Comma-separated, a line for each answered trial under a line of names: kind, note, both sounds,
/// number, what was hidden, the answer, whether it was right (of an Abx), and p of the whole test.
std::string csvOf(const BlindTest& test, const BlindTestNames& names);

}  // namespace timbre::evaluation
