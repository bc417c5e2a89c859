/// How many threads to start on this machine. Any thread; never fails.
#pragma once

namespace timbre {

/// How many threads the machine runs at once; 1 where it does not say.
int machineCores();

/// `wished` where it is positive, else every core of the machine.
int coresOr(int wished);

/// Every core but one, which keeps the window answering; at least 1.
int coresBesideWindow();

}  // namespace timbre
