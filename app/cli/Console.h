/// The console of a command: messages on stderr, a progress line that is rewritten on a terminal
/// and absent from a pipe, and Ctrl+C, which cancels.
#pragma once

#include <chrono>
#include <string_view>

#include "base/PrintableText.h"
#include "base/Progress.h"

namespace timbre::cli {

/// "timbre: MESSAGE" on stderr, printable, whatever names of others are in it: why a command or one
/// of its inputs failed. Whatever else prints such a name passes it through printable(), too.
void printError(std::string_view message);
/// "timbre: warning: MESSAGE": the command carries on.
void warn(std::string_view message);

inline constexpr int kCancelledStatus = 130;  ///< of a cancelled command, as shells have it
/// "timbre: Cancelled", once in a process. Any thread.
void sayCancelled();
/// From here on a cancelled command may take as long as it needs to end: it saves its work.
void waitForTheEnd();

class ConsoleProgress final : public Progress {
 public:
  /// From here on Ctrl+C and SIGTERM cancel instead of killing; a second one kills. Some libraries
  /// cannot be interrupted: what has not ended 100 ms after the signal is ended. Nothing is lost,
  /// since files appear whole or not at all.
  ConsoleProgress();
  void advanced(double fraction) override;
  /// Any thread.
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
