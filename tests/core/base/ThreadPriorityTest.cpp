#include "base/ThreadPriority.h"

#include <gtest/gtest.h>

#if defined(__linux__)
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

namespace timbre {
namespace {

/// This thread is an ordinary user's from now on.
void giveUpRights() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  ASSERT_EQ(::syscall(SYS_capget, &header, data), 0);
  data[0].effective &= ~(1u << CAP_SYS_NICE);
  ASSERT_EQ(::syscall(SYS_capset, &header, data), 0);
}

/// A bus of its own in place of the system's, until the test is over.
class PrivateBus {
 public:
  PrivateBus() {
    daemon_ = ::popen("dbus-daemon --session --fork --print-address --print-pid 2>/dev/null", "r");
    char line[512];
    if (daemon_ && std::fgets(line, sizeof line, daemon_)) address_ = line;
    if (daemon_ && std::fgets(line, sizeof line, daemon_)) pid_ = std::atoi(line);
    if (!address_.empty()) address_.pop_back();
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", address_.c_str(), 1);
  }
  ~PrivateBus() {
    ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    if (daemon_) ::pclose(daemon_);
  }
  PrivateBus(const PrivateBus&) = delete;
  PrivateBus& operator=(const PrivateBus&) = delete;
  bool runs() const { return pid_ > 0; }

 private:
  std::FILE* daemon_ = nullptr;
  std::string address_;
  pid_t pid_ = 0;
};

/// What rtkit was asked, by one who has its name.
class FakeRtkit {
 public:
  FakeRtkit() {
    static const sd_bus_vtable methods[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("MakeThreadRealtime", "tu", "", &FakeRtkit::asked,
                      SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END};
    ready_ = ::sd_bus_open_system(&bus_) >= 0 &&
             ::sd_bus_add_object_vtable(bus_, nullptr, "/org/freedesktop/RealtimeKit1",
                                        "org.freedesktop.RealtimeKit1", methods, this) >= 0 &&
             ::sd_bus_request_name(bus_, "org.freedesktop.RealtimeKit1", 0) >= 0;
    if (ready_) thread_ = std::thread([this] { serve(); });
  }
  ~FakeRtkit() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
    ::sd_bus_flush_close_unref(bus_);
  }
  FakeRtkit(const FakeRtkit&) = delete;
  FakeRtkit& operator=(const FakeRtkit&) = delete;
  bool ready() const { return ready_; }
  std::atomic<std::uint64_t> thread{0};
  std::atomic<std::uint32_t> priority{0};

 private:
  static int asked(sd_bus_message* message, void* self, sd_bus_error*) {
    std::uint64_t id = 0;
    std::uint32_t priority = 0;
    ::sd_bus_message_read(message, "tu", &id, &priority);
    static_cast<FakeRtkit*>(self)->thread = id;
    static_cast<FakeRtkit*>(self)->priority = priority;
    return ::sd_bus_reply_method_return(message, "");
  }
  void serve() {
    while (!over_) {
      while (::sd_bus_process(bus_, nullptr) > 0) continue;
      ::sd_bus_wait(bus_, 10'000);
    }
  }
  sd_bus* bus_ = nullptr;
  bool ready_ = false;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

TEST(ThreadPriority, AnOrdinaryUserAsksRtkit) {
  const PrivateBus bus;
  if (!bus.runs()) GTEST_SKIP() << "there is no dbus-daemon here";
  FakeRtkit rtkit;
  ASSERT_TRUE(rtkit.ready());
  std::thread([&] {
    giveUpRights();
    if (::setpriority(PRIO_PROCESS, 0, -1) == 0) GTEST_SKIP() << "everybody may be hasty here";
    EXPECT_EQ(setUrgency(Urgency::Hasty), Granted::RealTime);
    EXPECT_EQ(rtkit.thread, static_cast<std::uint64_t>(::syscall(SYS_gettid)));
    EXPECT_EQ(rtkit.priority, 1u);
    rlimit limit{};
    ::getrlimit(RLIMIT_RTTIME, &limit);
    EXPECT_LE(limit.rlim_max, 200'000u);  // or the true one refuses
    EXPECT_LT(limit.rlim_cur, limit.rlim_max);
  }).join();
}

TEST(ThreadPriority, SaysWhenNobodyGrantsIt) {
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", 1);
  std::thread([] {
    giveUpRights();
    if (::setpriority(PRIO_PROCESS, 0, -1) == 0) GTEST_SKIP() << "everybody may be hasty here";
    EXPECT_EQ(setUrgency(Urgency::Hasty), Granted::Nothing);
    EXPECT_EQ(::sched_getscheduler(0), SCHED_OTHER);
  }).join();
  ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

// The system's warning comes before it kills.
TEST(ThreadPriority, WhoNeverSleepsGoesOnAsAnOrdinaryThread) {
  const PrivateBus bus;
  if (!bus.runs()) GTEST_SKIP() << "there is no dbus-daemon here";
  FakeRtkit rtkit;
  ASSERT_TRUE(rtkit.ready());
  std::atomic<pid_t> id{0};
  std::atomic<bool> over{false};
  std::thread worker([&] {
    giveUpRights();
    setUrgency(Urgency::Hasty);
    id = static_cast<pid_t>(::syscall(SYS_gettid));
    while (!over) continue;
  });
  while (id == 0) std::this_thread::yield();
  const sched_param low{.sched_priority = 1};
  if (::sched_setscheduler(id, SCHED_RR | SCHED_RESET_ON_FORK, &low) != 0) {
    over = true;
    worker.join();
    GTEST_SKIP() << "no right to make it real-time";
  }
  timespec pause{0, 10'000'000};
  int policy = SCHED_RR;
  for (int i = 0; i < 1000 && policy != SCHED_OTHER; ++i) {
    ::nanosleep(&pause, nullptr);
    policy = ::sched_getscheduler(id) & ~SCHED_RESET_ON_FORK;
  }
  EXPECT_EQ(policy, SCHED_OTHER);
  over = true;
  worker.join();
}

}  // namespace
}  // namespace timbre
#endif
