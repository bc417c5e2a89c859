#include <fstream>
#include <nlohmann/json.hpp>

#include "base/AtomicFile.h"
#include "model/SafeTensors.h"

namespace timbre::model {

using nlohmann::json;

Result<void> writeSafeTensors(const std::filesystem::path& path,
                              const std::map<std::string, TensorView>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  json header = json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : tensors) {
    std::size_t count = 1;
    for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
    if (count != tensor.values.size())
      return fail(ErrorCode::Internal,
                  "Tensor " + name + " does not fill its shape " + describe(tensor.shape));
    header[name] = {{"dtype", "F32"},
                    {"shape", tensor.shape},
                    {"data_offsets", {at, at + tensor.values.size_bytes()}}};
    at += tensor.values.size_bytes();
  }
  std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');
  return writeAtomically(path, [&](const std::filesystem::path& part) -> Result<void> {
    std::ofstream file(part, std::ios::binary);
    const std::uint64_t length = text.size();
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    for (const auto& [name, tensor] : tensors)
      file.write(reinterpret_cast<const char*>(tensor.values.data()),
                 static_cast<std::streamsize>(tensor.values.size_bytes()));
    file.close();
    if (!file)
      return fail(ErrorCode::Internal, "Cannot write " + path.string() +
                                           "; choose a folder that can be written and has room");
    return {};
  });
}

}  // namespace timbre::model
