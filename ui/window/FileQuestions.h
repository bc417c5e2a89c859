/// Asks for files and folders. Each dialog starts in the folder that was chosen last for its
/// purpose.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

#include "ui/Preferences.h"

class QWidget;

namespace timbre::ui {

/// Modal. GUI thread. An answer is empty when the person cancels.
class FileQuestions {
 public:
  FileQuestions(Preferences& preferences, QWidget& window)
      : preferences_(preferences), window_(window) {}

  /// A folder of notes.
  QString library() const;
  /// A dataset as downloaded, without unpacking it.
  QString packedDataset() const;
  std::vector<std::filesystem::path> sounds() const;
  /// The file to save the session in.
  QString sessionToSave() const;

 private:
  Preferences& preferences_;
  QWidget& window_;
};

}  // namespace timbre::ui
