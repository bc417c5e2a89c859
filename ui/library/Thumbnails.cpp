#include "ui/library/Thumbnails.h"

#include <QBuffer>
#include <algorithm>

#include "base/AtomicFile.h"
#include "base/CacheTrouble.h"
#include "base/Files.h"
#include "similarity/VectorFile.h"
#include "spectral/Colour.h"

namespace timbre::ui {
namespace {

constexpr int kMostBytes = 48 << 20;  // in memory: some 1,600 thumbnails
constexpr std::uintmax_t kMostOnDisk = std::uintmax_t{256} << 20;
constexpr std::size_t kMadeAtOnce = 2;
constexpr int kDensest = 2;  // more would not all fit into memory on a large screen
constexpr std::uintmax_t kMostFile = 1u << 20;
constexpr int kThumbnailPriority = -20;  // after whatever a person waits for

}  // namespace

std::filesystem::path ThumbnailFolder::fileOf(const dataset::NoteInfo& note, int density) const {
  char name[32];
  const auto key = static_cast<unsigned long long>(similarity::keyOf(note));
  std::snprintf(name, sizeof name, density == 1 ? "%016llx.png" : "%016llx@%dx.png", key, density);
  return folder_ / std::string(name, 2) / name;
}

QImage ThumbnailFolder::load(const dataset::NoteInfo& note, int density) const {
  if (folder_.empty()) return {};
  const auto bytes = readBytes(fileOf(note, density), kMostFile);
  if (!bytes) return {};
  QImage picture;
  picture.loadFromData(reinterpret_cast<const uchar*>(bytes->data()),
                       static_cast<int>(bytes->size()), "PNG");
  return picture.size() == kThumbnail * density ? picture.convertToFormat(QImage::Format_RGB32)
                                                : QImage();
}

void ThumbnailFolder::keep(const dataset::NoteInfo& note, const QImage& picture) const {
  if (folder_.empty()) return;
  QByteArray bytes;
  QBuffer buffer(&bytes);
  constexpr int kFast = 80;  // the quality of a PNG is how little it is squeezed
  if (!buffer.open(QIODevice::WriteOnly) || !picture.save(&buffer, "PNG", kFast)) return;
  const auto file = fileOf(note, picture.width() / kThumbnail.width());
  const auto written = makeFolders(file.parent_path()).and_then([&] {
    return writeBytesAtomically(file, std::as_bytes(std::span(bytes.constData(), bytes.size())));
  });
  if (!written) reportCacheTrouble(written.error());
}

void ThumbnailFolder::sweep(std::uintmax_t most) const {
  struct Kept {
    std::filesystem::path file;
    std::filesystem::file_time_type date;
    std::uintmax_t bytes;
  };
  std::vector<Kept> all;
  std::uintmax_t sum = 0;
  const auto folders = entriesOf(folder_);
  for (const auto& folder : folders.value_or(std::vector<std::filesystem::path>())) {
    for (const auto& file : entriesOf(folder).value_or(std::vector<std::filesystem::path>())) {
      std::error_code code;
      all.push_back({file, std::filesystem::last_write_time(file, code), sizeOf(file).value_or(0)});
      sum += all.back().bytes;
    }
  }
  std::ranges::sort(all, {}, &Kept::date);
  for (const Kept& kept : all) {
    if (sum <= most) return;
    std::error_code ignored;
    std::filesystem::remove(kept.file, ignored);
    sum -= kept.bytes;
  }
}

Result<QImage> thumbnailOf(const dataset::NoteInfo& note, Progress& progress, int density) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  spectral::RainbowgramParams params;
  if (density == 1) params.constantQ.hop = 512;  // half the columns are more than it has
  const auto picture = spectral::rainbowgram(*clip, params, progress);
  if (!picture) return tl::unexpected(picture.error());
  const auto colours = spectral::coloured(*picture, {});
  const QImage whole(colours.pixels.data(), colours.width, colours.height, colours.width * 4,
                     QImage::Format_RGBA8888);
  return whole.scaled(kThumbnail * density, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
      .convertToFormat(QImage::Format_RGB32);
}

Thumbnails::Thumbnails(JobRunner& jobs, std::filesystem::path folder, QObject* parent)
    : QObject(parent), jobs_(jobs), folder_(std::move(folder)), pictures_(kMostBytes) {
  jobs_.run(
      Lane::Compute, this,
      [place = folder_](Progress&) -> Result<void> {
        place.sweep(kMostOnDisk);
        return {};
      },
      [](const Result<void>&) {}, {.progress = {}, .priority = kThumbnailPriority});
}

bool Thumbnails::setPixelRatio(double ratio) {
  const int density = ratio > 1.1 ? kDensest : 1;
  if (density == density_) return false;
  density_ = density;
  setLibrary(library_);
  return true;
}

void Thumbnails::setLibrary(const dataset::NoteLibrary& library) {
  library_ = library;
  ++generation_;
  pictures_.clear();
  failed_.clear();
  making_.clear();
  wanted_.clear();
}

QImage Thumbnails::find(int note) const {
  const QImage* found = pictures_.object(note);
  return found ? *found : QImage();
}

void Thumbnails::want(std::vector<int> notes) {
  std::erase_if(notes, [this](int note) {
    return note >= library_.size() || pictures_.contains(note) || failed_.contains(note) ||
           making_.contains(note);
  });
  std::ranges::reverse(notes);
  wanted_ = std::move(notes);
  next();
}

void Thumbnails::next() {
  while (making_.size() < kMadeAtOnce && !wanted_.empty()) {
    const int note = wanted_.back();
    wanted_.pop_back();
    making_.insert(note);
    jobs_.run(
        Lane::Compute, this,
        [library = library_, folder = folder_, density = density_,
         note](Progress& progress) -> Result<QImage> {
          const auto info = library.note(note);
          if (QImage kept = folder.load(info, density); !kept.isNull()) return kept;
          auto picture = thumbnailOf(info, progress, density);
          if (picture) folder.keep(info, *picture);
          return picture;
        },
        [this, note, generation = generation_](const Result<QImage>& picture) {
          if (generation == generation_) take(note, picture);
        },
        {.progress = {}, .priority = kThumbnailPriority});
  }
}

void Thumbnails::take(int note, const Result<QImage>& picture) {
  making_.erase(note);
  if (picture) {
    pictures_.insert(note, new QImage(*picture), static_cast<int>(picture->sizeInBytes()));
  } else {
    failed_.insert(note);
  }
  emit made(note);
  next();
}

}  // namespace timbre::ui
