#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/AtomicFile.h"
#include "base/CountText.h"
#include "base/FileHandle.h"
#include "model/SafeTensors.h"

namespace timbre::model {

using nlohmann::json;

namespace {

std::uint64_t numbersIn(const Shape& shape) {
  std::uint64_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::uint64_t>(size);
  return count;
}

/// Padded to eight bytes, so that the numbers are aligned in the file.
std::string headerOf(std::span<const TensorPlan> plan,
                     const std::map<std::string, std::string>& metadata) {
  json header = json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t at = 0;
  for (const auto& tensor : plan) {
    const auto bytes = numbersIn(tensor.shape) * sizeof(float);
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {at, at + bytes}}};
    at += bytes;
  }
  std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

}  // namespace

Result<void> writeSafeTensors(const std::filesystem::path& path, std::span<const TensorPlan> plan,
                              const std::map<std::string, std::string>& metadata,
                              const std::function<Result<void>(const NumberSink&)>& fill) {
  std::uint64_t wanted = 0;
  for (const auto& tensor : plan) wanted += numbersIn(tensor.shape);
  const std::string header = headerOf(plan, metadata);
  return writeAtomically(path, [&](const std::filesystem::path& part) -> Result<void> {
    errno = 0;
    const auto unwritable = [&] { return tl::unexpected(cannotWrite(path, lastSystemError())); };
    std::ofstream file(part, std::ios::binary);
    const std::uint64_t length = header.size();
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    std::uint64_t written = 0;
    const auto filled = fill([&](std::span<const float> numbers) -> Result<void> {
      file.write(reinterpret_cast<const char*>(numbers.data()),
                 static_cast<std::streamsize>(numbers.size_bytes()));
      written += numbers.size();
      if (!file) return unwritable();
      return {};
    });
    if (!filled) return filled;
    file.close();
    if (!file) return unwritable();
    if (written != wanted)
      return fail(ErrorCode::Internal, "The tensors of " + path.string() + " have " +
                                           countText(written, "number") + " where their shapes " +
                                           "need " + std::to_string(wanted));
    return {};
  });
}

Result<void> writeSafeTensors(const std::filesystem::path& path,
                              const std::map<std::string, TensorView>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  std::vector<TensorPlan> plan;
  for (const auto& [name, tensor] : tensors) {
    if (numbersIn(tensor.shape) != tensor.values.size())
      return fail(ErrorCode::Internal,
                  "Tensor " + name + " does not match its shape " + describe(tensor.shape));
    plan.push_back({name, tensor.shape});
  }
  return writeSafeTensors(path, plan, metadata, [&](const NumberSink& sink) -> Result<void> {
    for (const auto& [name, tensor] : tensors)
      if (auto taken = sink(tensor.values); !taken) return taken;
    return {};
  });
}

Result<void> rewriteSafeTensors(const SafeTensors& file,
                                const std::map<std::string, TensorView>& tensors,
                                const std::map<std::string, std::string>& metadata) {
  std::map<std::string, Shape> shapes;
  for (const auto& [name, tensor] : file.tensors()) shapes[name] = tensor.shape;
  for (const auto& [name, tensor] : tensors) shapes[name] = tensor.shape;
  std::vector<TensorPlan> plan;
  for (const auto& [name, shape] : shapes) plan.push_back({name, shape});
  std::map<std::string, std::string> texts(file.metadata().begin(), file.metadata().end());
  for (const auto& [key, text] : metadata) texts[key] = text;
  return writeSafeTensors(file.path(), plan, texts, [&](const NumberSink& sink) -> Result<void> {
    for (const auto& [name, shape] : shapes) {
      const auto changed = tensors.find(name);
      const auto kept = changed == tensors.end() ? file.floats(name) : std::vector<float>();
      if (!kept) return tl::unexpected(kept.error());
      if (auto taken = sink(changed == tensors.end() ? *kept : changed->second.values); !taken)
        return taken;
    }
    return {};
  });
}

}  // namespace timbre::model
