/// What is kept only to save time could not be kept: said once, however many files it concerns.
#pragma once

#include <functional>
#include <string>

#include "base/Result.h"

namespace timbre {

/// Of a write into userCacheFolder() that failed (a full disk, a folder that may not be written).
/// The first of a process is logged and told to the listener; later ones are not. Any thread.
void reportCacheTrouble(const Error& failed);

/// One sentence or two for the user: what happened, what it means, what helps.
using CacheListener = std::function<void(const std::string&)>;

/// From now on it is told, on the thread that reports; at once, on this one, where there was
/// trouble before. Empty: nobody is. The one before is forgotten, and is not being called when this
/// returns.
void listenForCacheTrouble(CacheListener listener);

/// For tests: as if nothing had been reported.
void forgetCacheTrouble();

}  // namespace timbre
