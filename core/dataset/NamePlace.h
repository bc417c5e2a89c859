/// Where a name stands in one of NSynth's lists.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace timbre::dataset {

/// The index of `name`, which NSynth's files give as a number; nothing where the list has no such
/// name. Any thread.
template <std::size_t N>
std::optional<int> placeIn(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<int>(found - names.begin());
}

}  // namespace timbre::dataset
