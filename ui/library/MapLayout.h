/// Where each note lies on the map.
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <vector>

#include "similarity/Pca.h"
#include "ui/library/LibraryVectors.h"
#include "ui/library/MapAxes.h"

namespace timbre::ui {

/// How the map is arranged.
enum class MapKind { Neighbours, Spread, Axes };
/// GUI thread.
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
  bool arranging() const { return arranging_.running(); }
  /// Of the arranging, in [0, 1].
  double fraction() const { return fraction_; }

 signals:
  void moved();
  void progressed();

 private:
  void lay();
  void layAxes();
  void laySpread();
  bool layRemembered();
  std::vector<float> places() const;
  std::vector<std::uint64_t> keysOfRows() const;
  void put(const std::vector<similarity::Point2>& layout);
  similarity::Point2 onAxes(int note) const;

  LibraryVectors& vectors_;
  JobRunner& jobs_;
  const std::filesystem::path folder_;
  MapKind kind_ = MapKind::Neighbours;
  MapAxis x_ = MapAxis::Pitch, y_ = MapAxis::Brightness;
  std::vector<int> rows_;  // notes whose vectors are known, rising
  std::vector<similarity::Point2> points_;
  std::vector<char> placed_;
  std::unique_ptr<similarity::VectorFile> kept_;  // the layouts of all libraries
  double fraction_ = 0;
  Job arranging_;
  Job spreading_;
};

}  // namespace timbre::ui
