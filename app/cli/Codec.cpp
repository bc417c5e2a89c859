#include "app/cli/Codec.h"
#include "app/cli/Console.h"
#include "app/cli/NumberOptions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/Log.h"
#include "base/StandardPaths.h"
#include "base/Stopwatch.h"
#include "base/Units.h"
#include "base/Version.h"
#include "dataset/NoteInfo.h"
#include "dataset/NoteQuery.h"
#include "synthesis/FileDescription.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kAtATime = 48;

/// One line for a person, or one JSON object per line for a script.
void reportFile(const CodecArgs& args, const Encoded& sound, double decodeSeconds) {
  if (!args.json) {
    std::printf("%s  encoded in %.2f s, decoded in %.2f s\n",
                printable(sound.file.string()).c_str(), sound.seconds, decodeSeconds);
    std::fflush(stdout);
    return;
  }
  nlohmann::json report{
      {"file", sound.file.string()}, {"encode_s", sound.seconds}, {"decode_s", decodeSeconds}};
  if (const double pitch = sound.job.embedding.pitch; pitch >= 0) {
    report["pitch"] = pitch;
    report["pitch_from"] = nameOf(sound.pitchOrigin);
  }
  std::cout << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
}

/// "A4 (MIDI 69)"
std::string namedKey(double pitch) {
  return noteName(MidiPitch(pitch)) + " (MIDI " + std::to_string(std::lround(pitch)) + ")";
}

/// What a file's pitch was taken from; a note of a library has its label.
void sayPitch(const Input& input) {
  if (input.pitchOrigin != PitchOrigin::Name && input.pitchOrigin != PitchOrigin::Heard) return;
  std::string said = input.name + " is " + namedKey(input.pitch);
  if (input.pitchOrigin == PitchOrigin::Name)
    said += " according to its name";
  else if (input.heard && !input.heard->isSure())
    said = input.name + " has an uncertain pitch: probably " + input.heard->text() + "; using " +
           namedKey(input.pitch);
  else
    said += " as estimated";
  warn(said + " (use --pitch to set another)");
}

/// A key that the models met in no training.
void sayBeyond(double pitch, const model::ModelCard& card) {
  if (dataset::isBeyondNSynth(static_cast<int>(std::lround(pitch))))
    warn(namedKey(pitch) + " is outside A0 to C8 (MIDI 21 to 108), the range that " + card.name +
         " was trained on; the sound may have another pitch or none");
}

/// A --pitch that is not what the sound is surely known to have: wanted, or a slip.
void sayOtherPitch(const Input& input, double told) {
  constexpr double kSame = 0.5;  // semitones
  const bool sure =
      input.pitchOrigin != PitchOrigin::Heard || (input.heard && input.heard->isSure());
  if (input.pitch < 0 || !sure || std::abs(input.pitch - told) <= kSame) return;
  warn(input.name + " is " + namedKey(input.pitch) + "; using " + namedKey(told) +
       ", as given by --pitch");
}

double pitchSaid(const std::string& word) {
  if (const int key = dataset::pitchNamed(word); key >= 0) return key;
  double pitch = -1;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), pitch);
  if (code == std::errc() && end == word.data() + word.size() && pitch >= 0 && pitch <= 127)
    return pitch;
  throw CLI::ValidationError(
      "--pitch", word + " is not a pitch; give a MIDI key from 0 to 127 or a name like C#4");
}

/// The decoder's pitch: --pitch, else what is known of the sound. For a sound without a pitch
/// that there is none, where the model knows what that means, else middle C.
double pitchFor(const Input& input, const CodecArgs& args, const model::Autoencoder& model) {
  if (args.pitch >= 0) {
    if (model.card().pitchConditioned) sayOtherPitch(input, args.pitch);
    return args.pitch;
  }
  if (!model.card().pitchConditioned) return input.pitch;
  if (input.pitch >= 0) {
    sayPitch(input);
    sayBeyond(input.pitch, model.card());
    return input.pitch;
  }
  if (model.card().unpitchedToo) {
    warn("No pitch found in " + input.name + "; decoding it as noise (use --pitch to set a pitch)");
    return -1;
  }
  warn("No pitch found in " + input.name + "; using C4 (use --pitch to set another)");
  return 60;
}

}  // namespace

void addModelOptions(CLI::App& command, CodecArgs& args) {
  command.add_option("-m,--model", args.model, "A name from `timbre models`, or a weights file")
      ->required();
  addThreadsOption(command, args.threads);
}

void addSoundOptions(CLI::App& command, CodecArgs& args) {
  command.add_option("--library", args.library,
                     "Folder of notes that may be named by id (default: the starter library)");
  addPitchOption(command, args, " (default: the note's own)");
}

void addPitchOption(CLI::App& command, CodecArgs& args, const std::string& otherwise) {
  command.add_option_function<std::string>(
      "--pitch", [&args](const std::string& word) { args.pitch = pitchSaid(word); },
      "MIDI key, fractions allowed, or a name like C#4; for pitch-conditioned models" + otherwise);
}

