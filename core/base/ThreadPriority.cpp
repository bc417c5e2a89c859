#include "base/ThreadPriority.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef TIMBRE_NO_SYSTEM_BUS  // for builds without its library
#include <systemd/sd-bus.h>
#endif

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <memory>
#include <mutex>
#endif

namespace timbre {
#if defined(__linux__)
namespace {

/// The lowest of the real-time priorities: below the sound server, above all that can wait.
constexpr int kRealTime = 1;
constexpr int kNice = -11;
/// rtkit serves only who is killed after this many microseconds of work without a sleep (its
/// default); half of it is warning enough.
constexpr rlim_t kMostAtATime = 200'000;

pid_t threadId() {
  return static_cast<pid_t>(::syscall(SYS_gettid));
}

/// The threads that rtkit made real-time, for the signal that comes when one of them works too long
/// without a sleep: from then on all are ordinary ones.
std::array<std::atomic<pid_t>, 32> privileged;

void endPrivileges(int) {
  const sched_param ordinary{};
  for (auto& thread : privileged)
    if (const pid_t id = thread.exchange(0); id != 0)
      ::sched_setscheduler(id, SCHED_OTHER, &ordinary);
}

/// This thread's place among them, given back when the thread ends.
class Place {
 public:
  ~Place() {
    if (place_) place_->store(0);
  }
  /// False: there are too many.
  bool take() {
    for (auto& place : privileged) {
      pid_t nobody = 0;
      if (place.compare_exchange_strong(nobody, threadId())) {
        place_ = &place;
        return true;
      }
    }
    return false;
  }
  bool held() const { return place_ && place_->load() == threadId(); }

 private:
  std::atomic<pid_t>* place_ = nullptr;
};

/// Without it rtkit gives nothing, and a thread that never sleeps would stop the machine.
bool limitRealTime() {
  static const bool limited = [] {
    struct sigaction warned {};
    warned.sa_handler = endPrivileges;
    warned.sa_flags = SA_RESTART;
    rlimit limit{};
    if (::getrlimit(RLIMIT_RTTIME, &limit) != 0 || ::sigaction(SIGXCPU, &warned, nullptr) != 0)
      return false;
    if (limit.rlim_max > kMostAtATime) limit.rlim_max = kMostAtATime;
    limit.rlim_cur = limit.rlim_max / 2;
    return ::setrlimit(RLIMIT_RTTIME, &limit) == 0;
  }();
  return limited;
}

#ifdef TIMBRE_NO_SYSTEM_BUS
template <class Number>
bool askRtkit(const char*, const char*, Number) {
  return false;
}
#else
template <class Number>
bool askRtkit(const char* method, const char* types, Number number) {
  sd_bus* opened = nullptr;
  if (::sd_bus_open_system(&opened) < 0) return false;
  const std::unique_ptr<sd_bus, sd_bus* (*)(sd_bus*)> bus(opened, &::sd_bus_flush_close_unref);
  ::sd_bus_set_method_call_timeout(opened, 500'000);
  return ::sd_bus_call_method(opened, "org.freedesktop.RealtimeKit1",
                              "/org/freedesktop/RealtimeKit1", "org.freedesktop.RealtimeKit1",
                              method, nullptr, nullptr, types,
                              static_cast<std::uint64_t>(threadId()), number) >= 0;
}
#endif

bool realTimeByRtkit() {
  static thread_local Place place;
  if (place.held()) return true;
  return limitRealTime() && place.take() &&
         askRtkit("MakeThreadRealtime", "tu", static_cast<std::uint32_t>(kRealTime));
}

Granted makeHasty() {
  // To these calls, 0 means the calling thread, not its process.
  sched_param low{};
  low.sched_priority = kRealTime;
  if (::sched_setscheduler(0, SCHED_RR, &low) == 0) return Granted::RealTime;
  if (::setpriority(PRIO_PROCESS, 0, kNice) == 0) {
    return realTimeByRtkit() ? Granted::RealTime : Granted::Nice;
  }
  if (realTimeByRtkit()) return Granted::RealTime;
  return askRtkit("MakeThreadHighPriority", "ti", static_cast<std::int32_t>(kNice))
             ? Granted::Nice
             : Granted::Nothing;
}

}  // namespace
#endif

Granted setUrgency([[maybe_unused]] Urgency urgency) {
#if defined(__linux__)
  if (urgency == Urgency::Hasty) return makeHasty();
  ::setpriority(PRIO_PROCESS, 0, 5);
#endif
  return Granted::Nothing;
}

}  // namespace timbre
