#include "base/CacheTrouble.h"

#include <mutex>

#include "base/Log.h"
#include "base/StandardPaths.h"

namespace timbre {
namespace {

struct Trouble {
  std::mutex mutex;
  std::string sentence;  // empty: none so far
  CacheListener listener;
};

Trouble& trouble() {
  static Trouble& one = *new Trouble;  // threads may report until the process has ended
  return one;
}

/// What the system said, in brackets as cannotWrite() has it; empty where it said nothing.
std::string reasonIn(const std::string& message) {
  const auto end = message.rfind(')');
  const auto begin = end == std::string::npos ? end : message.rfind(" (", end);
  return begin == std::string::npos ? "" : message.substr(begin, end + 1 - begin);
}

}  // namespace

void reportCacheTrouble(const Error& failed) {
  Trouble& all = trouble();
  const std::scoped_lock lock(all.mutex);
  if (!all.sentence.empty()) return;
  all.sentence = "Nothing more can be kept in " + userCacheFolder().string() +
                 reasonIn(failed.message) +
                 ". Everything works without it, but thumbnails, embeddings and maps are made anew "
                 "after the next start. Make room there, or set XDG_CACHE_HOME to another folder.";
  logWarning(failed.message);
  if (all.listener) all.listener(all.sentence);
}

void listenForCacheTrouble(CacheListener listener) {
  Trouble& all = trouble();
  const std::scoped_lock lock(all.mutex);
  all.listener = std::move(listener);
  if (all.listener && !all.sentence.empty()) all.listener(all.sentence);
}

void forgetCacheTrouble() {
  Trouble& all = trouble();
  const std::scoped_lock lock(all.mutex);
  all.sentence.clear();
}

}  // namespace timbre
