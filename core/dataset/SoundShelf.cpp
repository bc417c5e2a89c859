#include "dataset/SoundShelf.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "dataset/SoundEndings.h"
#include "readers/ByteStream.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

std::string inSmallLetters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::string dateOf(const std::string& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) return "-";
  return std::to_string(found.st_mtim.tv_sec) + '.' + std::to_string(found.st_mtim.tv_nsec);
}

}  // namespace

SoundShelf::SoundShelf(const DatasetLocation& source)
    : root_(source.path),
      audioFolder_(source.audio),
      audioAsUsual_(source.audio.filename() == "audio") {
  if (source.shape != Shape::Folder) return;
  constexpr int kDeepest = 3;
  list(audioFolder_, audio_, kDeepest);
  list(root_, beside_, 0);
}

void SoundShelf::list(const fs::path& folder, Names& names, int depth) {
  std::error_code code;
  fs::directory_iterator at(folder, code);
  if (code.value() == EACCES) closed_ = readers::cannotOpen(folder, code.value());
  for (const fs::directory_iterator end; !code && at != end; at.increment(code)) {
    fs::path name = at->path().filename();
    std::error_code unknown;
    if (isSoundEnding(name.extension().string())) {
      if (folder == audioFolder_ || folder == root_)
        names.insert(name.string());
      else
        below_.push_back(at->path());
    } else if (depth > 0 && at->is_directory(unknown) && !at->is_symlink(unknown)) {
      nested_ += at->path().string() + '\n' + dateOf(at->path().string()) + '\n';
      list(at->path(), names, depth - 1);
    }
  }
}

std::string SoundShelf::nestedNow(const std::string& nested) {
  std::string now;
  for (std::size_t from = 0; from < nested.size();) {
    const auto folderEnd = std::min(nested.find('\n', from), nested.size());
    const std::string folder = nested.substr(from, folderEnd - from);
    now += folder + '\n' + dateOf(folder) + '\n';
    const auto dateEnd = nested.find('\n', std::min(folderEnd + 1, nested.size()));
    from = dateEnd == nested.npos ? nested.size() : dateEnd + 1;
  }
  return now;
}

/// Nearer ones first, then by name: the same folder always gives the same sounds.
void SoundShelf::fillOthers() {
  others_.emplace();
  std::vector<std::string> paths;
  const auto sortFrom = [&](std::size_t from) {
    std::sort(paths.begin() + static_cast<std::ptrdiff_t>(from), paths.end());
  };
  const fs::path audio = audioFolder_.filename();
  for (const std::string& name : audio_) paths.push_back((audio / name).string());
  sortFrom(0);
  std::size_t from = paths.size();
  for (const std::string& name : beside_) paths.push_back(name);
  sortFrom(from);
  from = paths.size();
  for (const fs::path& path : below_) paths.push_back(path.lexically_relative(root_).string());
  sortFrom(from);
  for (std::string& path : paths)
    others_->try_emplace(inSmallLetters(fs::path(path).stem().string()), std::move(path));
}

SoundShelf::Found SoundShelf::find(const std::string& id) {
  if (audioAsUsual_ && audio_.contains(id + ".wav")) return {NoteRow::AudioWav, {}};
  if (audioAsUsual_ && audio_.contains(id + ".flac")) return {NoteRow::AudioFlac, {}};
  if (beside_.contains(id + ".wav")) return {NoteRow::BesideWav, {}};
  if (beside_.contains(id + ".flac")) return {NoteRow::BesideFlac, {}};
  if (!others_) fillOthers();
  const auto found = others_->find(inSmallLetters(id));
  if (found == others_->end()) return {NoteRow::Missing, {}};
  return {NoteRow::Elsewhere, found->second};
}

}  // namespace timbre::dataset
