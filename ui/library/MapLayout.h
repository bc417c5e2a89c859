/// Where each note lies on the map.
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <vector>

#include "similarity/KeptLayout.h"
#include "ui/library/LibraryVectors.h"
#include "ui/library/MapAxes.h"

namespace timbre::ui {

/// How the map is arranged.
enum class MapKind { Neighbours, Spread, Axes };

/// GUI thread. Large libraries are laid out on a worker, and the layout they had stays until then.
class MapLayout : public QObject {
  Q_OBJECT

 public:
  MapLayout(LibraryVectors& vectors, JobRunner& jobs, std::filesystem::path folder,
            QObject* parent = nullptr);

  MapKind kind() const { return kind_; }
  void setKind(MapKind kind);
  void setAxes(MapAxis x, MapAxis y);
  MapAxis x() const { return x_; }
  MapAxis y() const { return y_; }

  /// By index into the library; where placed() says so. In units of its own.
  const std::vector<similarity::Point2>& points() const { return points_; }
  bool placed(int note) const;
  const std::vector<char>& placed() const { return placed_; }
  /// What surrounds all that are placed; a square about the origin where none is.
  QRectF extent() const;
  int count() const { return static_cast<int>(rows_.size()); }

  /// UMAP of what is known now, in the background.
  void arrange();
  void cancel();
  bool arranging() const { return arranging_.running() || toArrange_; }
  /// Of the arranging, in [0, 1].
  double fraction() const { return fraction_; }

 signals:
  void moved();
  void progressed();

 private:
  /// What laying the notes out takes, by row.
  struct Task {
    std::shared_ptr<similarity::VectorFile> kept;  // null: not as it was kept
    std::shared_ptr<const similarity::VectorTable> table;
    std::vector<int> rows;

    std::vector<std::uint64_t> keys() const;
    std::vector<float> places() const;
  };
  struct Laid {
    similarity::NoteLayout layout;
    bool kept = false;
  };
  static Laid laidOut(const Task& task);
  static Result<void> arranged(const Task& task, Progress& progress);
  void openKept();
  void lay();
  void layAxes();
  void take(const Laid& laid);
  void arrangeIfNew();
  similarity::Point2 onAxes(int note) const;

  LibraryVectors& vectors_;
  JobRunner& jobs_;
  const std::filesystem::path folder_;
  MapKind kind_ = MapKind::Neighbours;
  MapAxis x_ = MapAxis::Pitch, y_ = MapAxis::Brightness;
  std::vector<int> rows_;  // notes whose vectors are known, rising
  std::vector<similarity::Point2> points_;
  std::vector<char> placed_;
  std::shared_ptr<similarity::VectorFile> kept_;  // the layouts of all libraries; null: not read
  bool finished_ = false;                         // every note is known that can be
  bool wasKept_ = false;                          // the layout is one that was arranged before
  bool toArrange_ = false;                        // as soon as kept_ is there
  double fraction_ = 0;
  Job opening_;
  Job laying_;
  Job arranging_;
};

}  // namespace timbre::ui
