/// The safetensors format: a JSON header with every tensor's type, shape and place, then the
/// numbers. No torch here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace timbre::model {

using Shape = std::vector<std::int64_t>;

/// "[1, 3, 64, 128]".
std::string describe(const Shape& shape);
/// A number of half precision, from its bits.
float halfToFloat(std::uint16_t half);

/// An open file whose header has been checked to the last offset; the numbers are read when they
/// are asked for. Copies share the file, any thread may read. A file that is replaced (renamed
/// over) meanwhile stays readable as it was.
class SafeTensors {
 public:
  enum class Type { F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, Bool };

  struct Tensor {
    Type type = Type::F32;
    Shape shape;               ///< row-major; empty: one number
    std::uint64_t offset = 0;  ///< bytes from the start of the file
    std::uint64_t bytes = 0;
  };

  /// NotFound when there is no such file; BadFormat, saying what is wrong, when it is truncated,
  /// longer than its header says, or not a safetensors file.
  static Result<SafeTensors> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const std::map<std::string, Tensor, std::less<>>& tensors() const { return tensors_; }
  const std::map<std::string, std::string, std::less<>>& metadata() const { return metadata_; }

  /// The numbers of one tensor as float32, whatever their type (64-bit types are rounded).
  /// BadFormat when there is no such tensor, or, where `shape` is given, when it has another one:
  /// the sentence names the tensor and both shapes.
  Result<std::vector<float>> floats(std::string_view name) const;
  Result<std::vector<float>> floats(std::string_view name, const Shape& shape) const;
  /// Only the check of `floats(name, shape)`.
  Result<void> expect(std::string_view name, const Shape& shape) const;

 private:
  struct File;
  SafeTensors(std::filesystem::path path, std::shared_ptr<const File> file);
  Result<void> readHeader();

  std::filesystem::path path_;
  std::shared_ptr<const File> file_;
  std::map<std::string, Tensor, std::less<>> tensors_;
  std::map<std::string, std::string, std::less<>> metadata_;
};

/// A tensor whose numbers come later.
struct TensorPlan {
  std::string name;
  Shape shape;
};
/// Takes the numbers of all tensors, one after another, in pieces of any size.
using NumberSink = std::function<Result<void>(std::span<const float>)>;

/// Float32 tensors in the order given, without holding more than a piece at a time: `fill` hands
/// every number to the sink. Written atomically: when `fill` fails, its failure is returned and
/// there is no file. Internal when the file cannot be written or the numbers do not fill the
/// shapes.
Result<void> writeSafeTensors(const std::filesystem::path& path, std::span<const TensorPlan> plan,
                              const std::map<std::string, std::string>& metadata,
                              const std::function<Result<void>(const NumberSink&)>& fill);

/// What writeSafeTensors writes under one name; `values` are only looked at during the call.
struct TensorView {
  Shape shape;
  std::span<const float> values;  ///< as many as the shape says
};

/// Float32 tensors in the order of their names, header padded to eight bytes, written atomically:
/// the same tensors give the same bytes. Internal when the file cannot be written.
Result<void> writeSafeTensors(const std::filesystem::path& path,
                              const std::map<std::string, TensorView>& tensors,
                              const std::map<std::string, std::string>& metadata);

/// The file once more, with `tensors` and `metadata` beside its own or in their place; all tensors
/// become float32. Replaced atomically; fails as floats() and writeSafeTensors().
Result<void> rewriteSafeTensors(const SafeTensors& file,
                                const std::map<std::string, TensorView>& tensors,
                                const std::map<std::string, std::string>& metadata);

}  // namespace timbre::model
