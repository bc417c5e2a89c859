/// encode, decode, reconstruct and morph: the models from the command line.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/EncodeDataset.h"
#include "app/cli/Inputs.h"
#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "base/Npy.h"
#include "base/Stopwatch.h"
#include "latent/Embedding.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

/// What all four share.
struct CodecArgs {
  std::vector<std::string> inputs;
  std::string model;
  fs::path output;
  fs::path library;
  model::DecodeOptions decode;
  double pitch = -1;
  std::string format = "s16";
  int threads = 0;
  int steps = 5;
  int rows = 5;
  int notesAPart = 256;
  bool json = false;
};

void addModelOptions(CLI::App& command, CodecArgs& args) {
  command.add_option("-m,--model", args.model, "A name from `timbre models`, or a weights file")
      ->required();
  command.add_option("--threads", args.threads, "Cores to use (0: all)");
}

void addSoundOptions(CLI::App& command, CodecArgs& args) {
  command.add_option("--library", args.library,
                     "Folder of notes that may be named by id (default: the starter library)");
  command
      .add_option("--pitch", args.pitch,
                  "MIDI pitch, for pitch-conditioned models (default: the note's own)")
      ->check(CLI::Range(0.0, 127.0));
}

void addDecodeOptions(CLI::App& command, CodecArgs& args) {
  addProcessorOption(command);
  command.add_option("--seed", args.decode.seed, "Same seed, same bytes")->capture_default_str();
  command
      .add_option("--temperature", args.decode.temperature,
                  "WaveNet: 0 always takes the likeliest sample")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  command.add_flag("!--no-post-filter", args.decode.postFilter,
                   "WaveNet: the sound as it is sampled, though the weights have a post-filter");
  command
      .add_option("--iterations", args.decode.griffinLimIterations,
                  "Baseline: Griffin-Lim iterations")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_flag("--paper-griffin-lim", args.decode.paperGriffinLim,
                   "Baseline: random phases, no momentum and the scale of the paper's code (which "
                   "took 1000 iterations)");
  command.add_option("--format", args.format, "Sample format of the WAV")
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

/// What the decoder is told: --pitch, else what is known of the sound; middle C for a sound without
/// a pitch.
double pitchFor(const Input& input, const CodecArgs& args, const model::Autoencoder& model) {
  if (args.pitch >= 0) return args.pitch;
  if (input.pitch >= 0 || !model.card().pitchConditioned) return input.pitch;
  std::cerr << "timbre: No pitch is heard in " << input.name
            << "; taking C4, give --pitch for another\n";
  return 60;
}

Result<latent::Embedding> encodeInput(const std::string& word, const CodecArgs& args,
                                      model::Autoencoder& model, Progress& progress) {
  const auto input = openInput(word, args.library);
  if (!input) return tl::unexpected(input.error());
  return model.encode(input->clip, pitchFor(*input, args, model), progress).map_error([&](Error e) {
    return std::move(e).during("Encoding " + input->name);
  });
}

/// Beside Z.npy, which can hold nothing but numbers: Z.json with the pitch, for pitch-conditioned
/// decoders.
fs::path sidecarOf(const fs::path& embedding) {
  return fs::path(embedding).replace_extension(".json");
}

Result<void> writePitch(const fs::path& embedding, double pitch) {
  const std::string text = nlohmann::json{{"pitch", pitch}}.dump() + "\n";
  return writeBytesAtomically(sidecarOf(embedding), std::as_bytes(std::span(text)));
}

/// Negative when there is no sidecar or it says nothing of a pitch.
double readPitch(const fs::path& embedding) {
  const auto text = readBytes(sidecarOf(embedding), 1 << 16);
  if (!text) return -1;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  const auto pitch = json.is_object() ? json.find("pitch") : json.end();
  return json.is_object() && pitch != json.end() && pitch->is_number() ? pitch->get<double>() : -1;
}

Result<void> encode(const CodecArgs& args, Progress& progress) {
  if (const auto& word = args.inputs.at(0); isDataset(word))
    return encodeDataset({word, args.model, args.output, args.threads, args.notesAPart}, progress);
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const auto z = encodeInput(args.inputs.at(0), args, **model, progress);
  if (!z) return tl::unexpected(z.error());
  const std::array<std::int64_t, 2> shape{z->frames, z->channels};
  const auto written = writeNpy(args.output, shape, z->values);
  if (!written || !(*model)->card().pitchConditioned) return written;
  return writePitch(args.output, z->pitch);
}

Result<latent::Embedding> readEmbedding(const fs::path& file) {
  const auto array = readNpy(file);
  if (!array) return tl::unexpected(array.error());
  const auto& shape =
      array->shape;  // [frames, channels], or [1, frames, channels] as the public tools save them
  const bool batched = shape.size() == 3 && shape[0] == 1;
  if (shape.size() != 2 && !batched)
    return fail(ErrorCode::BadFormat,
                file.string() + " is no embedding; give an array of frames x channels");
  latent::Embedding z;
  z.frames = static_cast<int>(shape[batched ? 1 : 0]);
  z.channels = static_cast<int>(shape[batched ? 2 : 1]);
  z.values = array->values;
  z.pitch = readPitch(file);
  return z;
}

Result<void> decode(const CodecArgs& args, Progress& progress) {
  const auto z = readEmbedding(args.inputs.at(0));
  if (!z) return tl::unexpected(z.error());
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const auto clip = (*model)->decode(*z, decodeOptions(args), progress);
  if (!clip) return tl::unexpected(clip.error());
  return audio::writeWav(args.output, *clip, formatOf(args));
}

/// One line for a person, or one JSON object a line for a script.
void reportFile(const CodecArgs& args, const fs::path& file, double encodeSeconds,
                double decodeSeconds) {
  if (args.json) {
    std::cout << nlohmann::json{{"file", file.string()},
                                {"encode_s", encodeSeconds},
                                {"decode_s", decodeSeconds}}
                     .dump()
              << std::endl;
  } else {
    std::printf("%s  encoded in %.2f s, decoded in %.2f s\n", file.c_str(), encodeSeconds,
                decodeSeconds);
    std::fflush(stdout);
  }
}

/// `-o` names the file when one sound goes to a .wav, else a folder.
fs::path wavFor(const CodecArgs& args, const std::string& name) {
  if (args.inputs.size() == 1 && args.output.extension() == ".wav") return args.output;
  return args.output / (name + ".wav");
}

/// A sound that has been encoded and waits for its turn to be made.
struct Encoded {
  fs::path file;
  model::DecodeJob job;
  double seconds = 0;
};

/// As many as keep every core busy, few enough to be written soon and to fit in memory.
constexpr std::size_t kAtATime = 48;

/// Makes the sounds together and writes each. What each is reported to have taken is its share.
Result<void> makeSounds(const CodecArgs& args, std::span<const Encoded> sounds,
                        model::Autoencoder& model, Progress& progress) {
  std::vector<model::DecodeJob> jobs;
  for (const Encoded& sound : sounds) jobs.push_back(sound.job);
  const Stopwatch watch;
  const auto clips = model.decodeAll(jobs, progress);
  if (!clips) return tl::unexpected(clips.error());
  const double share = watch.seconds() / static_cast<double>(sounds.size());
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const auto written = audio::writeWav(sounds[i].file, (*clips)[i], formatOf(args));
    if (!written) return written;
    reportFile(args, sounds[i].file, sounds[i].seconds, share);
  }
  return {};
}

