/// What the program knows about a model without loading it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/Units.h"

namespace timbre::model {

struct ModelCard {
  std::string
      name;  ///< what `timbre models` lists and --model takes: "wavenet-compact"; the file's stem
  std::string title;  ///< for people: "WaveNet, compact"
  std::string kind;   ///< the row of the table of models that loads it: "wavenet"
  std::string hash;   ///< base/ContentHash.h of the file: equal hashes, equal weights
  std::string key;    ///< name + hash
  std::filesystem::path file;
  std::string encoder;  ///< hash of its encoder, model/EncoderHash.h; empty: not shared

  /// Equal keys: the models read each other's embeddings.
  const std::string& embeddingKey() const { return encoder.empty() ? key : encoder; }

  // The shape of its sounds and embeddings.
  SampleRate rate = kModelRate;  ///< of the sounds, which are mono
  int hop = 512;                 ///< samples per embedding frame (0 for fixed-length models)
  int channels = 16;             ///< numbers per embedding frame
  int fixedSamples = 0;          ///< > 0: the model knows this length only, in one embedding frame

  bool shipped = false;   ///< its file is one of those that come with the program
  bool standard = false;  ///< the one of its kind to take where nobody has chosen

  // What it can do. Programs ask these, never the name or the kind.
  bool streams = false;  ///< makes a sound from its start on, so it can play meanwhile or live
  bool costly = false;   ///< takes seconds per note: its sounds are kept on disk, in the background
  bool previews = false;          ///< quick enough to stand in while a costly model works
  bool samples = false;           ///< draws each sample at random: uses the temperature
  int iterations = 0;             ///< of Griffin-Lim, as a rule; 0: it needs none
  bool pitchConditioned = false;  ///< its decoder is given the pitch
  bool unpitchedToo = false;      ///< also accepts that there is no pitch
  bool higherRates = false;       ///< decodes at twice and three times its rate, too
  bool postFilter = false;        ///< the weights have one: model/PostFilterWeights.h

  std::int64_t parameters = 0;  ///< trainable numbers
  std::string config;           ///< the JSON of the weights file's metadata key "config"
};

}  // namespace timbre::model
