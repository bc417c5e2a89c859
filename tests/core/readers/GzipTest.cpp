#include "readers/Gzip.h"

#include <gtest/gtest.h>

#include <random>

#include "support/Packed.h"

namespace timbre::readers {
namespace {

using test::TemporaryFolder;

TEST(Gzip, CanBeEnteredAtEveryPointThatWasKept) {
  const TemporaryFolder folder;
  std::mt19937 random(1);
  std::string content(30u << 20, '\0');  // three points
  for (char& c : content) c = static_cast<char>(random() % 7);
  test::writeGzip(folder / "a.gz", content);
  std::vector<GzipPoint> points;
  const auto whole =
      openGzip(folder / "a.gz", {}, [&](const GzipPoint& p) { points.push_back(p); });
  std::string read(content.size() + 1, '\0');
  std::size_t got = 0;
  while (const auto more = whole->read(std::span(read).subspan(got))) got += more;
  EXPECT_EQ(got, content.size());
  ASSERT_EQ(points.size(), 3u);
  for (const GzipPoint& point : points) {
    std::string some(100000, '\0');
    const auto middle = openGzip(folder / "a.gz", point, {});
    for (std::size_t have = 0; have < some.size();)
      have += middle->read(std::span(some).subspan(have));
    EXPECT_EQ(some, content.substr(point.out, some.size()));
  }
}

}  // namespace
}  // namespace timbre::readers
