/// Small rainbowgrams of notes: made in the background, kept in memory and on disk.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// Where thumbnails lie on disk; any thread.
class ThumbnailFolder {
 public:
  /// `folder`: made when the first is kept; empty: nothing is kept.
  explicit ThumbnailFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Null where there is none of this density, or where it is damaged.
  QImage load(const dataset::NoteInfo& note, int density = 1) const;
  /// What cannot be written (a full disk) goes to reportCacheTrouble() and is made again the next
  /// time.
  void keep(const dataset::NoteInfo& note, const QImage& picture) const;
  /// Removes the oldest until the rest takes less than `bytes`.
  void sweep(std::uintmax_t bytes) const;

 private:
  std::filesystem::path fileOf(const dataset::NoteInfo& note, int density) const;
  std::filesystem::path folder_;
};

/// The size of all of them, pre-scaled, on a screen of density 1.
inline constexpr QSize kThumbnail(104, 72);

/// A note's rainbowgram at that size times `density`. Some 8 ms; any thread.
Result<QImage> thumbnailOf(const dataset::NoteInfo& note, Progress& progress, int density = 1);

/// GUI thread. What is asked for last is made first.
class Thumbnails : public QObject {
  Q_OBJECT

 public:
  Thumbnails(JobRunner& jobs, std::filesystem::path folder, QObject* parent = nullptr);

  /// For a screen with so many pixels to a length of 1: up to twice the size is made. True when
  /// what was found until now is too coarse or too fine.
  bool setPixelRatio(double ratio);
  /// Another library: what was made is of no use.
  void setLibrary(const dataset::NoteLibrary& library);
  /// Null until it is made.
  QImage find(int note) const;
  /// The note's sound cannot be read or drawn.
  bool failed(int note) const { return failed_.contains(note); }
  /// These are seen now, in this order; what was asked for before and is not begun is forgotten,
  /// as is what the library does not have.
  void want(std::vector<int> notes);

 signals:
  void made(int note);

 private:
  void next();
  void take(int note, const Result<QImage>& picture);

  JobRunner& jobs_;
  const ThumbnailFolder folder_;
  dataset::NoteLibrary library_;
  mutable QCache<int, QImage> pictures_;
  std::set<int> failed_;
  std::set<int> making_;
  std::vector<int> wanted_;  // the next one last
  int density_ = 1;
  quint64 generation_ = 0;  // of library and density
};

}  // namespace timbre::ui