Result<Encoded> encodeOne(const std::string& word, const CodecArgs& args, model::Autoencoder& model,
                          Progress& progress) {
  const auto input = openInput(word, args.library);
  if (!input) return tl::unexpected(input.error());
  const Stopwatch watch;
  auto z = model.encode(input->clip, pitchFor(*input, args, model), progress);
  if (!z) return tl::unexpected(Error(z.error()).during("Encoding " + input->name));
  return Encoded{wavFor(args, input->name), {std::move(*z), decodeOptions(args)}, watch.seconds()};
}

/// One bad file does not stop a batch: it is told, and counted.
Result<int> reconstructSome(std::span<const std::string> words, const CodecArgs& args,
                            model::Autoencoder& model, Progress& progress) {
  constexpr double kEncoding = 0.2;  // of the time, about
  std::vector<Encoded> sounds;
  int failures = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double step = kEncoding / static_cast<double>(words.size());
    PartOf part(progress, step * static_cast<double>(i), step * static_cast<double>(i + 1));
    auto sound = encodeOne(words[i], args, model, part);
    if (!sound && (sound.error().code == ErrorCode::Cancelled || args.inputs.size() == 1))
      return tl::unexpected(sound.error());
    if (sound) {
      sounds.push_back(std::move(*sound));
    } else {
      std::cerr << "timbre: " << sound.error().message << '\n';
      ++failures;
    }
  }
  if (sounds.empty()) return failures;
  PartOf decoding(progress, kEncoding, 1);
  return makeSounds(args, sounds, model, decoding).map([failures] { return failures; });
}

Result<void> reconstruct(const CodecArgs& args, Progress& progress) {
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const fs::path folder = wavFor(args, "x").parent_path();
  if (const auto made = makeFolder(folder); !made) return made;
  int failures = 0;
  const std::size_t count = args.inputs.size();
  for (std::size_t i = 0; i < count; i += kAtATime) {
    const std::size_t end = std::min(count, i + kAtATime);
    PartOf part(progress, static_cast<double>(i) / static_cast<double>(count),
                static_cast<double>(end) / static_cast<double>(count));
    const auto failed =
        reconstructSome(std::span(args.inputs).subspan(i, end - i), args, **model, part);
    if (!failed) return tl::unexpected(failed.error());
    failures += *failed;
  }
  if (failures > 0)
    return fail(ErrorCode::BadFormat,
                std::to_string(failures) + " of " + std::to_string(args.inputs.size()) +
                    " sounds could not be rebuilt; the sentences above say why");
  return {};
}

/// Where step `i` of `steps` lies between both ends.
double partOfWay(int i, int steps) {
  return steps == 1 ? 0.5 : static_cast<double>(i) / (steps - 1);
}

