#include "render/ParallelRenderer.h"

#include <algorithm>

#include "audio/NoteLevels.h"
#include "audio/Resample.h"
#include "base/CatchExceptions.h"
#include "base/ParallelFor.h"
#include "base/StandardPaths.h"
#include "base/Units.h"
#include "render/Qualities.h"
#include "render/VelocityModel.h"

namespace timbre::render {
namespace {

constexpr ExceptionText kText{"There is not enough memory to render the notes; try fewer threads",
                              "Rendering stopped"};
constexpr float kSilence = 1e-4f;  // of the synth's full scale: nobody hears it

std::string threeDigits(int number) {
  const std::string digits = std::to_string(number);
  return std::string(3 - std::min<std::size_t>(3, digits.size()), '0') + digits;
}

/// Empty when the font is silent there.
Result<audio::AudioClip> noteSound(NoteSynth& synth, const WantedNote& wanted) {
  const Program& program = wanted.program;
  const auto raw = synth.render(program.bank, program.number, wanted.pitch, wanted.velocity);
  if (audio::peakOf(raw) < kSilence) return audio::AudioClip();
  const auto slow = audio::resampled(raw, kModelRate);  // 3 : 1
  if (!slow) return tl::unexpected(slow.error());
  const auto shaped = tilted(audio::fitted(*slow, kNoteSamples),
                             frequencyOf(MidiPitch(wanted.pitch)), tiltOf(wanted.velocity));
  return audio::normalized(shaped, audio::kNotePeakDb);
}

/// One font per thread: libfluidsynth counts its users without a lock (the samples themselves are
/// shared).
Result<std::vector<NoteSynth>> openSynths(const RenderRequest& request, std::size_t notes) {
  std::vector<NoteSynth> synths;
  while (synths.size() < workersFor(notes, request.threads)) {
    auto synth = NoteSynth::open(request.soundFont);
    if (!synth) return tl::unexpected(synth.error());
    synths.push_back(std::move(*synth));
  }
  return synths;
}

}  // namespace

dataset::NoteInfo infoOf(const WantedNote& wanted) {
  dataset::NoteInfo info;
  info.instrument = wanted.program.instrument;
  info.id = info.instrument + "-" + threeDigits(wanted.pitch) + "-" + threeDigits(wanted.velocity);
  info.instrumentNumber = wanted.program.instrumentNumber;
  info.pitch = wanted.pitch;
  info.velocity = wanted.velocity;
  info.sampleRate = kModelRate.hz;
  info.family = wanted.program.family;
  info.source = wanted.program.source;
  info.name = wanted.program.name;
  info.sampleSets = wanted.program.sampleSets;
  return info;
}

Result<std::vector<WantedNote>> wantedNotes(const RenderRequest& request) {
  const auto programs =
      readPrograms(request.map.empty() ? assetsFolder() / "library" / "gm_map.csv" : request.map);
  if (!programs) return tl::unexpected(programs.error());
  auto wanted = wantedNotes(request, *programs);
  if (!wanted || !request.split) return wanted;
  std::erase_if(*wanted, [&](const WantedNote& note) {
    return dataset::splitOf(request.splits, infoOf(note)) != request.split;
  });
  if (wanted->empty())
    return fail(ErrorCode::BadFormat, "None of the requested notes is " +
                                          std::string(nameOf(*request.split)) +
                                          "; choose other instruments or pitches");
  return wanted;
}

Result<void> ParallelRenderer::run(const RenderRequest& request, Progress& progress) {
  auto synths = openSynths(request, wanted_.size());
  if (!synths) return tl::unexpected(synths.error());
  return parallelFor(wanted_.size(), static_cast<int>(synths->size()), progress,
                     [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
                       auto note = made((*synths)[worker.number()], wanted_[i]);
                       if (!note) return tl::unexpected(note.error());
                       const std::lock_guard lock(mutex_);
                       return takeInOrder(i, std::move(*note));
                     });
}

Result<MadeNote> ParallelRenderer::made(NoteSynth& synth, const WantedNote& wanted) const {
  return catchExceptions(kText, [&]() -> Result<MadeNote> {
    auto sound = noteSound(synth, wanted);
    if (!sound) return tl::unexpected(sound.error());
    MadeNote note{infoOf(wanted), std::move(*sound)};
    if (note.sound.empty()) return note;
    note.info.qualities = wanted.program.qualities | qualitiesOf(measured(note.sound));
    if (auto finished = finish_(note); !finished) return tl::unexpected(finished.error());
    return note;
  });
}

/// The mutex is held.
Result<void> ParallelRenderer::takeInOrder(std::size_t index, MadeNote note) {
  waiting_.emplace(index, std::move(note));
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == taken_;
       first = waiting_.erase(first)) {
    if (auto taken = take_(first->second); !taken) return taken;
    ++taken_;
  }
  return {};
}

}  // namespace timbre::render
