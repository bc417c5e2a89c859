#include "ui/library/MapLayout.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/CacheTrouble.h"
#include "similarity/NeighbourGraph.h"
#include "similarity/Umap.h"

namespace timbre::ui {
namespace {

using similarity::kPlaces;
using similarity::Point2;

constexpr int kNeighbours = 15;
constexpr int kFewest = 4;     // notes that can be arranged
constexpr int kAtOnce = 3000;  // notes that are arranged without being asked
constexpr int kSmall = 10000;  // notes that are laid out in a frame or two
constexpr int kLayoutPriority = -40;

}  // namespace

MapLayout::MapLayout(LibraryVectors& vectors, JobRunner& jobs, std::filesystem::path folder,
                     QObject* parent)
    : QObject(parent), vectors_(vectors), jobs_(jobs), folder_(std::move(folder)) {
  connect(&vectors_, &LibraryVectors::grew, this, [this](bool finished) {
    // Large libraries are not laid out again for every handful of notes.
    const int known = vectors_.known();
    if (finished && finished_ && known == count()) return;  // a note was wanted that is known
    if (!finished && known > kSmall && known < 1.1 * count()) return;
    finished_ = finished;
    lay();
    arrangeIfNew();
  });
}

QRectF MapLayout::extent() const {
  QRectF all;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (!placed_[i]) continue;
    const QRectF dot(points_[i].x, points_[i].y, 1e-6, 1e-6);
    all = all.isNull() ? dot : all.united(dot);
  }
  return all.isNull() ? QRectF(-1, -1, 2, 2) : all;
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

/// On a worker: the file may hold the layouts of many libraries.
void MapLayout::openKept() {
  if (kept_ || opening_.running()) return;
  using Opened = std::shared_ptr<similarity::VectorFile>;
  opening_ = jobs_.run(
      Lane::Compute, this,
      [file = folder_.empty() ? folder_ : folder_ / "layout.vectors"](Progress&) -> Result<Opened> {
        return std::make_shared<similarity::VectorFile>(file, "umap 1", 2);
      },
      [this](const Result<Opened>& opened) {
        if (!opened) return;
        kept_ = *opened;
        lay();
        if (std::exchange(toArrange_, false)) return arrange();
        arrangeIfNew();
      },
      {.progress = {}, .priority = kLayoutPriority});
}

/// A small library that was never arranged is, without being asked.
void MapLayout::arrangeIfNew() {
  if (!finished_ || !kept_ || wasKept_ || kind_ != MapKind::Neighbours || arranging()) return;
  if (count() >= kFewest && count() <= kAtOnce) arrange();
}

/// With what is known now; the picture of neighbours is PCA's until there is one.
void MapLayout::lay() {
  laying_.cancel();
  const auto& table = vectors_.table();
  rows_.clear();
  for (std::size_t i = 0; i < table.known.size(); ++i)
    if (table.known[i]) rows_.push_back(static_cast<int>(i));
  if (kind_ == MapKind::Neighbours && !rows_.empty()) openKept();
  if (kind_ == MapKind::Axes) return layAxes();
  Task task{kind_ == MapKind::Neighbours ? kept_ : nullptr, vectors_.snapshot(), rows_};
  if (count() <= kSmall) return take(laidOut(task));
  laying_ = jobs_.run(
      Lane::Compute, this,
      [task = std::move(task)](Progress&) -> Result<Laid> { return laidOut(task); },
      [this](const Result<Laid>& laid) {
        if (laid) take(*laid);
      },
      {.progress = {}, .priority = kLayoutPriority});
}

MapLayout::Laid MapLayout::laidOut(const Task& task) {
  const auto places = task.places();
  if (task.kept)
    if (auto kept = similarity::keptLayout(*task.kept, task.keys(), places))
      return {std::move(*kept), true};
  return {{similarity::pcaLayout(places, kPlaces), std::vector<char>(task.rows.size(), 1)}, false};
}

void MapLayout::take(const Laid& laid) {
  wasKept_ = laid.kept;
  const std::size_t all = vectors_.table().known.size();
  points_.assign(all, {});
  placed_.assign(all, 0);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    points_[static_cast<std::size_t>(rows_[i])] = laid.layout.points[i];
    placed_[static_cast<std::size_t>(rows_[i])] = laid.layout.placed[i];
  }
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
  points_.assign(vectors_.table().known.size(), {});
  placed_ = vectors_.table().known;
  for (const int note : rows_) points_[static_cast<std::size_t>(note)] = onAxes(note);
  emit moved();
}

std::vector<float> MapLayout::Task::places() const {
  std::vector<float> places;
  places.reserve(rows.size() * kPlaces);
  for (const int note : rows) {
    const auto& place = table->vectors[static_cast<std::size_t>(note)].place;
    places.insert(places.end(), place.begin(), place.end());
  }
  return places;
}

std::vector<std::uint64_t> MapLayout::Task::keys() const {
  std::vector<std::uint64_t> keys;
  keys.reserve(rows.size());
  for (const int note : rows) keys.push_back(table->keys[static_cast<std::size_t>(note)]);
  return keys;
}

/// UMAP, which is kept.
Result<void> MapLayout::arranged(const Task& task, Progress& progress) {
  PartOf searching(progress, 0, 0.4), moving(progress, 0.4, 1);
  const auto places = task.places();
  const auto graph = similarity::neighbourGraph(places, kPlaces, kNeighbours, 1, searching);
  if (!graph) return tl::unexpected(graph.error());
  const auto layout =
      similarity::umapLayout(*graph, similarity::pcaLayout(places, kPlaces), {}, moving);
  if (!layout) return tl::unexpected(layout.error());
  if (const auto done = similarity::keepLayout(*task.kept, task.keys(), *layout); !done)
    reportCacheTrouble(done.error());
  return {};
}

void MapLayout::arrange() {
  if (count() < kFewest) return;
  if (!kept_) {
    toArrange_ = true;
    openKept();
    return emit progressed();
  }
  fraction_ = 0;
  arranging_ = jobs_.run(
      Lane::Compute, this,
      [task = Task{kept_, vectors_.snapshot(), rows_}](Progress& progress) {
        return arranged(task, progress);
      },
      [this](const Result<void>& arranged) {
        fraction_ = 1;
        emit progressed();
        if (arranged) lay();
      },
      {.progress =
           [this](JobProgress progress) {
             fraction_ = progress.fraction;
             emit progressed();
           },
       .priority = kLayoutPriority});
  emit progressed();
}

void MapLayout::cancel() {
  toArrange_ = false;
  arranging_.cancel();
  emit progressed();
}

}  // namespace timbre::ui
