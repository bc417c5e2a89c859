#include "app/cli/Outputs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "app/cli/Console.h"
#include "base/AtomicFile.h"
#include "base/CountText.h"
#include "base/Files.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestName = 255;  // bytes, of every usual file system
constexpr std::string_view kWav = ".wav";

/// Endings that somebody means as a file's, though no sound is written with them.
constexpr std::array<std::string_view, 24> kOtherFiles{
    ".aac",  ".aif", ".aifc", ".aiff",        ".au",  ".caf", ".csv",  ".gz",
    ".jpeg", ".jpg", ".json", ".m4a",         ".mp3", ".npy", ".oga",  ".ogg",
    ".opus", ".pdf", ".png",  ".safetensors", ".svg", ".tar", ".wave", ".zip"};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string endingOf(const fs::path& path) {
  return lower(path.extension().string());
}

bool isSound(const fs::path& path) {
  return endingOf(path) == kWav || endingOf(path) == ".flac";
}

/// The path with its links followed, as far as it is there.
fs::path placeOf(const fs::path& path) {
  std::error_code code;
  fs::path place = fs::weakly_canonical(path, code);
  return code ? path : place;
}

bool sameFile(const fs::path& a, const fs::path& b) {
  std::error_code code;
  return placeOf(a) == placeOf(b) || (fs::equivalent(a, b, code) && !code);  // also hard links
}

/// Whether the output is the table or a sound of an input that is a folder of notes.
bool isPartOf(const fs::path& folder, const fs::path& output) {
  std::error_code code;
  if (!isFolder(folder) || !fs::is_regular_file(output, code)) return false;
  const fs::path below = placeOf(output).lexically_relative(placeOf(folder));
  const bool within = !below.empty() && *below.begin() != "..";
  return within && (isSound(output) || lower(output.filename().string()) == "examples.json");
}

/// At most `bytes` bytes, never within a character of UTF-8.
std::string cut(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0u) == 0x80u) --bytes;
  return text.substr(0, bytes);
}

/// `stem` or, where that is taken, `stem`-2, `stem`-3, ... as a name of a WAV. Names that differ in
/// nothing but case are one on some file systems.
std::string freeName(const std::string& stem, std::set<std::string>& taken) {
  for (int number = 1;; ++number) {
    const std::string ending = (number > 1 ? "-" + std::to_string(number) : "") + std::string(kWav);
    std::string name = cut(stem, kLongestName - ending.size()) + ending;
    if (taken.insert(lower(name)).second) return name;
  }
}

Result<void> checkFolderName(const fs::path& output, std::size_t inputs,
                             audio::SampleFormat format) {
  if (isFolder(output)) return {};
  if (isSound(output))
    return fail(ErrorCode::BadFormat, output.string() + " is a single file, but there are " +
                                          countText(inputs, "sound") + "; give a folder");
  if (std::ranges::find(kOtherFiles, endingOf(output)) == kOtherFiles.end()) return {};
  return audio::checkSoundPath(output, format);
}

Result<void> checkApart(std::span<const fs::path> outputs, std::span<const fs::path> inputs) {
  for (const fs::path& output : outputs)
    if (const auto bytes = output.filename().string().size(); bytes > kLongestName)
      return fail(ErrorCode::BadFormat, "The name " + output.filename().string() + " has " +
                                            countText(bytes, "byte") + ", more than the " +
                                            std::to_string(kLongestName) +
                                            " of a file's name; choose a shorter one");
  for (const fs::path& output : outputs)
    for (const fs::path& input : inputs) {
      std::error_code code;
      if (isPartOf(input, output) || (fs::exists(input, code) && sameFile(output, input)))
        return fail(ErrorCode::BadFormat, output.string() +
                                              " is an input of this command and would be "
                                              "overwritten; choose another output");
    }
  for (std::size_t i = 0; i < outputs.size(); ++i)
    for (std::size_t j = i + 1; j < outputs.size(); ++j)
      if (placeOf(outputs[i]) == placeOf(outputs[j]))
        return fail(ErrorCode::BadFormat,
                    outputs[i].string() + " would be written twice; choose another output");
  return {};
}

Result<void> checkAllWritable(std::span<const fs::path> outputs) {
  for (const fs::path& output : outputs)
    if (auto writable = checkWritable(output); !writable) return writable;
  return {};
}

}  // namespace

Result<void> checkOutputs(std::span<const fs::path> outputs, std::span<const fs::path> inputs) {
  if (auto apart = checkApart(outputs, inputs); !apart) return apart;
  return checkAllWritable(outputs);
}

Result<void> checkOutputs(std::span<const fs::path> outputs, std::span<const std::string> inputs) {
  const std::vector<fs::path> paths(inputs.begin(), inputs.end());
  return checkOutputs(outputs, paths);
}

Result<void> checkEnding(const fs::path& path, std::string_view ending) {
  if (endingOf(path) == ending) return {};
  return fail(ErrorCode::Unsupported, path.string() + " does not end in " + std::string(ending) +
                                          "; choose a name with this ending");
}

Result<void> checkFolder(const fs::path& folder) {
  std::error_code code;
  if (isFolder(folder)) return checkFolderCanBeMade(folder);
  if (fs::exists(folder, code))
    return fail(ErrorCode::Unsupported, folder.string() + " is a file; choose a folder");
  const auto named = folder.has_filename() ? folder : folder.parent_path();
  if (isSound(named) || std::ranges::find(kOtherFiles, endingOf(named)) != kOtherFiles.end())
    return fail(ErrorCode::Unsupported, folder.string() +
                                            " is named like a file; choose a name "
                                            "without " +
                                            endingOf(named) + " for the folder");
  return checkFolderCanBeMade(folder);
}

Result<void> checkFolderOutputs(const fs::path& folder, std::span<const fs::path> outputs,
                                std::span<const std::string> inputs) {
  if (auto good = checkFolder(folder); !good) return good;
  const std::vector<fs::path> paths(inputs.begin(), inputs.end());
  if (auto apart = checkApart(outputs, paths); !apart) return apart;
  return isFolder(folder) ? checkAllWritable(outputs) : Result<void>();
}

Result<void> checkChangeable(const fs::path& weights) {
  if (checkWritable(weights)) return {};
  return fail(
      ErrorCode::Unsupported,
      weights.string() + " cannot be changed; copy it to a folder of your own and give the copy");
}

Result<std::vector<fs::path>> soundOutputs(std::span<const std::string> inputs,
                                           const fs::path& output, audio::SampleFormat format) {
  std::vector<fs::path> files;
  if (inputs.size() == 1 && isSound(output) && !isFolder(output)) {
    if (const auto known = audio::checkSoundPath(output, format); !known)
      return tl::unexpected(known.error());
    files.push_back(output);
  } else {
    if (const auto folder = checkFolderName(output, inputs.size(), format); !folder)
      return tl::unexpected(folder.error());
    std::set<std::string> taken;
    for (const std::string& input : inputs) {
      const std::string stem = fs::path(input).stem().string();
      const std::string name = freeName(stem, taken);
      if (name != stem + std::string(kWav))
        warn(std::string(input).append(" is written as ").append(name));
      files.push_back(output / name);
    }
  }
  const fs::path folder = files.front().parent_path();
  if (const auto good = checkFolderOutputs(folder.empty() ? "." : folder, files, inputs); !good)
    return tl::unexpected(good.error());
  return files;
}

}  // namespace timbre::cli
