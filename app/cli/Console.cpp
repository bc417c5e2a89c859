#include "app/cli/Console.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace timbre::cli {
namespace {

volatile std::sig_atomic_t stopRequested = 0;

void requestStop(int signal) {
  stopRequested = 1;
  std::signal(signal, SIG_DFL);  // NOLINT: the second one must kill
}

}  // namespace

void printError(std::string_view message) {
  std::fprintf(stderr, "timbre: %s\n", printable(message).c_str());
}

void warn(std::string_view message) {
  std::fprintf(stderr, "timbre: warning: %s\n", printable(message).c_str());
}

ConsoleProgress::ConsoleProgress() : terminal_(::isatty(STDERR_FILENO) != 0) {
  std::signal(SIGINT, requestStop);
  std::signal(SIGTERM, requestStop);
}

void ConsoleProgress::advanced(double fraction) {
  using namespace std::chrono;
  const auto now = steady_clock::now();
  if (!terminal_ || now - shown_ < 100ms || now - begin_ < 300ms) return;
  shown_ = now;
  visible_ = true;
  const double spent = duration<double>(now - begin_).count();
  const double left = fraction > 0.01 ? spent / fraction - spent : 0;
  std::fprintf(stderr, "\r\033[K%3.0f %%, %.0f s left", fraction * 100, left);
}

bool ConsoleProgress::cancelled() const {
  return stopRequested != 0;
}

void ConsoleProgress::clear() {
  if (visible_) std::fputs("\r\033[K", stderr);
  visible_ = false;
}

}  // namespace timbre::cli
