/// The files of a checkpoint where they lie: in a folder, or in an archive, which is never
/// unpacked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::checkpoint {

/// One file. The order of a source's members is the order in which they can be read.
struct Member {
  std::string name;  ///< with the folders before it: "baseline-ckpt/model.ckpt-351648.index"
  std::uint64_t bytes = 0;
};

/// Some bytes of a member.
struct Piece {
  std::size_t member = 0;
  std::uint64_t offset = 0, bytes = 0;
};
/// Is given the pieces' bytes in order, a bit at a time.
using PieceSink = std::function<Result<void>(std::size_t piece, std::string_view bytes)>;

/// Not thread-safe.
class Source {
 public:
  virtual ~Source() = default;
  const std::vector<Member>& members() const { return members_; }

  /// A small member: an index or the file "checkpoint". BadFormat above 64 MiB.
  virtual Result<std::string> whole(std::size_t member) = 0;
  /// `pieces`: by member and offset, within their member, without overlap. Holds a mebibyte at a
  /// time. BadFormat when the file is cut short, or Cancelled.
  virtual Result<void> stream(std::span<const Piece> pieces, const PieceSink& sink,
                              Progress& progress) = 0;

 protected:
  std::vector<Member> members_;
};

/// The files of one folder that can belong to a checkpoint.
Result<std::unique_ptr<Source>> openFolder(const std::filesystem::path& folder);

/// A tar, as it is or compressed, or a zip; archives within it are looked into. BadFormat when it
/// is none, is damaged or cut short.
Result<std::unique_ptr<Source>> openArchive(const std::filesystem::path& file, Progress& progress);

/// "model.ckpt-7.index", "model.ckpt-7.data-00000-of-00001", "checkpoint": by its name a part of a
/// V2 checkpoint.
bool isPart(std::string_view name);
/// The last component of a path in an archive.
std::string_view baseName(std::string_view name);

inline constexpr std::uint64_t kMostSmallBytes = std::uint64_t{64} << 20;
inline constexpr std::size_t kStreamBytes = std::size_t{1} << 20;

}  // namespace timbre::checkpoint
