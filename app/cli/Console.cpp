#include "app/cli/Console.h"

#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <thread>

#include "base/UnfinishedFiles.h"

namespace timbre::cli {
namespace {

constexpr auto kGrace = std::chrono::milliseconds(100);

volatile std::sig_atomic_t stopRequested = 0;
sem_t stopped;  // a handler may post a semaphore, but not lock a mutex
std::atomic<bool> patient = false;

void requestStop(int signal) {
  stopRequested = 1;
  ::sem_post(&stopped);
  std::signal(signal, SIG_DFL);  // NOLINT: the second one must kill
}

/// Waits for the signal until the process has ended.
void endWhatDoesNotStop() {
  while (::sem_wait(&stopped) != 0 && errno == EINTR) continue;
  std::this_thread::sleep_for(kGrace);
  if (patient) return;
  sayCancelled();
  endProcess(kCancelledStatus);
}

}  // namespace

void printError(std::string_view message) {
  std::fprintf(stderr, "timbre: %s\n", printable(message).c_str());
}

void warn(std::string_view message) {
  std::fprintf(stderr, "timbre: warning: %s\n", printable(message).c_str());
}

void sayCancelled() {
  static std::atomic_flag said;
  if (!said.test_and_set()) printError(cancelled().value().message);
}

void waitForTheEnd() {
  patient = true;
}

ConsoleProgress::ConsoleProgress() : terminal_(::isatty(STDERR_FILENO) != 0) {
  ::sem_init(&stopped, 0, 0);
  std::thread(endWhatDoesNotStop).detach();
  std::signal(SIGINT, requestStop);
  std::signal(SIGTERM, requestStop);
}

void ConsoleProgress::advanced(double fraction) {
  using namespace std::chrono_literals;
  using std::chrono::duration, std::chrono::steady_clock;
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
