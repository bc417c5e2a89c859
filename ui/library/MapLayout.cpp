#include "ui/library/MapLayout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "similarity/Umap.h"

namespace timbre::ui {
namespace {

using similarity::kPlaces;
using similarity::Point2;

constexpr int kNeighbours = 15;
constexpr int kFewest = 4;                   // notes that can be arranged
constexpr double kRemembered = 0.5;          // of the notes, at least, for a kept layout to be used
constexpr int kAtOnce = 3000;                // notes that are arranged without being asked
constexpr int kSmall = 10000;                // notes that are laid out in a frame or two
constexpr std::size_t kMostLooks = 1000000;  // at places, to put new notes among the others
constexpr int kPriority = -40;

}  // namespace

MapLayout::MapLayout(LibraryVectors& vectors, JobRunner& jobs, std::filesystem::path folder,
                     QObject* parent)
    : QObject(parent), vectors_(vectors), jobs_(jobs), folder_(std::move(folder)) {
  connect(&vectors_, &LibraryVectors::grew, this, [this](bool finished) {
    // Large libraries are not laid out again for every handful of notes.
    const int known = vectors_.known();
    if (!finished && known > kSmall && known < 1.1 * count()) return;
    lay();
    const bool missing = kind_ == MapKind::Neighbours && !layRemembered();
    if (finished && missing && !arranging() && count() >= kFewest && count() <= kAtOnce) arrange();
  });
}

bool MapLayout::placed(int note) const {
  return note >= 0 && note < std::ssize(placed_) && placed_[static_cast<std::size_t>(note)] != 0;
}

void MapLayout::setKind(MapKind kind) {
  kind_ = kind;
  lay();
}

void MapLayout::setAxes(MapAxis x, MapAxis y) {
  x_ = x;
  y_ = y;
  lay();
}

/// With what is known now; the picture of neighbours is PCA's until there is one.
void MapLayout::lay() {
  spreading_.cancel();
  const auto& table = vectors_.table();
  rows_.clear();
  for (std::size_t i = 0; i < table.known.size(); ++i)
    if (table.known[i]) rows_.push_back(static_cast<int>(i));
  points_.assign(table.known.size(), {});
  placed_ = table.known;
  if (kind_ == MapKind::Axes)
    layAxes();
  else if (kind_ == MapKind::Spread || !layRemembered())
    laySpread();
  emit moved();
}

Point2 MapLayout::onAxes(int note) const {
  const auto& aspects = vectors_.table().vectors[static_cast<std::size_t>(note)].aspects;
  // Notes of one pitch would lie on one line: a little beside it, always the same.
  const auto beside = [note](unsigned salt) {
    return static_cast<float>((static_cast<unsigned>(note) * 2654435761u + salt) >> 16 & 0xff) /
               512 -
           0.25f;
  };
  Point2 point{placeOnAxis(aspects, x_), placeOnAxis(aspects, y_)};
  if (x_ == MapAxis::Pitch) point.x += beside(1);
  if (y_ == MapAxis::Pitch) point.y += beside(77);
  return point;
}

void MapLayout::layAxes() {
  for (const int note : rows_) points_[static_cast<std::size_t>(note)] = onAxes(note);
}

std::vector<float> MapLayout::places() const {
  std::vector<float> places;
  places.reserve(rows_.size() * kPlaces);
  for (const int note : rows_) {
    const auto& place = vectors_.table().vectors[static_cast<std::size_t>(note)].place;
    places.insert(places.end(), place.begin(), place.end());
  }
  return places;
}

std::vector<std::uint64_t> MapLayout::keysOfRows() const {
  std::vector<std::uint64_t> keys;
  for (const int note : rows_)
    keys.push_back(vectors_.table().keys[static_cast<std::size_t>(note)]);
  return keys;
}

void MapLayout::put(const std::vector<Point2>& layout) {
  for (std::size_t i = 0; i < layout.size(); ++i)
    points_[static_cast<std::size_t>(rows_[i])] = layout[i];
}

void MapLayout::laySpread() {
  if (count() <= kSmall) return put(similarity::pcaLayout(places(), kPlaces));
  spreading_ = jobs_.run(
      Lane::Compute, this,
      [places = places()](Progress&) -> Result<std::vector<Point2>> {
        return similarity::pcaLayout(places, kPlaces);
      },
      [this](const Result<std::vector<Point2>>& layout) {
        if (!layout || layout->size() != rows_.size()) return;
        put(*layout);
        emit moved();
      },
      {.progress = {}, .priority = kPriority});
}

/// Where a kept layout has most of the notes; the others lie among their neighbours.
bool MapLayout::layRemembered() {
  if (rows_.empty() || vectors_.table().keys.empty()) return false;
  if (!kept_)
    kept_ = std::make_unique<similarity::VectorFile>(
        folder_.empty() ? folder_ : folder_ / "layout.vectors", "umap 1", 2);
  std::vector<int> there, missing;
  for (const int note : rows_) {
    std::array<float, 2> point{};
    const bool found = kept_->find(vectors_.table().keys[static_cast<std::size_t>(note)], point);
    if (found) points_[static_cast<std::size_t>(note)] = {point[0], point[1]};
    (found ? there : missing).push_back(note);
  }
  if (static_cast<double>(there.size()) < kRemembered * static_cast<double>(rows_.size()))
    return false;
  std::vector<float> all(vectors_.table().vectors.size() * kPlaces);
  if (missing.empty()) return true;
  for (const int note : rows_)
    std::ranges::copy(vectors_.table().vectors[static_cast<std::size_t>(note)].place,
                      all.begin() + static_cast<std::ptrdiff_t>(note) * kPlaces);
  std::size_t looks = 0;
  for (const int note : missing) {
    looks += there.size();
    if (looks > kMostLooks) {  // more than a frame may take: they come with the next arranging
      placed_[static_cast<std::size_t>(note)] = 0;
      continue;
    }
    const auto place = std::span(all).subspan(static_cast<std::size_t>(note) * kPlaces, kPlaces);
    constexpr int kNear = 5;
    const auto near = similarity::nearestOf(place, all, there, kNear);
    points_[static_cast<std::size_t>(note)] = similarity::placeBetween(near, points_);
  }
  return true;
}

void MapLayout::arrange() {
  if (count() < kFewest || !kept_) return;
  fraction_ = 0;
  using Layout = std::vector<Point2>;
  arranging_ = jobs_.run(
      Lane::Compute, this,
      [places = places()](Progress& progress) -> Result<Layout> {
        PartOf searching(progress, 0, 0.4), moving(progress, 0.4, 1);
        const auto graph = similarity::neighbourGraph(places, kPlaces, kNeighbours, 1, searching);
        if (!graph) return tl::unexpected(graph.error());
        return similarity::umapLayout(*graph, similarity::pcaLayout(places, kPlaces), {}, moving);
      },
      [this, keys = keysOfRows()](const Result<Layout>& layout) {
        fraction_ = 1;
        emit progressed();
        if (!layout) return;
        for (std::size_t i = 0; i < keys.size(); ++i)
          kept_->add(keys[i], std::array{(*layout)[i].x, (*layout)[i].y});
        (void)kept_->flush();  // a full disk costs time alone
        lay();
      },
      {.progress =
           [this](JobProgress progress) {
             fraction_ = progress.fraction;
             emit progressed();
           },
       .priority = kPriority});
  emit progressed();
}

void MapLayout::cancel() {
  arranging_.cancel();
  emit progressed();
}

}  // namespace timbre::ui
