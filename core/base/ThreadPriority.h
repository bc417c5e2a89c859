/// The priority of threads when there is more work than cores.
#pragma once

namespace timbre {

enum class Urgency {
  Hasty,    ///< for live sound: threads that rest most of the time
  Patient,  ///< work that takes seconds
};

/// The priority that the system granted a hasty thread.
enum class Granted {
  RealTime,  ///< real-time scheduling: as root, by a limit, or by rtkit
  Nice,      ///< it has more of a busy core than others
  Nothing,   ///< no higher priority was granted
};

/// Of the calling thread; Patient, and haste by its own right, also of those it will start. Asking
/// rtkit over D-Bus takes some milliseconds. A real-time thread that works for a tenth of a second
/// without sleeping continues as an ordinary one.
Granted setUrgency(Urgency urgency);

}  // namespace timbre
