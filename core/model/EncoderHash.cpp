#include "model/EncoderHash.h"

#include <span>

#include "base/ContentHash.h"

namespace timbre::model {
namespace {

constexpr std::string_view kPrefix = "ae_";

}  // namespace

Result<std::string> encoderHash(const SafeTensors& file) {
  std::string text;
  for (const auto& [name, tensor] : file.tensors()) {  // in the order of their names
    if (!name.starts_with(kPrefix)) continue;
    const auto numbers = file.floats(name);
    if (!numbers) return tl::unexpected(numbers.error());
    const auto bytes = std::as_bytes(std::span(*numbers));
    text += name + ' ' + describe(tensor.shape) + ' ' + contentHashOf(bytes).hex() + '\n';
  }
  return text.empty() ? text : contentHashOf(text).hex();
}

}  // namespace timbre::model
