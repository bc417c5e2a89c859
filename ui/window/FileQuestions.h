/// The questions which file or folder: each begins where the last of its kind was answered.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

#include "ui/Preferences.h"

class QWidget;

namespace timbre::ui {

/// Modal. GUI thread. Empty answers: the person did not want to.
class FileQuestions {
 public:
  FileQuestions(Preferences& preferences, QWidget& window)
      : preferences_(preferences), window_(window) {}

  /// A folder of notes.
  QString library() const;
  /// A dataset as it is downloaded.
  QString packedDataset() const;
  std::vector<std::filesystem::path> sounds() const;
  /// Where the session is to be kept.
  QString sessionToSave() const;

 private:
  Preferences& preferences_;
  QWidget& window_;
};

}  // namespace timbre::ui
