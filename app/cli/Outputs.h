/// Checks a command's outputs before it starts long work.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audio/AudioWriter.h"
#include "base/Result.h"

namespace timbre::cli {

/// BadFormat, with the path, when one of `outputs` is one of `inputs`, by whatever name or link, or
/// the table or a sound of a folder among them, when two outputs are one file, or when a name is
/// too long for a file. Internal when an output cannot be written where it is to be: its folder
/// must be there. Words that name no file, as a note of a library, are no inputs.
Result<void> checkOutputs(std::span<const std::filesystem::path> outputs,
                          std::span<const std::string> inputs);
Result<void> checkOutputs(std::span<const std::filesystem::path> outputs,
                          std::span<const std::filesystem::path> inputs);

/// Unsupported unless `path` ends so, in any case. `ending` with its dot: ".npy".
Result<void> checkEnding(const std::filesystem::path& path, std::string_view ending);

/// Unsupported when the folder to be made has a file's name, such as "run.safetensors", or a file
/// has this name. Folders that are there may be called anything. Internal when it cannot be made or
/// written into.
Result<void> checkFolder(const std::filesystem::path& folder);

/// checkFolder(), and checkOutputs() for the files in it; the folder need not be there.
Result<void> checkFolderOutputs(const std::filesystem::path& folder,
                                std::span<const std::filesystem::path> outputs,
                                std::span<const std::string> inputs);

/// Unsupported unless a weights file, which a command is to change, can be replaced.
Result<void> checkChangeable(const std::filesystem::path& weights);

/// The sound file for each input: `output` itself for one input where it ends as a sound does, else
/// files named after the inputs in the folder `output`. Where inputs share a name the later ones
/// get a number, and stderr says so. Unsupported for an ending that no sound is written with,
/// BadFormat when several inputs are to go into one file, or as checkOutputs().
Result<std::vector<std::filesystem::path>> soundOutputs(std::span<const std::string> inputs,
                                                        const std::filesystem::path& output,
                                                        audio::SampleFormat format);

}  // namespace timbre::cli
