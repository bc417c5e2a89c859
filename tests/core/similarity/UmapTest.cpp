#include "similarity/Umap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "support/Impatient.h"

namespace timbre::similarity {
namespace {

constexpr int kDimensions = 8;

/// `clusters` balls of 40 points each, far apart.
std::vector<float> balls(int clusters) {
  std::mt19937 random(7);
  std::normal_distribution<float> noise(0, 0.3f);
  std::vector<float> places;
  for (int c = 0; c < clusters; ++c)
    for (int i = 0; i < 40; ++i)
      for (int d = 0; d < kDimensions; ++d)
        places.push_back((d == c ? 6.0f : 0.0f) + noise(random));
  return places;
}

double apart(const Point2& a, const Point2& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

Result<std::vector<Point2>> layoutOf(std::span<const float> places,
                                     const UmapOptions& options = {}) {
  Unwatched quiet;
  const auto graph = neighbourGraph(places, kDimensions, 10, 1, quiet);
  return umapLayout(*graph, pcaLayout(places, kDimensions), options, quiet);
}

TEST(Umap, KeepsNeighboursTogetherAndClustersApart) {
  const auto layout = layoutOf(balls(5));
  ASSERT_TRUE(layout);
  int kept = 0;
  for (std::size_t i = 0; i < layout->size(); ++i) {
    std::size_t nearest = i == 0 ? 1 : 0;
    for (std::size_t j = 0; j < layout->size(); ++j)
      if (j != i && apart((*layout)[i], (*layout)[j]) < apart((*layout)[i], (*layout)[nearest]))
        nearest = j;
    kept += nearest / 40 == i / 40;
  }
  EXPECT_EQ(kept, 200);
}

TEST(Umap, PullsApartWhatTwoDirectionsCannot) {
  const auto places = balls(8);
  const auto shareOf = [](const std::vector<Point2>& layout) {
    double within = 0, between = 0;
    for (std::size_t i = 0; i < layout.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        (i / 40 == j / 40 ? within : between) += apart(layout[i], layout[j]);
    return within / between;
  };
  const auto layout = layoutOf(places);
  ASSERT_TRUE(layout);
  EXPECT_LT(shareOf(*layout), 0.7 * shareOf(pcaLayout(places, kDimensions)));
}

TEST(Umap, TheSameSeedGivesTheSamePicture) {
  EXPECT_EQ(*layoutOf(balls(2)), *layoutOf(balls(2)));
  EXPECT_NE(*layoutOf(balls(2)), *layoutOf(balls(2), {.seed = 2}));
}

TEST(Umap, FewAndEqualPointsGiveAPictureToo) {
  EXPECT_TRUE(layoutOf({})->empty());
  EXPECT_EQ(layoutOf(std::vector<float>(kDimensions, 1))->size(), 1u);
  EXPECT_EQ(layoutOf(std::vector<float>(2 * kDimensions, 1))->size(), 2u);
  const auto same = layoutOf(std::vector<float>(30 * kDimensions, 1));
  ASSERT_TRUE(same);
  for (const Point2& point : *same) EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
}

TEST(Umap, GrowsWhileItIsWatchedAndCanBeCancelled) {
  int seen = 0;
  ASSERT_TRUE(
      layoutOf(balls(2), {.grows = [&](std::span<const Point2> p) { seen += p.size() == 80; }}));
  EXPECT_EQ(seen, 20);
  const auto places = balls(2);
  Unwatched quiet;
  const auto graph = neighbourGraph(places, kDimensions, 10, 1, quiet);
  test::Impatient impatient(5);
  const auto layout = umapLayout(*graph, pcaLayout(places, kDimensions), {}, impatient);
  ASSERT_FALSE(layout);
  EXPECT_EQ(layout.error().code, ErrorCode::Cancelled);
}

TEST(Umap, ANewPointIsPlacedAmongItsNeighbours) {
  const std::vector<Point2> layout{{0, 0}, {2, 0}, {50, 50}};
  const std::vector<Neighbour> near{{0, 1}, {1, 1}};
  EXPECT_NEAR(placeBetween(near, layout).x, 1, 1e-5);
  const std::vector<Neighbour> nearer{{0, 3}, {1, 0.001f}};
  EXPECT_NEAR(placeBetween(nearer, layout).x, 2, 1e-3);
  EXPECT_EQ(placeBetween({}, layout), Point2());
}

}  // namespace
}  // namespace timbre::similarity
