#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "audio/AudioFile.h"
#include "audio/Resample.h"
#include "base/Places.h"
#include "base/Units.h"
#include "dataset/ExamplesJson.h"
#include "render/Loudness.h"
#include "render/NoteSynth.h"
#include "render/ProgramTable.h"
#include "render/Qualities.h"
#include "render/RenderRequest.h"

namespace timbre::render {
namespace fs = std::filesystem;

namespace {

constexpr double kPeakDb = -1;
constexpr float kSilence = 1e-4f;  // of the synth's full scale: nobody hears it

std::string threeDigits(int number) {
  const std::string digits = std::to_string(number);
  return std::string(3 - std::min<std::size_t>(3, digits.size()), '0') + digits;
}

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
  return info;
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
  return audio::normalized(shaped, kPeakDb);
}

/// What all workers share: the list, the next number, the first failure.
class Workshop {
 public:
  Workshop(const RenderRequest& request, std::vector<WantedNote> wanted)
      : request_(request), wanted_(std::move(wanted)), done_(wanted_.size()) {}

  /// Any thread, until there is nothing left to do.
  void work(NoteSynth& synth) {
    while (!stopped_) {
      const std::size_t mine = next_++;
      if (mine >= wanted_.size()) return;
      auto note = madeOrSaid(synth, wanted_[mine]);
      const std::lock_guard lock(mutex_);
      if (!note) {
        if (!error_) error_ = std::move(note.error());
        stopped_ = true;
        return;
      }
      done_[mine] = std::move(*note);
      ++count_;
    }
  }

  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  bool finished() const { return stopped_ || count_ == wanted_.size(); }
  double fraction() const {
    return static_cast<double>(count_) / static_cast<double>(wanted_.size());
  }
  const std::optional<Error>& error() const { return error_; }
  const std::vector<WantedNote>& wanted() const { return wanted_; }
  /// In the order of wanted(); a note without an id is silent.
  const std::vector<dataset::NoteInfo>& done() const { return done_; }

 private:
  /// A thread must not die of an exception.
  Result<dataset::NoteInfo> madeOrSaid(NoteSynth& synth, const WantedNote& wanted) const {
    try {
      return made(synth, wanted);
    } catch (const std::exception& error) {
      return fail(ErrorCode::Internal,
                  "Rendering stopped (" + std::string(error.what()) + "); try fewer threads");
    }
  }

  Result<dataset::NoteInfo> made(NoteSynth& synth, const WantedNote& wanted) const {
    const auto sound = noteSound(synth, wanted);
    if (!sound) return tl::unexpected(sound.error());
    if (sound->empty()) return dataset::NoteInfo();
    dataset::NoteInfo info = infoOf(wanted);
    info.qualities = wanted.program.qualities | qualitiesOf(measured(*sound));
    const bool flac = request_.kind == FileKind::Flac;
    info.file = request_.out / "audio" / (info.id + (flac ? ".flac" : ".wav"));
    const auto written =
        flac ? audio::writeFlac(info.file, *sound) : audio::writeWav(info.file, *sound);
    if (!written) return tl::unexpected(written.error());
    return info;
  }

  const RenderRequest& request_;
  const std::vector<WantedNote> wanted_;
  std::vector<dataset::NoteInfo> done_;
  std::mutex mutex_;
  std::optional<Error> error_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> count_{0};
  std::atomic<bool> stopped_{false};
};

/// Removes what was written unless told to keep it.
class OutFolder {
 public:
  static Result<std::unique_ptr<OutFolder>> make(const fs::path& out) {
    std::error_code code;
    if (fs::exists(out / "examples.json", code) ||
        (fs::is_directory(out / "audio", code) && !fs::is_empty(out / "audio", code)))
      return fail(
          ErrorCode::Internal,
          out.string() + " already holds notes; choose another folder or remove them first");
    auto folder = std::unique_ptr<OutFolder>(new OutFolder);
    for (fs::path made = fs::absolute(out / "audio"); !made.empty() && !fs::exists(made, code);
         made = made.parent_path())
      folder->made_.push_back(made);
    folder->audio_ = out / "audio";
    if (fs::create_directories(out / "audio", code); code)
      return fail(ErrorCode::Internal, "Cannot make the folder " + (out / "audio").string() + " (" +
                                           code.message() +
                                           "); choose a folder that can be written");
    return folder;
  }
  ~OutFolder() {
    std::error_code code;
    if (kept_) return;
    for (const auto& entry : fs::directory_iterator(audio_, code)) fs::remove(entry.path(), code);
    for (const auto& made : made_)
      fs::remove(made, code);  // deepest first; stays if others put something in
  }
  void keep() { kept_ = true; }

 private:
  OutFolder() = default;
  std::vector<fs::path> made_;
  fs::path audio_;
  bool kept_ = false;
};

/// One font per thread: libfluidsynth counts its users without a lock (the samples themselves are
/// shared).
Result<std::vector<NoteSynth>> openSynths(const RenderRequest& request, std::size_t notes) {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const auto wished =
      static_cast<std::size_t>(request.threads > 0 ? request.threads : static_cast<int>(cores));
  std::vector<NoteSynth> synths;
  while (synths.size() < std::min(wished, notes)) {
    auto synth = NoteSynth::open(request.soundFont);
    if (!synth) return tl::unexpected(synth.error());
    synths.push_back(std::move(*synth));
  }
  return synths;
}

void runAll(Workshop& shop, std::vector<NoteSynth>& synths, Progress& progress) {
  std::vector<std::thread> threads;
  threads.reserve(synths.size());
  for (NoteSynth& synth : synths) threads.emplace_back([&shop, &synth] { shop.work(synth); });
  while (!shop.finished()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    progress.advanced(shop.fraction());
    if (progress.cancelled()) shop.stop();
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace

Result<RenderReport> renderLibrary(const RenderRequest& request, Progress& progress) {
  const auto programs =
      readPrograms(request.map.empty() ? assetsFolder() / "library" / "gm_map.csv" : request.map);
  if (!programs) return tl::unexpected(programs.error());
  auto wanted = wantedNotes(request, *programs);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto folder = OutFolder::make(request.out);
  if (!folder) return tl::unexpected(folder.error());
  auto synths = openSynths(request, wanted->size());
  if (!synths) return tl::unexpected(synths.error());

  Workshop shop(request, std::move(*wanted));
  runAll(shop, *synths, progress);
  if (shop.error()) return tl::unexpected(*shop.error());
  if (shop.stopped()) return cancelled();

  RenderReport report;
  std::vector<dataset::NoteInfo> notes;
  for (std::size_t i = 0; i < shop.done().size(); ++i) {
    if (shop.done()[i].id.empty()) {
      report.silent.push_back(infoOf(shop.wanted()[i]).id);
      continue;
    }
    notes.push_back(shop.done()[i]);
    notes.back().note = static_cast<std::int64_t>(notes.size()) - 1;
  }
  if (notes.empty())
    return fail(
        ErrorCode::BadFormat,
        request.soundFont.string() + " is silent on every note asked for; take other instruments");
  if (auto table = dataset::writeExamplesJson(request.out, notes); !table)
    return tl::unexpected(table.error());
  (*folder)->keep();
  std::sort(notes.begin(), notes.end(),
            [](const auto& a, const auto& b) { return a.instrument < b.instrument; });
  report.notes = static_cast<int>(notes.size());
  for (std::size_t i = 0; i < notes.size(); ++i)
    report.instruments += i == 0 || notes[i].instrument != notes[i - 1].instrument;
  progress.advanced(1);
  return report;
}

}  // namespace timbre::render
