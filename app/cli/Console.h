/// The command line's ears: a line that is rewritten on a terminal, nothing in a pipe, Ctrl+C
/// cancels.
#pragma once

#include <chrono>

#include "base/Progress.h"

namespace timbre::cli {

class ConsoleProgress final : public Progress {
 public:
  /// From here on Ctrl+C and SIGTERM cancel instead of killing; a second one kills.
  ConsoleProgress();
  void advanced(double fraction) override;
  bool cancelled() const override;
  /// Takes the progress line off the terminal.
  void clear();

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_{};
  bool terminal_;
  bool visible_ = false;
};

}  // namespace timbre::cli
