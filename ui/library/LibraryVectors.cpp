#include "ui/library/LibraryVectors.h"

#include <algorithm>

#include "base/CacheTrouble.h"

namespace timbre::ui {
namespace {

constexpr std::size_t kLot = 12;  // notes that one job analyses: a fifth of a second
constexpr int kVectorsPriority = -30;

}  // namespace

LibraryVectors::LibraryVectors(JobRunner& jobs, std::filesystem::path folder, QObject* parent)
    : QObject(parent), jobs_(jobs), folder_(std::move(folder)) {}

void LibraryVectors::setLibrary(const dataset::NoteLibrary& library) {
  stop();
  library_ = library;
  table_ = std::make_shared<similarity::VectorTable>();  // a large one takes memory and time: only
                                                         // for those who look at it
  asked_ = {};
  first_.clear();
  known_ = failed_ = place_ = 0;
  opened_ = false;
  emit replaced();
  emit grew(false);
  if (!viewers_.empty()) start();
}

void LibraryVectors::enter(const QObject* viewer) {
  viewers_.insert(viewer);
  start();
}

void LibraryVectors::leave(const QObject* viewer) {
  viewers_.erase(viewer);
  if (viewers_.empty()) stop();
}

void LibraryVectors::start() {
  if (std::exchange(running_, true)) return;
  if (opened_) return next();
  open();
}

void LibraryVectors::stop() {
  job_.cancel();
  running_ = false;
  for (const int note : lot_) {  // asked again the next time
    asked_[static_cast<std::size_t>(note)] = 0;
    place_ = std::min(place_, note);
  }
  lot_.clear();
}

void LibraryVectors::want(std::vector<int> first) {
  first_ = std::move(first);
  std::erase_if(first_, [this](int note) { return note < 0 || note >= library_.size(); });
  std::ranges::reverse(first_);
  if (!viewers_.empty()) start();
}

/// What was made before.
void LibraryVectors::open() {
  using Known = std::pair<std::shared_ptr<similarity::NoteVectors>, similarity::VectorTable>;
  job_ = jobs_.run(
      Lane::Compute, this,
      [folder = folder_, vectors = vectors_,
       library = library_](Progress& progress) -> Result<Known> {
        auto opened = vectors;
        if (!opened) {
          auto made = similarity::NoteVectors::open(folder);
          if (!made) return tl::unexpected(made.error());
          opened = *made;
        }
        auto table = opened->known(library, progress);
        if (!table) return tl::unexpected(table.error());
        return Known{opened, std::move(*table)};
      },
      [this](Result<Known> known) {
        if (!known) {
          running_ = false;
          problem_ = QString::fromStdString(known.error().message);
          return emit grew(true);
        }
        vectors_ = known->first;
        table_ = std::make_shared<similarity::VectorTable>(std::move(known->second));
        asked_ = table_->known;
        opened_ = true;
        known_ = static_cast<int>(std::ranges::count(table_->known, 1));
        emit grew(known_ == library_.size());
        if (running_) next();
      },
      {.progress = {}, .priority = kVectorsPriority});
}

void LibraryVectors::next() {
  lot_.clear();
  const auto take = [&](int note) {
    if (std::exchange(asked_[static_cast<std::size_t>(note)], 1) == 0) lot_.push_back(note);
  };
  for (; lot_.size() < kLot && !first_.empty(); first_.pop_back()) take(first_.back());
  for (; lot_.size() < kLot && place_ < library_.size(); ++place_) take(place_);
  if (lot_.empty()) {
    running_ = false;
    return emit grew(true);
  }
  using Made = std::vector<std::optional<similarity::NoteVector>>;
  job_ = jobs_.run(
      Lane::Compute, this,
      [vectors = vectors_, library = library_, lot = lot_](Progress& progress) -> Result<Made> {
        Made made;
        for (const int note : lot) {
          if (progress.cancelled()) return cancelled();
          const auto vector = vectors->vector(library.note(note));
          made.push_back(vector ? std::optional(*vector) : std::nullopt);
        }
        if (const auto kept = vectors->flush(); !kept) reportCacheTrouble(kept.error());
        return made;
      },
      [this](const Result<Made>& made) {
        if (!made) return stop();
        add(*made);
        emit grew(false);
        if (running_) next();
      },
      {.progress = {}, .priority = kVectorsPriority});
}

/// The vectors of lot_.
void LibraryVectors::add(const std::vector<std::optional<similarity::NoteVector>>& made) {
  if (table_.use_count() > 1) table_ = std::make_shared<similarity::VectorTable>(*table_);
  for (std::size_t i = 0; i < lot_.size(); ++i) {
    const auto place = static_cast<std::size_t>(lot_[i]);
    ++(made[i] ? known_ : failed_);
    table_->known[place] = made[i].has_value();
    if (made[i]) table_->vectors[place] = *made[i];
  }
}

}  // namespace timbre::ui
