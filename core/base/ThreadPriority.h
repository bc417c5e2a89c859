/// Which threads the system lets wait when there is more work than cores.
#pragma once

namespace timbre {

enum class Urgency {
  Hasty,    ///< somebody hears it at once: for threads that rest most of the time
  Patient,  ///< work that takes seconds
};
/// Of the calling thread and those it will start. Where the user has no right to haste, nothing
/// changes.
void setUrgency(Urgency urgency);

}  // namespace timbre