/// morph-025.wav a quarter of the way; with four corners morph-025-100.wav, the second number being
/// the way from the first two sounds to the last two.
Result<Encoded> morphAt(std::span<const latent::Embedding> corners, const CodecArgs& args, int i,
                        int row) {
  const double t = partOfWay(i, args.steps);
  char name[48];
  const auto percent = [](double x) { return static_cast<int>(std::lround(x * 100)); };
  auto z = latent::mix(corners[0], corners[1], t);
  if (corners.size() == 4) {
    const double u = partOfWay(row, args.rows);
    const auto low = latent::mix(corners[2], corners[3], t);
    if (!low) return tl::unexpected(low.error());
    z = z.and_then([&](const latent::Embedding& high) { return latent::mix(high, *low, u); });
    std::snprintf(name, sizeof name, "morph-%03d-%03d.wav", percent(t), percent(u));
  } else {
    std::snprintf(name, sizeof name, "morph-%03d.wav", percent(t));
  }
  if (!z) return tl::unexpected(z.error());
  return Encoded{args.output / name, {std::move(*z), decodeOptions(args)}, 0};
}

Result<void> morph(const CodecArgs& args, Progress& progress) {
  if (args.inputs.size() == 3)
    return fail(ErrorCode::BadFormat, "A morph has two sounds, or four at the corners of a grid");
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  Unwatched quiet;
  std::vector<latent::Embedding> corners;
  for (const std::string& word : args.inputs) {
    auto corner = encodeInput(word, args, **model, quiet);
    if (!corner) return tl::unexpected(corner.error());
    corners.push_back(std::move(*corner));
  }
  if (const auto made = makeFolder(args.output); !made) return made;
  std::vector<Encoded> sounds;
  const int rows = corners.size() == 4 ? args.rows : 1;
  for (int at = 0; at < args.steps * rows; ++at) {
    auto sound = morphAt(corners, args, at % args.steps, at / args.steps);
    if (!sound) return tl::unexpected(sound.error());
    sounds.push_back(std::move(*sound));
  }
  const auto count = sounds.size();
  for (std::size_t i = 0; i < count; i += kAtATime) {
    const std::size_t end = std::min(count, i + kAtATime);
    PartOf part(progress, static_cast<double>(i) / static_cast<double>(count),
                static_cast<double>(end) / static_cast<double>(count));
    const auto made = makeSounds(args, std::span(sounds).subspan(i, end - i), **model, part);
    if (!made) return made;
  }
  return {};
}

using Command = Result<void> (*)(const CodecArgs&, Progress&);

void finish(CLI::App& command, Work& work, const std::shared_ptr<CodecArgs>& args, Command run) {
  command.callback([&work, args, run] {
    work = [args, run](Progress& progress) { return run(*args, progress); };
  });
}

}  // namespace

void addEncode(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand(
      "encode",
      "Turn a sound into an embedding (float32 [frames, channels]), or the notes "
      "of a dataset into an array of them, [notes, frames, channels], with their "
      "names in a .json beside it; several processes (RANK, WORLD_SIZE) share "
      "the work, and a call goes on where others were stopped");
  command
      ->add_option("input", args->inputs,
                   "A sound file, a note of the library, or a dataset: a folder, a .tar, .tar.gz, "
                   ".tfrecord or a training pack")
      ->required()
      ->expected(1);
  command->add_option("-o,--output", args->output, "The .npy file")->required();
  command
      ->add_option("--part", args->notesAPart,
                   "Of a dataset: notes kept at a time, and a process's least share")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  finish(*command, work, args, &encode);
}

void addDecode(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand("decode", "Turn an embedding into a sound");
  command->add_option("embedding", args->inputs, "The .npy file")->required()->expected(1);
  command->add_option("-o,--output", args->output, "The .wav file")->required();
  addModelOptions(*command, *args);
  command->add_option("--pitch", args->pitch, "MIDI pitch, for pitch-conditioned models")
      ->check(CLI::Range(0.0, 127.0));
  addDecodeOptions(*command, *args);
  finish(*command, work, args, &decode);
}

void addReconstruct(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand("reconstruct", "Rebuild sounds through a model");
  command->add_option("inputs", args->inputs, "Sound files, or notes of the library")->required();
  command->add_option("-o,--output", args->output, "A folder, or for one sound a .wav file")
      ->required();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object a sound");
  finish(*command, work, args, &reconstruct);
}

void addMorph(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand(
      "morph", "Go from one sound to another in equal steps of their embeddings");
  command
      ->add_option("sounds", args->inputs,
                   "Two sound files, or notes of the library; four are the corners of a grid")
      ->required()
      ->expected(2, 4);
  command->add_option("-o,--output", args->output, "A folder")->required();
  command->add_option("-n,--steps", args->steps, "How many sounds, both ends counted")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command
      ->add_option("--rows", args->rows,
                   "How many rows of them between four corners, both ends counted")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object a sound");
  finish(*command, work, args, &morph);
}

}  // namespace timbre::cli
