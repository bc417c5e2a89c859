#include <algorithm>
#include <fstream>

#include "base/AtomicFile.h"
#include "checkpoint/Source.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

class FolderSource final : public Source {
 public:
  FolderSource(fs::path folder, std::vector<Member> members) : folder_(std::move(folder)) {
    members_ = std::move(members);
  }

  Result<std::string> whole(std::size_t member) override {
    return readBytes(folder_ / members_[member].name, kMostSmallBytes);
  }

  Result<void> stream(std::span<const Piece> pieces, const PieceSink& sink,
                      Progress& progress) override {
    std::uint64_t all = 0, done = 0;
    for (const auto& piece : pieces) all += piece.bytes;
    std::ifstream file;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece& piece = pieces[i];
      const auto path = folder_ / members_[piece.member].name;
      if (i == 0 || piece.member != pieces[i - 1].member) {
        file.close();
        file.open(path, std::ios::binary);
      }
      file.seekg(static_cast<std::streamoff>(piece.offset));
      for (std::uint64_t at = 0; at < piece.bytes;) {
        if (progress.cancelled()) return cancelled();
        const auto count = std::min<std::uint64_t>(piece.bytes - at, kStreamBytes);
        buffer_.resize(count);
        if (!file.read(buffer_.data(), static_cast<std::streamsize>(count)))
          return fail(ErrorCode::BadFormat,
                      path.string() + " cannot be read to the end; copy the checkpoint again");
        if (auto taken = sink(i, buffer_); !taken) return taken;
        at += count;
        done += count;
        progress.advanced(static_cast<double>(done) / static_cast<double>(all));
      }
    }
    return {};
  }

 private:
  fs::path folder_;
  std::string buffer_;
};

}  // namespace

std::string_view baseName(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool isPart(std::string_view name) {
  const auto base = baseName(name);
  return base == "checkpoint" || base.ends_with(".index") ||
         base.find(".data-") != std::string_view::npos;
}

Result<std::unique_ptr<Source>> openFolder(const fs::path& folder) {
  std::vector<Member> members;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    const auto name = it->path().filename().string();
    std::error_code gone;
    if (isPart(name) && it->is_regular_file(gone)) members.push_back({name, it->file_size(gone)});
  }
  if (code)
    return fail(ErrorCode::NotFound, "Cannot open " + folder.string() + " (" + code.message() +
                                         "); check the path and its permissions");
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  return std::make_unique<FolderSource>(folder, std::move(members));
}

}  // namespace timbre::checkpoint
