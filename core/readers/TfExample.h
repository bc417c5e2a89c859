/// A tf.Example (TensorFlow's map of named lists) out of its protocol buffer encoding.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace timbre::readers {

/// One of the three lists is filled.
struct TfFeature {
  std::vector<std::string> bytes;
  std::vector<float> floats;
  std::vector<std::int64_t> ints;
};

struct TfExample {
  std::map<std::string, TfFeature, std::less<>> features;
  bool sequence = false;  ///< it is a tf.SequenceExample: `features` is only its context
};

/// Nothing when the bytes are not what they claim to be. Memory stays below a small multiple of
/// the bytes. `wanted`: only features whose name it accepts.
std::optional<TfExample> parseTfExample(std::string_view bytes,
                                        bool (*wanted)(std::string_view name));

}  // namespace timbre::readers
