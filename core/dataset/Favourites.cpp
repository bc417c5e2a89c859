#include "dataset/Favourites.h"

#include <algorithm>
#include <sstream>

#include "base/AtomicFile.h"
#include "base/Files.h"

namespace timbre::dataset {

Favourites::Favourites(std::filesystem::path file) : file_(std::move(file)) {
  constexpr std::uintmax_t kMost = 64u << 20;
  const auto text = readBytes(file_, kMost);
  if (!text) return;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) ids_.insert(line);
}

Result<void> Favourites::set(const std::string& id, bool marked) {
  if (id.empty() || id.find('\n') != std::string::npos) return {};
  if (marked ? !ids_.insert(id).second : ids_.erase(id) == 0) return {};
  std::string text;
  for (const std::string& each : ids_) text += each + '\n';
  if (auto made = makeFolders(file_.parent_path()); !made) return made;
  return writeBytesAtomically(file_, std::as_bytes(std::span(text)));
}

std::vector<int> Favourites::in(const NoteLibrary& library) const {
  std::vector<int> found;
  for (const std::string& id : ids_)
    if (const int index = library.indexOf(id); index >= 0) found.push_back(index);
  std::ranges::sort(found);
  return found;
}

}  // namespace timbre::dataset
