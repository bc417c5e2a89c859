#include "training/Notes.h"

#include <algorithm>

#include "base/Hash.h"
#include "dataset/NoteLibrary.h"
#include "sampler/MuLaw.h"

namespace timbre::training {

namespace {

constexpr int kAttack = 2048;

/// SplitMix64: a sequence of its own for every (seed, step).
class Random {
 public:
  Random(std::uint64_t seed, std::int64_t step)
      : state_(mixed(seed) ^ mixed(static_cast<std::uint64_t>(step) + 1)) {}
  /// 0 .. below - 1.
  int below(std::size_t limit) {
    return static_cast<int>(mixed(state_ += kStep) % limit);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15u;
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

bool isHeldOut(const std::string& instrument, int pitch) {
  const std::uint64_t hash = hashOf(instrument + "-" + std::to_string(pitch));
  return (hash ^ (hash >> 32)) % 10 == 0;
}

}  // namespace

void add(Notes& notes, std::span<const float> samples, const std::string& instrument, int pitch) {
  const int index = static_cast<int>(notes.pitch.size());
  const std::size_t heard = std::min<std::size_t>(samples.size(), kNoteSamples);
  for (std::size_t i = 0; i < heard; ++i)
    notes.classes.push_back(static_cast<std::uint8_t>(sampler::muLawClass(samples[i])));
  notes.classes.resize((notes.pitch.size() + 1) * kNoteSamples, 128);  // silence
  notes.pitch.push_back(std::clamp(pitch, 0, 127));
  (isHeldOut(instrument, pitch) ? notes.heldOut : notes.trained).push_back(index);
}

Result<Notes> loadNotes(const std::filesystem::path& folder, Progress& progress) {
  PartOf opening(progress, 0, 0.1), reading(progress, 0.1, 1);
  const auto library = dataset::NoteLibrary::open(folder, opening);
  if (!library) return tl::unexpected(library.error());
  Notes notes;
  notes.classes.reserve(library->notes().size() * kNoteSamples);
  std::string reason;
  double done = 0;
  for (const auto& note : library->notes()) {
    if (progress.cancelled()) return cancelled();
    const auto clip = dataset::readNote(note);
    if (clip) {
      add(notes, clip->samples(), note.instrument, note.pitch);
    } else {
      ++notes.unreadable;
      reason = clip.error().message;
    }
    reading.advanced(++done / static_cast<double>(library->notes().size()));
  }
  if (notes.pitch.empty())
    return fail(ErrorCode::NotFound,
                folder.string() + " holds no note that can be read" +
                    (reason.empty() ? "; choose an NSynth-format folder" : ": " + reason));
  if (notes.trained.empty()) std::swap(notes.trained, notes.heldOut);
  return notes;
}

Batch draw(const Notes& notes, std::span<const int> from, const CropRule& rule, std::int64_t step) {
  Random random(rule.seed, step);
  Batch batch{rule.count, rule.samples, {}, {}};
  batch.classes.reserve(static_cast<std::size_t>(rule.count) *
                        static_cast<std::size_t>(rule.samples));
  const int last = kNoteSamples - rule.samples;
  for (int i = 0; i < rule.count; ++i) {
    const int note = from[static_cast<std::size_t>(random.below(from.size()))];
    const bool attack = random.below(3) == 0 && rule.attacks;
    const int start =
        random.below(static_cast<std::size_t>(attack ? std::min(kAttack, last) : last) + 1);
    const auto crop = notes.note(note).subspan(static_cast<std::size_t>(start),
                                               static_cast<std::size_t>(rule.samples));
    batch.classes.insert(batch.classes.end(), crop.begin(), crop.end());
    batch.pitch.push_back(notes.pitch[static_cast<std::size_t>(note)]);
  }
  return batch;
}

}  // namespace timbre::training
