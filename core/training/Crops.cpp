#include "training/Crops.h"

#include <algorithm>
#include <cmath>

#include "sampler/MuLaw.h"
#include "training/History.h"
#include "training/Random.h"

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

/// `count` classes from `start` on, louder by `gain` and played `speed` times as fast (1:
/// untouched), straight lines between the samples.
void copyVaried(std::span<const std::uint8_t> note, int start, double speed, float gain,
                std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at =
        std::min(start + static_cast<double>(i) * speed, static_cast<double>(note.size() - 1));
    const auto left = static_cast<std::size_t>(at);
    const auto right = std::min(left + 1, note.size() - 1);
    const auto part = static_cast<float>(at - static_cast<double>(left));
    const float x =
        (1 - part) * sampler::muLawSample(note[left]) + part * sampler::muLawSample(note[right]);
    out[i] = static_cast<std::uint8_t>(sampler::muLawClass(gain * x));
  }
}

void drawCrop(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
              Random& random, Batch& batch) {
  const NoteGroup& group = drawGroup(from, random);
  const auto note = static_cast<std::size_t>(
      group.notes[static_cast<std::size_t>(random.below(group.notes.size()))]);
  const int last = kNoteSamples - rule.samples;
  const bool attack = random.below(3) == 0 && rule.attacks;
  const int start =
      random.below(static_cast<std::size_t>(attack ? std::min(kAttack, last) : last) + 1);
  const auto size = static_cast<std::size_t>(rule.samples);
  batch.pitch.push_back(notes.pitch[note]);
  batch.classes.resize(batch.classes.size() + size);
  const std::span<std::uint8_t> crop(batch.classes.end() - rule.samples, size);
  if (rule.levelDb > 0 || rule.cents > 0) {
    const double gain = std::pow(10, rule.levelDb / 20 * (2 * random.uniform() - 1));
    const double speed = std::exp2(rule.cents / 1200 * (2 * random.uniform() - 1));
    copyVaried(notes.classes[note], start, speed, static_cast<float>(gain), crop);
  } else {
    std::copy_n(notes.classes[note].data() + start, size, crop.data());
  }
  if (!rule.history) return;
  for (const auto c : crop) batch.heard.push_back(sampler::scaledClass(c));
  disturb(std::span(batch.heard).last(size), random);
}

}  // namespace

Batch draw(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
           std::int64_t step) {
  Batch batch{rule.count, rule.samples, {}, {}, {}};
  for (int i = 0; i < rule.count; ++i) {
    Random random(rule.seed, step, rule.first + i);
    drawCrop(notes, from, rule, random, batch);
  }
  return batch;
}

}  // namespace timbre::training
