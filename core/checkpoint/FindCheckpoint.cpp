#include "checkpoint/FindCheckpoint.h"

#include <array>
#include <fstream>
#include <optional>
#include <vector>

#include "checkpoint/SSTable.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kIndex = ".index";

/// The file "checkpoint" in a few words: `model_checkpoint_path: "/home/anyone/model.ckpt-7"`. Only
/// the last component counts, the rest is somebody else's disk. Empty when it says nothing.
std::string latestOf(std::string_view text) {
  constexpr std::string_view kKey = "model_checkpoint_path:";
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(kKey)) continue;
    const auto open = line.find('"'), close = line.rfind('"');
    if (open == std::string_view::npos || close <= open) return {};
    return std::string(baseName(line.substr(open + 1, close - open - 1)));
  }
  return {};
}

/// "model.ckpt-7" of any of its files; the name itself for others.
std::string prefixOf(const std::string& fileName) {
  for (const std::string_view part : {".index", ".meta", ".data-"})
    if (const auto at = fileName.rfind(part); at != std::string::npos && at > 0)
      return fileName.substr(0, at);
  return fileName;
}

tl::unexpected<Error> noCheckpoint(const fs::path& place) {
  return fail(ErrorCode::BadFormat,
              place.string() +
                  " holds no TensorFlow V2 checkpoint; choose a folder with a .index file and its "
                  ".data-00000-of-00001 (the older V1 format, a single file, cannot be read)");
}

std::vector<std::size_t> indexesIn(const Source& source) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < source.members().size(); ++i)
    if (source.members()[i].name.ends_with(kIndex)) found.push_back(i);
  return found;
}

std::optional<std::size_t> memberNamed(const Source& source, std::string_view base) {
  for (std::size_t i = 0; i < source.members().size(); ++i)
    if (baseName(source.members()[i].name) == base) return i;
  return {};
}

/// The one checkpoint in a folder or an archive, or the one that its "checkpoint" calls the latest.
Result<FoundCheckpoint> onlyIn(std::unique_ptr<Source> source, const fs::path& place) {
  const auto indexes = indexesIn(*source);
  if (indexes.empty()) return noCheckpoint(place);
  if (indexes.size() == 1) return FoundCheckpoint{std::move(source), indexes.front()};
  if (const auto state = memberNamed(*source, "checkpoint")) {
    const auto text = source->whole(*state);
    if (!text) return tl::unexpected(text.error());
    if (const auto latest = memberNamed(*source, latestOf(*text) + std::string(kIndex)))
      return FoundCheckpoint{std::move(source), *latest};
  }
  std::string names;
  for (std::size_t i = 0; i < indexes.size() && i < 5; ++i)
    names += (i ? ", " : "") + prefixOf(source->members()[indexes[i]].name);
  return fail(ErrorCode::BadFormat,
              place.string() + " holds " + std::to_string(indexes.size()) + " checkpoints (" +
                  names + (indexes.size() > 5 ? ", …" : "") + "); choose one of them");
}

bool isV1(const fs::path& file) {
  std::array<char, 8> last{};
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(-static_cast<std::streamoff>(last.size()), std::ios::end);
  return stream.read(last.data(), last.size()) && endsAsSSTable({last.data(), last.size()});
}

Result<FoundCheckpoint> inFolder(const fs::path& folder, const std::string& prefix,
                                 const fs::path& place) {
  auto source = openFolder(folder);
  if (!source) return tl::unexpected(source.error());
  if (prefix.empty()) return onlyIn(std::move(*source), place);
  if (const auto index = memberNamed(**source, prefix + std::string(kIndex)))
    return FoundCheckpoint{std::move(*source), *index};
  return fail(ErrorCode::NotFound, "There is no " + (folder / prefix).string() +
                                       std::string(kIndex) +
                                       "; choose a checkpoint's folder, prefix, .index or archive");
}

}  // namespace

Result<FoundCheckpoint> findCheckpoint(const fs::path& place, Progress& progress) {
  std::error_code code;
  if (fs::is_directory(place, code)) return inFolder(place, {}, place);
  const auto folder = place.has_parent_path() ? place.parent_path() : fs::path(".");
  const std::string file = place.filename().string();
  if (file == "checkpoint") return inFolder(folder, {}, place);
  const std::string prefix = prefixOf(file);
  const bool whole = fs::is_regular_file(place, code);
  if (prefix != file || fs::exists(folder / (prefix + std::string(kIndex)), code))
    return inFolder(folder, prefix, place);
  if (!whole)
    return fail(ErrorCode::NotFound,
                "There is no " + place.string() +
                    "; choose a checkpoint's folder, prefix, .index or archive");
  if (isV1(place))
    return fail(ErrorCode::Unsupported,
                place.string() +
                    " is a TensorFlow checkpoint in the old V1 format; save it again with a Saver "
                    "of version 2 (V2 consists of .index and .data-00000-of-00001)");
  auto source = openArchive(place, progress);
  if (!source) return tl::unexpected(source.error());
  return onlyIn(std::move(*source), place);
}

}  // namespace timbre::checkpoint
