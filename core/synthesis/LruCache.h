/// Values by key within a budget; the ones not asked for longest go first.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace timbre::synthesis {

/// Any thread; values should be cheap to copy.
template <class Value>
class LruCache {
 public:
  /// `budget`: of the costs that keep() is told, bytes as a rule. The latest value stays even where
  /// it alone is beyond.
  explicit LruCache(std::size_t budget) : budget_(budget) {}

  std::optional<Value> find(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    const auto place = places_.find(key);
    if (place == places_.end()) return {};
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->value;
  }

  /// Takes the place of what the key had.
  void keep(const std::string& key, Value value, std::size_t cost) {
    const std::scoped_lock lock(mutex_);
    if (const auto place = places_.find(key); place != places_.end()) drop(place->second);
    entries_.push_front({key, std::move(value), cost});
    places_[key] = entries_.begin();
    used_ += cost;
    while (used_ > budget_ && entries_.size() > 1) drop(std::prev(entries_.end()));
  }

 private:
  struct Entry {
    std::string key;
    Value value;
    std::size_t cost;
  };
  using Place = typename std::list<Entry>::iterator;

  void drop(Place place) {
    used_ -= place->cost;
    places_.erase(place->key);
    entries_.erase(place);
  }

  const std::size_t budget_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // the latest first
  std::unordered_map<std::string, Place> places_;
  std::size_t used_ = 0;
};

}  // namespace timbre::synthesis
