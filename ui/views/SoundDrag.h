/// A finished sound on its way to another program.
#pragma once

#include <QMimeData>
#include <filesystem>
#include <memory>

#include "base/Result.h"
#include "synthesis/RenderedSound.h"

namespace timbre::ui {

/// Writes the sound as WAV, with its description, into the temporary folder, named as an export is.
/// The same sound is the same file. Some milliseconds. Internal when nothing can be written there.
Result<std::filesystem::path> fileForOthers(const synthesis::RenderedSound& sound);

/// What a drag or the clipboard carries for these files; those of a file manager look the same.
std::unique_ptr<QMimeData> asFiles(const std::vector<std::filesystem::path>& files);

}  // namespace timbre::ui
