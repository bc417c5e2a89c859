#include "base/ThreadPriority.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#endif

namespace timbre {

void setUrgency([[maybe_unused]] Urgency urgency) {
#if defined(__linux__)
  // To both calls, 0 means the calling thread, not its process.
  sched_param low{};
  if (urgency == Urgency::Hasty) {
    // The lowest of the real-time priorities: below the sound server, above all that can wait.
    low.sched_priority = sched_get_priority_min(SCHED_RR);
    if (::sched_setscheduler(0, SCHED_RR, &low) == 0) return;
  }
  ::setpriority(PRIO_PROCESS, 0, urgency == Urgency::Hasty ? -11 : 5);
#endif
}

}  // namespace timbre
