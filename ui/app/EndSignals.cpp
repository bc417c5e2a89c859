#include "ui/app/EndSignals.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace timbre::ui {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

volatile std::sig_atomic_t g_pipe = -1;

/// Only what a signal handler may do.
void tell(int signal) {
  const char letter = static_cast<char>(signal);
  [[maybe_unused]] const auto written = ::write(g_pipe, &letter, 1);
}

}  // namespace

EndSignals::EndSignals(QObject* parent) : QObject(parent) {
  if (::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  g_pipe = pipe_[1];
  notifier_ = new QSocketNotifier(pipe_[0], QSocketNotifier::Read, this);
  connect(notifier_, &QSocketNotifier::activated, this, &EndSignals::hear);
  struct sigaction action {};
  action.sa_handler = &tell;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    // nohup and shells' background jobs ignore them on purpose.
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
  }
}

EndSignals::~EndSignals() {
  for (const int signal : kSignals) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler == &tell) std::signal(signal, SIG_DFL);
  }
  delete notifier_;
  g_pipe = -1;
  for (const int end : pipe_)
    if (end >= 0) ::close(end);
}

void EndSignals::hear() {
  char letter = 0;
  if (::read(pipe_[0], &letter, 1) == 1) emit asked();
}

}  // namespace timbre::ui
