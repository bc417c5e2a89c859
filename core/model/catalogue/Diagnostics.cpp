#include "model/catalogue/Diagnostics.h"

#include <sys/utsname.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include "base/Cores.h"
#include "base/CountText.h"
#include "base/Files.h"
#include "base/Log.h"
#include "base/Memory.h"
#include "base/PrintableText.h"
#include "base/StandardPaths.h"
#include "base/Version.h"
#include "model/catalogue/Catalogue.h"

namespace timbre::model {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLogLines = 60;

/// The value of the first line that begins with `key`, as in /proc/cpuinfo and /etc/os-release.
std::string valueIn(const char* file, std::string_view key) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(key)) continue;
    const auto at = line.find_first_of(":=", key.size());
    if (at == line.npos) continue;
    const auto begin = line.find_first_not_of(" \t\"", at + 1);
    if (begin == line.npos) return {};
    return line.substr(begin, line.find_last_not_of(" \t\"") + 1 - begin);
  }
  return {};
}

/// Those that decide which kernels run.
std::string instructionSets() {
  const std::string all = " " + valueIn("/proc/cpuinfo", "flags") + " ";
  std::string found;
  for (const std::string_view set :
       {"ssse3", "avx2", "fma", "avx_vnni", "avx512f", "avx512bw", "avx512_vnni"})
    if (all.find(" " + std::string(set) + " ") != all.npos) found += " " + std::string(set);
  return found;
}

/// Who the user is belongs to nobody.
std::string withoutHome(std::string text) {
  const char* home = std::getenv("HOME");
  const std::string name = home ? home : "";
  if (name.size() < 2) return text;
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1))
    text.replace(at, name.size(), "~");
  return text;
}

std::string systemLines() {
  utsname kernel{};
  ::uname(&kernel);
  std::ostringstream text;
  text << "Timbrescope " << programVersion()
       << "\nSystem: " << valueIn("/etc/os-release", "PRETTY_NAME") << ", " << kernel.sysname << ' '
       << kernel.release << "\nProcessor: " << processorName()
       << "\nMemory: " << valueIn("/proc/meminfo", "MemTotal");
  if (const auto peak = peakMemoryMb()) text << ", " << std::lround(*peak) << " MB peak use";
  text << '\n';
  return text.str();
}

std::string folderLines() {
  std::string text = "\nFolders\n";
  for (const auto& [what, folder] :
       {std::pair{"data", userDataFolder()}, std::pair{"cache", userCacheFolder()},
        std::pair{"state", userStateFolder()}, std::pair{"assets", assetsFolder()},
        std::pair{"program", programFolder()}})
    text += std::string("  ") + what + ": " + folder.string() +
            (isFolder(folder) ? "" : " (absent)") + "\n";
  return text;
}

std::string modelLines() {
  const auto folders = modelFolders();
  const auto catalogue = findModels(folders);
  std::string text = "\nModels\n";
  for (const auto& card : catalogue.cards)
    text += "  " + card.key + " (" + card.title + "), " + card.file.string() + "\n";
  for (const auto& problem : catalogue.unreadable) text += "  " + problem.message + "\n";
  if (catalogue.cards.empty()) text += "  none\n";
  return text;
}

std::string logLines() {
  std::string text = "\nLast lines of the log\n";
  const auto lines = recentLogLines(kLogLines);
  for (const auto& line : lines) text += "  " + line + "\n";
  if (lines.empty()) text += "  none\n";
  if (!logFile().empty()) text += "The whole log: " + logFile().string() + "\n";
  return text;
}

/// Line by line, since names of files are in it.
std::string printableLines(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out += printable(std::string_view(text).substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string processorName() {
  utsname kernel{};
  ::uname(&kernel);
  std::ostringstream text;
  text << kernel.machine << ' ' << valueIn("/proc/cpuinfo", "model name") << ','
       << instructionSets() << " (" << countText(machineCores(), "thread") << ')';
  return text.str();
}

std::string diagnostics() {
  return withoutHome(printableLines(systemLines() + folderLines() + modelLines() + logLines()));
}

}  // namespace timbre::model
