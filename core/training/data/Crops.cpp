#include "training/data/Crops.h"

#include <algorithm>
#include <cmath>

#include "sampler/MuLaw.h"
#include "training/data/InputCorruption.h"
#include "training/data/Random.h"
#include "training/data/SpeedPerturbation.h"

namespace timbre::training {

namespace {

constexpr int kAttack = 2048;

const NoteGroup& drawGroup(std::span<const NoteGroup> from, Random& random) {
  double sum = 0;
  for (const auto& group : from) sum += group.share;
  double place = static_cast<double>(random.uniform()) * sum;
  for (const auto& group : from)
    if ((place -= group.share) < 0) return group;
  return from.back();
}

/// A crop's share of chance besides its place.
struct Variation {
  double speed = 1;
  float gain = 1;
  bool none() const { return speed == 1 && gain == 1; }
};

/// The crop that begins at `start`, as loud and as fast as `vary` says.
Result<void> readVaried(const StoredNote& note, int start, const Variation& vary,
                        std::span<std::uint8_t> out) {
  if (vary.none()) return note.read(start, out);
  const double length = static_cast<double>(out.size()) * vary.speed;
  const int reach = reachAt(vary.speed);
  const int from = std::max(0, start - reach);
  const int to = std::min(kNoteSamples, start + static_cast<int>(std::ceil(length)) + reach);
  std::vector<std::uint8_t> classes(static_cast<std::size_t>(to - from));
  if (auto read = note.read(from, classes); !read) return read;
  std::vector<float> sound(classes.size()), played(out.size());
  std::transform(classes.begin(), classes.end(), sound.begin(),
                 [](int c) { return sampler::muLawSample(c); });
  if (vary.speed == 1)
    std::copy_n(sound.begin() + (start - from), played.size(), played.begin());
  else
    perturbSpeed(sound, start - from, vary.speed, played);
  std::transform(played.begin(), played.end(), out.begin(), [&](float x) {
    return static_cast<std::uint8_t>(sampler::muLawClass(vary.gain * x));
  });
  return {};
}

/// In whole semitones; 0 where the pitch would be none.
int drawShift(const CropRule& rule, int pitch, Random& random) {
  if (rule.semitones <= 0) return 0;
  const int shift = random.below(static_cast<std::size_t>(2 * rule.semitones + 1)) - rule.semitones;
  return pitch + shift >= 0 && pitch + shift < 128 ? shift : 0;
}

/// Where the crop begins, so that what it needs at this speed is there if it can be.
int drawStart(const CropRule& rule, double speed, Random& random) {
  const int needed = static_cast<int>(std::ceil(rule.samples * std::max(1.0, speed)));
  const int last = std::max(0, kNoteSamples - needed);
  const bool attack = random.below(3) == 0 && rule.attacks;
  return random.below(static_cast<std::size_t>(attack ? std::min(kAttack, last) : last) + 1);
}

Result<void> drawCrop(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
                      Random& random, Batch& batch) {
  const NoteGroup& group = drawGroup(from, random);
  const auto note = static_cast<std::size_t>(
      group.notes[static_cast<std::size_t>(random.below(group.notes.size()))]);
  const int shift = drawShift(rule, notes.pitch[note], random);
  Variation vary{std::exp2(shift / 12.0)};
  const int start = drawStart(rule, vary.speed, random);
  if (rule.levelDb > 0 || rule.cents > 0) {
    vary.gain = static_cast<float>(std::pow(10, rule.levelDb / 20 * (2 * random.uniform() - 1)));
    vary.speed *= std::exp2(rule.cents / 1200 * (2 * random.uniform() - 1));
  }
  const auto size = static_cast<std::size_t>(rule.samples);
  batch.pitch.push_back(notes.pitch[note] + shift);
  batch.classes.resize(batch.classes.size() + size);
  const std::span<std::uint8_t> crop(batch.classes.end() - rule.samples, size);
  if (auto read = readVaried(notes.sounds[note], start, vary, crop); !read) return read;
  if (!rule.inputCorruption) return {};
  for (const auto c : crop) batch.heard.push_back(sampler::scaledClass(c));
  corruptInput(std::span(batch.heard).last(size), random);
  return {};
}

}  // namespace

Result<Batch> draw(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
                   std::int64_t step) {
  Batch batch{rule.count, rule.samples, {}, {}, {}};
  for (int i = 0; i < rule.count; ++i) {
    Random random(rule.seed, step, rule.first + i);
    if (auto drawn = drawCrop(notes, from, rule, random, batch); !drawn)
      return tl::unexpected(std::move(drawn.error()));
  }
  return batch;
}

}  // namespace timbre::training
