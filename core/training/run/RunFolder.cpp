#include "training/run/RunFolder.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/AtomicFile.h"
#include "base/FileHandle.h"
#include "base/Files.h"
#include "base/Log.h"
#include "model/TrainRequestJson.h"

namespace timbre::training {
namespace fs = std::filesystem;

namespace {

Result<void> checkSameModel(const fs::path& run, const model::ModelConfig& config) {
  const auto before = model::readTrainRequest(run);
  if (!before) return tl::unexpected(before.error());
  const auto sizes = model::parseConfig(before->config, (run / "config.json").string());
  if (!sizes || *sizes != config)
    return fail(ErrorCode::BadFormat, "The folder " + run.string() +
                                          " belongs to a run with another configuration; choose "
                                          "another folder, or the same configuration to resume it");
  return {};
}

/// Where the last line of a file ends that has an end.
SystemResult<std::uint64_t> endOfLines(const FileHandle& file) {
  const auto status = file.status();
  if (!status) return tl::unexpected(status.error());
  if (!status->regular) return 0;
  std::array<char, 4096> block;
  for (std::uint64_t end = status->size; end > 0;) {
    const auto size = std::min<std::uint64_t>(end, block.size());
    const std::span<char> some(block.data(), size);
    if (const auto read = file.readAll(end - size, std::as_writable_bytes(some)); !read)
      return tl::unexpected(read.error());
    const auto found = std::find(some.rbegin(), some.rend(), '\n');
    if (found != some.rend()) return end - static_cast<std::uint64_t>(found - some.rbegin());
    end -= size;
  }
  return 0;
}

/// A process that was killed, or a disk that was full, may have left half a line.
Result<void> cutHalfLine(const fs::path& file) {
  const auto size = sizeOf(file);
  if (!size || *size == 0) return {};
  auto metrics = FileHandle::open(file, FileHandle::Mode::Append);
  if (!metrics) return tl::unexpected(cannotWrite(file, metrics.error()));
  const auto end = endOfLines(*metrics);
  if (!end) return tl::unexpected(cannotWrite(file, end.error()));
  if (*end == *size) return {};
  logWarning(file.string() + " ended in mid-line; the incomplete line was removed");
  return metrics->truncate(*end).map_error(
      [&](std::error_code code) { return cannotWrite(file, code); });
}

}  // namespace

Result<RunFolder> RunFolder::open(const model::TrainRequest& request,
                                  const model::ModelConfig& config) {
  if (auto made = makeFolders(request.run); !made) return tl::unexpected(made.error());
  FileLock lock(request.run / ".lock", FileLock::When::Now);
  if (lock.busy())
    return fail(ErrorCode::Internal, "Another training is running in " + request.run.string() +
                                         "; stop it, wait for it to end, or choose another folder");
  const fs::path file = request.run / "config.json";
  if (pathExists(file))
    if (auto same = checkSameModel(request.run, config); !same)
      return tl::unexpected(std::move(same.error()));
  const std::string text = model::toJson(request);
  if (auto written = writeBytesAtomically(file, std::as_bytes(std::span(text))); !written)
    return tl::unexpected(std::move(written.error()));
  if (auto cut = cutHalfLine(request.run / "metrics.jsonl"); !cut)
    return tl::unexpected(std::move(cut.error()));
  return RunFolder(request.run, std::move(lock));
}

bool RunFolder::hasState() const {
  return pathExists(state());
}

Result<void> RunFolder::append(const model::TrainReport& report) {
  const fs::path file = folder_ / "metrics.jsonl";
  const std::string line = model::toJsonLine(report) + "\n";
  auto metrics = FileHandle::open(file, FileHandle::Mode::Append);
  if (!metrics) return tl::unexpected(cannotWrite(file, metrics.error()));
  const auto before = metrics->status();
  auto written = metrics->write(std::as_bytes(std::span(line)));
  if (!written && before && before->regular) (void)metrics->truncate(before->size);
  if (written) written = metrics->close();
  if (!written) return tl::unexpected(cannotWrite(file, written.error()));
  return {};
}

}  // namespace timbre::training