Result<std::unique_ptr<model::Autoencoder>> openModel(const CodecArgs& args) {
  auto model = openModel(args.model, args.threads);
  if (!model || args.pitch < 0) return model;
  const model::ModelCard& card = (*model)->card();
  if (card.pitchConditioned)
    sayBeyond(args.pitch, card);
  else
    warn(card.name + " does not use the pitch; --pitch has no effect");
  return model;
}

void addDecodeOptions(CLI::App& command, CodecArgs& args) {
  addProcessorOption(command);
  addSeedOption(command, args.decode.seed, "; the same seed gives the same bytes");
  command
      .add_option("--temperature", args.decode.temperature,
                  "WaveNet: spread of the sampling; 0 always takes the most likely sample")
      ->check(within(0.0, 10.0))
      ->capture_default_str();
  command
      .add_option_function<int>(
          "--rate", [&args](int hz) { args.decode.rate = SampleRate(hz); },
          "Harmonic plus noise: 32000 or 48000 Hz instead of 16000; the part above 8 kHz is "
          "extrapolated")
      ->check(CLI::IsMember({16000, 32000, 48000}));
  command.add_flag("!--no-post-filter", args.decode.postFilter,
                   "WaveNet: leave the sound as sampled, even if the model has a post-filter");
  command
      .add_option("--iterations", args.decode.griffinLimIterations,
                  "Baseline: Griffin-Lim iterations")
      ->check(within(1, 100000))
      ->capture_default_str();
  command.add_flag("--paper-griffin-lim", args.decode.paperGriffinLim,
                   "Baseline: random phases, no momentum and the scale of the paper's code (which "
                   "took 1000 iterations)");
  command.add_option("--format", args.format, "Sample format (FLAC: s16 or s24)")
      ->check(CLI::IsMember({"s16", "s24", "float"}))
      ->capture_default_str();
}

audio::SampleFormat formatOf(const CodecArgs& args) {
  if (args.format == "s24") return audio::SampleFormat::S24;
  return args.format == "float" ? audio::SampleFormat::Float32 : audio::SampleFormat::S16;
}

model::DecodeOptions decodeOptions(const CodecArgs& args) {
  model::DecodeOptions options = args.decode;
  if (args.pitch >= 0) options.pitch = args.pitch;
  return options;
}

InputEncoder::InputEncoder(model::Autoencoder& model, const CodecArgs& args)
    : model_(model),
      args_(args),
      embeddings_(synthesis::embeddingCache(userCacheFolder(), &logWarning)) {}

Result<EncodedInput> InputEncoder::encode(const std::string& word, Progress& progress) {
  const auto input = openInput(word, args_.library);
  if (!input) return tl::unexpected(input.error());
  const double pitch = pitchFor(*input, args_, model_);
  auto made = embeddings_.embedding(
      input->clip, pitch, model_.card(),
      [&](const audio::AudioClip& clip, Progress& part) {
        return model_.encode(clip, pitch, part);
      },
      progress);
  if (!made) return tl::unexpected(std::move(made.error()).during("Encoding " + input->name));
  EncodedInput encoded;
  encoded.source.note = {input->name, made->soundHash};
  encoded.source.pitch = made->embedding.pitch;
  encoded.embedding = std::move(made->embedding);
  encoded.pitchOrigin = args_.pitch >= 0 ? PitchOrigin::Option : input->pitchOrigin;
  return encoded;
}

synthesis::SynthesisRequest completed(synthesis::SynthesisRequest request,
                                      const model::ModelCard& card,
                                      const model::DecodeOptions& options) {
  synthesis::setModel(request, card, options);
  request.program = programVersion();
  return request;
}

Result<void> inLots(
    std::size_t count, Progress& progress,
    const std::function<Result<void>(std::size_t begin, std::size_t end, Progress&)>& some) {
  for (std::size_t i = 0; i < count; i += kAtATime) {
    const std::size_t end = std::min(count, i + kAtATime);
    PartOf part(progress, static_cast<double>(i) / static_cast<double>(count),
                static_cast<double>(end) / static_cast<double>(count));
    if (const auto done = some(i, end, part); !done) return done;
  }
  return {};
}

Result<void> makeSounds(const CodecArgs& args, std::span<const Encoded> sounds,
                        model::Autoencoder& model, Progress& progress) {
  std::vector<model::DecodeJob> jobs;
  for (const Encoded& sound : sounds) jobs.push_back(sound.job);
  const Stopwatch watch;
  const auto clips = model.decodeAll(jobs, progress);
  if (!clips) return tl::unexpected(clips.error());
  const double share = watch.seconds() / static_cast<double>(sounds.size());
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const auto request = completed(sounds[i].request, model.card(), sounds[i].job.options);
    const auto written =
        audio::writeSound(sounds[i].file, (*clips)[i], formatOf(args), synthesis::tagsFor(request));
    if (!written) return written;
    reportFile(args, sounds[i], share);
  }
  return {};
}

void finish(CLI::App& command, Work& work, const std::shared_ptr<CodecArgs>& args,
            Result<void> (*run)(const CodecArgs&, Progress&)) {
  command.callback([&work, args, run] {
    work = [args, run](Progress& progress) { return run(*args, progress); };
  });
}

}  // namespace timbre::cli
