#include "evaluation/BlindTest.h"

#include <algorithm>
#include <cstdio>
#include <random>

#include "evaluation/SignTest.h"

namespace timbre::evaluation {
namespace {

/// As RFC 4180 has it.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string whole = "\"";
  for (const char c : text) whole += c == '"' ? std::string("\"\"") : std::string(1, c);
  return whole + '"';
}

}  // namespace

BlindTest::BlindTest(BlindTestKind kind, int trials, std::uint64_t seed) : kind_(kind) {
  std::mt19937_64 random(seed);
  const auto toss = [&] { return static_cast<int>(random() >> 63); };
  swapped_ = kind == BlindTestKind::Abx && toss() == 1;
  trials_.resize(static_cast<std::size_t>(std::clamp(trials, kFewest, kMost)));
  for (BlindTrial& trial : trials_) trial.hidden = toss();
}

int BlindTest::soundOf(int button) const {
  if (kind_ == BlindTestKind::Abx) return swapped_ ? 1 - button : button;
  const int first = finished() ? trials_.back().hidden : soundOfX();
  return button == 0 ? first : 1 - first;
}

void BlindTest::answer(int button) {
  if (finished()) return;
  const int sound = soundOf(button);
  trials_[static_cast<std::size_t>(answered_++)].answer = sound;
}

int BlindTest::hits() const {
  const bool abx = kind_ == BlindTestKind::Abx;
  return static_cast<int>(std::ranges::count_if(trials_, [abx](const BlindTrial& trial) {
    return trial.answer && *trial.answer == (abx ? trial.hidden : 0);
  }));
}

double BlindTest::p() const {
  if (answered_ == 0) return 1;
  const int others = answered_ - hits();
  // As many misses or fewer is as probable as as many hits or more.
  if (kind_ == BlindTestKind::Abx) return coinTosses(others, answered_);
  return std::min(1.0, 2 * coinTosses(std::min(hits(), others), answered_));
}

std::string csvOf(const BlindTest& test, const BlindTestNames& names) {
  const bool abx = test.kind() == BlindTestKind::Abx;
  std::string text = abx ? "test,note,sound_1,sound_2,trial,x,answer,right,p\r\n"
                         : "test,note,sound_1,sound_2,trial,first,preferred,p\r\n";
  char p[32];
  std::snprintf(p, sizeof p, "%.6g", test.p());
  const std::string head = std::string(abx ? "ABX," : "preference,") + quoted(names.note) + "," +
                           quoted(names.sounds[0]) + "," + quoted(names.sounds[1]) + ",";
  for (int i = 0; i < test.answered(); ++i) {
    const BlindTrial& trial = test.trials()[static_cast<std::size_t>(i)];
    text += head + std::to_string(i + 1) + "," + quoted(names.sounds[trial.hidden]) + "," +
            quoted(names.sounds[*trial.answer]) + ",";
    if (abx) text += *trial.answer == trial.hidden ? "1," : "0,";
    text += std::string(p) + "\r\n";
  }
  return text;
}

}  // namespace timbre::evaluation
