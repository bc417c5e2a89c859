/// Which threads the system lets wait when there is more work than cores.
#pragma once

namespace timbre {

enum class Urgency {
  Hasty,    ///< somebody hears it at once: for threads that rest most of the time
  Patient,  ///< work that takes seconds
};

/// What the system allowed a hasty thread.
enum class Granted {
  RealTime,  ///< it goes before everything that is not: as root, by a limit, or by rtkit
  Nice,      ///< it has more of a busy core than others
  Nothing,   ///< no right to haste: it takes its turn
};

/// Of the calling thread; Patient, and haste by its own right, also of those it will start. Asking
/// rtkit over D-Bus takes some milliseconds. A real-time thread that works for a tenth of a second
/// without sleeping goes on as an ordinary one.
Granted setUrgency(Urgency urgency);

}  // namespace timbre
