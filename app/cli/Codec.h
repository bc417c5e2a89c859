/// What encode, decode, reconstruct and morph share.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/cli/Commands.h"
#include "app/cli/Inputs.h"
#include "app/cli/Outputs.h"
#include "audio/AudioWriter.h"
#include "latent/Embedding.h"
#include "model/Autoencoder.h"
#include "synthesis/EmbeddingStore.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::cli {

struct CodecArgs {
  std::vector<std::string> inputs;
  std::string model;
  std::filesystem::path output;
  std::filesystem::path library;
  model::DecodeOptions decode;
  double pitch = -1;
  std::string format = "s16";
  int threads = 0;
  int steps = 5;
  int rows = 5;
  int notesAPart = 256;
  bool json = false;
};

// Their options.
void addModelOptions(CLI::App& command, CodecArgs& args);
void addSoundOptions(CLI::App& command, CodecArgs& args);
void addDecodeOptions(CLI::App& command, CodecArgs& args);
/// `otherwise`: what holds where it is not given, for the help.
void addPitchOption(CLI::App& command, CodecArgs& args, const std::string& otherwise);

/// The requested model. Warns of a --pitch that it does not use or was not trained on.
Result<std::unique_ptr<model::Autoencoder>> openModel(const CodecArgs& args);

audio::SampleFormat formatOf(const CodecArgs& args);
model::DecodeOptions decodeOptions(const CodecArgs& args);

/// An input's embedding, and how files that are made of it name the input.
struct EncodedInput {
  latent::Embedding embedding;
  synthesis::SourceNote source;
  PitchOrigin pitchOrigin = PitchOrigin::Unknown;  ///< where the model's pitch comes from
};

/// Encodes the inputs of one command. What the window or an earlier command has encoded comes from
/// the cache on disk.
class InputEncoder {
 public:
  InputEncoder(model::Autoencoder& model, const CodecArgs& args);

  /// Opens a word as openInput() does and encodes it. Errors name the input.
  Result<EncodedInput> encode(const std::string& word, Progress& progress);

 private:
  model::Autoencoder& model_;
  const CodecArgs& args_;
  synthesis::EmbeddingStore embeddings_;
};

/// A sound that has been encoded and waits for its turn to be made.
struct Encoded {
  std::filesystem::path file;
  model::DecodeJob job;
  double seconds = 0;
  synthesis::SynthesisRequest request;  ///< its model and options are filled in by makeSounds()
  PitchOrigin pitchOrigin = PitchOrigin::Unknown;
};

/// Writes `count` sounds by calls of `some` for [begin, end): as many at a time as keep every core
/// busy, few enough to be written soon and to fit in memory. The first error ends it.
Result<void> inLots(
    std::size_t count, Progress& progress,
    const std::function<Result<void>(std::size_t begin, std::size_t end, Progress&)>& some);

/// Makes the sounds together, writes each with its request and reports it; the time reported for
/// each is its share.
Result<void> makeSounds(const CodecArgs& args, std::span<const Encoded> sounds,
                        model::Autoencoder& model, Progress& progress);

/// The request with what the program and this model add to it.
synthesis::SynthesisRequest completed(synthesis::SynthesisRequest request,
                                      const model::ModelCard& card,
                                      const model::DecodeOptions& options);

/// Lets `work` run the command once its words are read.
void finish(CLI::App& command, Work& work, const std::shared_ptr<CodecArgs>& args,
            Result<void> (*run)(const CodecArgs&, Progress&));

}  // namespace timbre::cli
