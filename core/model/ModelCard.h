/// What can be said of a model without loading it.
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
  std::string kind;   ///< "wavenet" or "baseline": the row of the table of models that loads it
  std::string key;    ///< name + hash of the file's content: equal keys, equal weights
  std::filesystem::path file;
  SampleRate rate = kModelRate;
  int hop = 512;         ///< samples per embedding frame (0 for fixed-length models)
  int channels = 16;     ///< numbers per embedding frame
  int fixedSamples = 0;  ///< > 0: the model knows this length only, in one embedding frame
  bool pitchConditioned = false;
  bool postFilter = false;      ///< the weights have one: model/PostFilter.h
  std::int64_t parameters = 0;  ///< trainable numbers
  std::string config;           ///< the JSON of the weights file's metadata key "config"
};

}  // namespace timbre::model
