/// The sizes of a model, as the JSON in its weights file says them, and every tensor that follows
/// from them. No torch here, so that a weights file can be judged by its header alone.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/Result.h"
#include "model/SafeTensors.h"

namespace timbre::model {

/// The WaveNet autoencoder. The defaults are the paper's.
struct WaveNetConfig {
  int width = 512;  ///< decoder's residual channels; the gate has twice as many
  int skip = 256;
  int layers = 30;
  int stages = 10;    ///< layer i (from 0) has dilation 2^(i mod stages)
  int aeWidth = 128;  ///< the same three of the encoder
  int aeLayers = 30;
  int aeStages = 10;
  int z = 16;     ///< embedding channels
  int hop = 512;  ///< samples per embedding frame
  bool pitchConditioned = false;

  /// Numbers per frame that the decoder sees: the embedding and, where conditioned, 128 for the
  /// pitch.
  int condition() const { return z + (pitchConditioned ? 128 : 0); }
  /// Samples to either side that one sample of the encoder's last layer depends on: 3070 for the
  /// paper's.
  int encoderContext() const;
  bool operator==(const WaveNetConfig&) const = default;
};

/// The baseline spectral autoencoder. The defaults are the paper's.
struct BaselineConfig {
  int divide = 1;  ///< how many times fewer channels than the paper's layers have
  int z = 1984;    ///< embedding channels
  bool pitchConditioned = true;

  int condition() const { return z + (pitchConditioned ? 128 : 0); }
  bool operator==(const BaselineConfig&) const = default;
};

using ModelConfig = std::variant<WaveNetConfig, BaselineConfig>;

/// One convolution of the baseline: its scope in the checkpoint, kernel (square), strides and the
/// paper's channels.
struct BaselineLayer {
  std::string_view scope;
  int kernel, strideHeight, strideWidth, channels;
};
/// Frequency is the height, time the width. The encoder ends with one more, "z", 1 x 1 without
/// activation.
inline constexpr std::array<BaselineLayer, 10> kBaselineEncoder{{{"0", 5, 2, 2, 128},
                                                                 {"1", 4, 2, 2, 128},
                                                                 {"2", 4, 2, 2, 128},
                                                                 {"3", 4, 2, 2, 256},
                                                                 {"4", 4, 2, 2, 256},
                                                                 {"5", 4, 2, 2, 256},
                                                                 {"6", 4, 2, 2, 512},
                                                                 {"7", 4, 2, 2, 512},
                                                                 {"7_1", 4, 2, 1, 512},
                                                                 {"8", 1, 1, 1, 1024}}};
/// Transposed; then comes "mag", 1 x 1 to one channel with a sigmoid.
inline constexpr std::array<BaselineLayer, 10> kBaselineDecoder{{{"0", 1, 1, 1, 1024},
                                                                 {"1", 4, 2, 2, 512},
                                                                 {"2", 4, 2, 2, 512},
                                                                 {"3", 4, 2, 2, 256},
                                                                 {"4", 4, 2, 2, 256},
                                                                 {"5", 4, 2, 2, 256},
                                                                 {"6", 4, 2, 2, 128},
                                                                 {"7", 4, 2, 2, 128},
                                                                 {"8", 5, 2, 2, 128},
                                                                 {"8_1", 5, 2, 1, 128}}};

/// The metadata key "config" of a weights file. BadFormat names the size that is missing, not a
/// whole number or out of range; Unsupported for another sample rate or an unknown kind. `origin`
/// begins the sentence.
Result<ModelConfig> parseConfig(std::string_view text, const std::string& origin);
/// Back to JSON: parseConfig reads it as the same; equal configurations give equal text.
std::string toJson(const ModelConfig& config);
/// "wavenet" or "baseline".
std::string kindOf(const ModelConfig& config);

struct TensorSpec {
  std::string name;     ///< in the released checkpoint
  Shape shape;          ///< in TensorFlow's layout
  bool trained = true;  ///< false: statistics that batch normalisation keeps
};
/// Every tensor of the model, in the order of the layers: 374 for the paper's WaveNet, 87 for its
/// baseline.
std::vector<TensorSpec> tensorsOf(const ModelConfig& config);
/// How many trainable numbers: 61,804,048 for the paper's WaveNet, 36,761,665 for its baseline.
std::int64_t parametersOf(const ModelConfig& config);

/// The configuration of an open weights file that has every tensor of it in its shape. BadFormat,
/// or Unsupported.
Result<ModelConfig> configOf(const SafeTensors& file);

}  // namespace timbre::model
