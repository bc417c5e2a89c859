#include "similarity/KeptLayout.h"

#include <array>

#include "similarity/NeighbourGraph.h"
#include "similarity/TimbreSpace.h"
#include "similarity/Umap.h"

namespace timbre::similarity {
namespace {

constexpr double kEnough = 0.5;              // of the notes, for a layout to be used
constexpr std::size_t kMostLooks = 1000000;  // at places, to put new notes among the others
constexpr int kNear = 5;

}  // namespace

std::optional<NoteLayout> keptLayout(const VectorFile& kept, std::span<const std::uint64_t> keys,
                                     std::span<const float> places) {
  NoteLayout layout{std::vector<Point2>(keys.size()), std::vector<char>(keys.size(), 1)};
  std::vector<int> there, missing;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::array<float, 2> point{};
    const bool found = kept.find(keys[i], point);
    if (found) layout.points[i] = {point[0], point[1]};
    (found ? there : missing).push_back(static_cast<int>(i));
  }
  if (there.empty() ||
      static_cast<double>(there.size()) < kEnough * static_cast<double>(keys.size()))
    return {};
  std::size_t looks = 0;
  for (const int row : missing) {
    const auto i = static_cast<std::size_t>(row);
    looks += there.size();
    if (looks > kMostLooks) {  // they come with the next arranging
      layout.placed[i] = 0;
      continue;
    }
    const auto place = places.subspan(i * kPlaces, kPlaces);
    layout.points[i] = placeBetween(nearestOf(place, places, there, kNear), layout.points);
  }
  return layout;
}

Result<void> keepLayout(VectorFile& kept, std::span<const std::uint64_t> keys,
                        std::span<const Point2> points) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    kept.add(keys[i], std::array{points[i].x, points[i].y});
  return kept.flush();
}

}  // namespace timbre::similarity
