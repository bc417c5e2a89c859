/// encode and decode: a model's two halves from the command line.
#include <array>
#include <nlohmann/json.hpp>

#include "app/cli/Codec.h"
#include "app/cli/EncodeDataset.h"
#include "app/cli/NumberOptions.h"
#include "base/AtomicFile.h"
#include "base/ContentHash.h"
#include "base/Npy.h"
#include "synthesis/FileDescription.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

/// Beside Z.npy, which can hold nothing but numbers: Z.json with the pitch and who said it, for
/// pitch-conditioned decoders.
fs::path sidecarOf(const fs::path& embedding) {
  return fs::path(embedding).replace_extension(".json");
}

Result<void> writePitch(const fs::path& embedding, double pitch, PitchOrigin origin) {
  const std::string text =
      nlohmann::json{{"pitch", pitch}, {"pitch_from", nameOf(origin)}}.dump() + "\n";
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
  if (const auto known = checkEnding(args.output, ".npy"); !known) return known;
  const std::array outputs{args.output, sidecarOf(args.output)};
  if (const auto apart = checkOutputs(outputs, args.inputs); !apart) return apart;
  if (const auto& word = args.inputs.at(0); isDataset(word))
    return encodeDataset({word, args.model, args.output, args.threads, args.notesAPart}, progress);
  const auto model = openModel(args);
  if (!model) return tl::unexpected(model.error());
  const auto encoded = InputEncoder(**model, args).encode(args.inputs.at(0), progress);
  if (!encoded) return tl::unexpected(encoded.error());
  const latent::Embedding& z = encoded->embedding;
  const std::array<std::int64_t, 2> shape{z.frames, z.channels};
  const auto written = writeNpy(args.output, shape, z.values);
  if (!written || !(*model)->card().pitchConditioned) return written;
  return writePitch(args.output, z.pitch, encoded->pitchOrigin);
}

/// "2 x 125 x 16"
std::string shapeText(std::span<const std::int64_t> shape) {
  std::string text;
  for (const std::int64_t n : shape) text += (text.empty() ? "" : " x ") + std::to_string(n);
  return text.empty() ? "one number" : text;
}

Result<latent::Embedding> readEmbedding(const fs::path& file) {
  const auto array = readNpy(file);
  if (!array) return tl::unexpected(array.error());
  // [frames, channels], or with axes of one element around them, as other tools save a batch of one
  std::span<const std::int64_t> shape(array->shape);
  while (shape.size() > 2 && shape.front() == 1) shape = shape.subspan(1);
  while (shape.size() > 2 && shape.back() == 1) shape = shape.first(shape.size() - 1);
  if (shape.size() != 2 || shape[0] == 0 || shape[1] == 0)
    return fail(ErrorCode::BadFormat,
                file.string() + " holds an array of shape " + shapeText(array->shape) +
                    ", not one embedding; give an array of frames x channels, and decode the "
                    "embeddings of a batch one by one");
  latent::Embedding z;
  z.frames = static_cast<int>(shape[0]);
  z.channels = static_cast<int>(shape[1]);
  z.values = array->values;
  z.pitch = readPitch(file);
  return z;
}

Result<void> decode(const CodecArgs& args, Progress& progress) {
  if (const auto known = audio::checkSoundPath(args.output, formatOf(args)); !known) return known;
  if (const auto apart = checkOutputs(std::array{args.output}, args.inputs); !apart) return apart;
  const fs::path file(args.inputs.at(0));
  const auto z = readEmbedding(file);
  if (!z) return tl::unexpected(z.error());
  const auto model = openModel(args);
  if (!model) return tl::unexpected(model.error());
  const auto options = decodeOptions(args);
  const auto clip = (*model)->decode(*z, options, progress);
  if (!clip) return tl::unexpected(clip.error());
  synthesis::SynthesisRequest request;
  request.kind = synthesis::SynthesisKind::DecodedEmbedding;
  request.embedding = synthesis::NoteReference{
      file.stem().string(), contentHashOf(std::as_bytes(std::span(z->values))).hex()};
  const auto tags = synthesis::tagsFor(completed(std::move(request), (*model)->card(), options));
  return audio::writeSound(args.output, *clip, formatOf(args), tags);
}

}  // namespace

void addEncode(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand(
      "encode",
      "Encode a sound as an embedding (float32 [frames, channels]), or the notes of a dataset as "
      "an array [notes, frames, channels] with their names in a .json beside it. Several processes "
      "(RANK, WORLD_SIZE) share a dataset, and the same command resumes after an interruption");
  command
      ->add_option("input", args->inputs,
                   "A sound file, a note of the library, or a dataset: a folder, .tar, .tar.gz, "
                   ".tfrecord or training pack")
      ->required()
      ->expected(1);
  command->add_option("-o,--output", args->output, "The .npy file")->required();
  command
      ->add_option("--part", args->notesAPart,
                   "For a dataset: notes written at a time, and the smallest share of a process")
      ->check(within(1, 100000))
      ->capture_default_str();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  finish(*command, work, args, &encode);
}

void addDecode(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand("decode", "Decode an embedding to a sound");
  command->add_option("embedding", args->inputs, "The .npy file")->required()->expected(1);
  command->add_option("-o,--output", args->output, "The .wav or .flac file")->required();
  addModelOptions(*command, *args);
  addPitchOption(*command, *args, " (default: the pitch stored with the embedding)");
  addDecodeOptions(*command, *args);
  finish(*command, work, args, &decode);
}

}  // namespace timbre::cli
