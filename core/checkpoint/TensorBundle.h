/// A TensorFlow V2 checkpoint: named tensors, described in an index, their numbers in shards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "checkpoint/Source.h"
#include "model/SafeTensors.h"

namespace timbre::checkpoint {

/// TensorFlow's number of a type of number; those that this program can compute with have names.
enum class Type : int { Float32 = 1, BFloat16 = 14, Float16 = 19 };
/// "float32", "int64", "type 77".
std::string nameOf(Type type);
/// Bytes of one number; 0 where they differ or the type is unknown.
std::uint64_t bytesOf(Type type);

struct Tensor {
  Type type = Type::Float32;
  model::Shape shape;  ///< row-major; empty: one number
  int shard = 0;
  std::uint64_t offset = 0, bytes = 0;  ///< in the shard
  std::uint32_t crc = 0;                ///< masked, of the bytes
  bool sliced = false;                  ///< its numbers lie elsewhere, in parts
};

/// An open checkpoint: the index has been read and checked against the sizes of the shards. Not
/// thread-safe.
class TensorBundle {
 public:
  using Tensors = std::map<std::string, Tensor, std::less<>>;

  /// `place`: a folder with one checkpoint in it (where there are several, the file "checkpoint"
  /// says which), a prefix ("…/model.ckpt-200000"), any of the files ".index", ".data-…" and
  /// "checkpoint", or a tar with them. NotFound; BadFormat when it is damaged or incomplete;
  /// Unsupported for V1 checkpoints and big-endian ones.
  static Result<TensorBundle> open(const std::filesystem::path& place, Progress& progress);

  /// "model.ckpt-200000".
  const std::string& name() const { return name_; }
  const std::filesystem::path& place() const { return place_; }
  const Tensors& tensors() const { return tensors_; }

  /// The order in which the named tensors can be read. BadFormat when two of them share bytes.
  Result<std::vector<std::string>> inOrder(std::vector<std::string> names) const;

  /// Is given each tensor's numbers in turn, a bit at a time.
  using Sink = std::function<Result<void>(std::size_t tensor, std::span<const float> numbers)>;
  /// `names` as inOrder gave them. Each tensor's checksum is compared after its last number, so
  /// what the sink was given is worthless when this fails: BadFormat names the tensor, Unsupported
  /// one that is sliced or of another type than float32, float16 and bfloat16. Memory: some
  /// mebibytes.
  Result<void> read(std::span<const std::string> names, const Sink& sink, Progress& progress) const;

 private:
  TensorBundle(std::filesystem::path place, std::unique_ptr<Source> source)
      : place_(std::move(place)), source_(std::move(source)) {}
  Result<void> readIndex(std::size_t member);
  Result<void> findShards(const std::string& prefix, int count);
  Result<void> addTensor(const std::string& name, const std::string& record);

  std::filesystem::path place_;
  std::unique_ptr<Source> source_;
  std::string name_;
  std::vector<std::size_t> shards_;  // which member each is
  Tensors tensors_;
};

}  // namespace timbre::checkpoint
