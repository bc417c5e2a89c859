#include "similarity/NeighbourGraph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "similarity/Pca.h"

namespace timbre::similarity {
namespace {

std::vector<float> scattered(std::size_t points, int dimensions) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, 1);
  std::vector<float> places(points * static_cast<std::size_t>(dimensions));
  for (float& place : places) place = normal(random);
  return places;
}

TEST(NeighbourGraph, PointsOnALineHaveTheirNeighboursOnBothSides) {
  const std::vector<float> line{0, 0, 1, 0, 3, 0, 6, 0};
  Unwatched quiet;
  const auto graph = neighbourGraph(line, 2, 2, 1, quiet);
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->of(0)[0], (Neighbour{1, 1}));
  EXPECT_EQ(graph->of(1)[1], (Neighbour{2, 2}));
  EXPECT_EQ(graph->of(3)[0], (Neighbour{2, 3}));
  EXPECT_EQ(neighbourGraph(line, 2, 99, 1, quiet)->each, 3);
  EXPECT_EQ(neighbourGraph({}, 2, 5, 1, quiet)->each, 0);
}

TEST(NeighbourGraph, ManyPointsAreSearchedApproximatelyAndNearlyAllIsFound) {
  const auto places = scattered(9000, 8);
  Unwatched quiet;
  const auto graph = neighbourGraph(places, 8, 10, 2, quiet);
  ASSERT_TRUE(graph);
  std::vector<int> all(9000);
  for (int i = 0; i < 9000; ++i) all[static_cast<std::size_t>(i)] = i;
  int found = 0;
  for (std::size_t i = 0; i < 9000; i += 90) {
    const auto exact = nearestOf(std::span(places).subspan(i * 8, 8), places, all, 11);
    for (const Neighbour& near : graph->of(i))
      for (const Neighbour& wanted : exact) found += near.index == wanted.index;
  }
  EXPECT_GT(found, 950) << "of 1000";
}

TEST(NeighbourGraph, OnlyCandidatesAreFound) {
  const std::vector<float> line{0, 0, 1, 0, 3, 0, 6, 0};
  const std::vector<int> candidates{0, 3};
  const auto near = nearestOf(std::vector<float>{2, 0}, line, candidates, 5);
  ASSERT_EQ(near.size(), 2u);
  EXPECT_EQ(near[0], (Neighbour{0, 2}));
  EXPECT_EQ(near[1], (Neighbour{3, 4}));
}

TEST(Pca, FindsTheDirectionsOfLargestSpread) {
  std::vector<float> places;
  std::mt19937 random(5);
  std::normal_distribution<float> normal(0, 1);
  for (int i = 0; i < 500; ++i) {
    const float wide = 10 * normal(random), narrow = 2 * normal(random);
    places.insert(places.end(), {0.01f * normal(random), wide + 5, narrow - 3});
  }
  const auto layout = pcaLayout(places, 3);
  double wideFits = 0, narrowFits = 0, x = 0, y = 0;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    wideFits += layout[i].x * (places[3 * i + 1] - 5) / 10;
    narrowFits += layout[i].y * (places[3 * i + 2] + 3) / 2;
    x += layout[i].x;
    y += layout[i].y;
  }
  EXPECT_NEAR(std::abs(wideFits) / 500, 1, 0.1);
  EXPECT_NEAR(std::abs(narrowFits) / 500, 0.2, 0.05);
  EXPECT_NEAR(x, 0, 0.1);
  EXPECT_NEAR(y, 0, 0.1);
}

TEST(Pca, OneNoteAndEqualNotesLieInTheMiddle) {
  EXPECT_EQ(pcaLayout(std::vector<float>{1, 2, 3}, 3), std::vector<Point2>(1));
  EXPECT_EQ(pcaLayout(std::vector<float>(30, 4), 3), std::vector<Point2>(10));
  EXPECT_TRUE(pcaLayout({}, 3).empty());
}

}  // namespace
}  // namespace timbre::similarity
