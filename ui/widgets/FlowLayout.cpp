#include "ui/widgets/FlowLayout.h"

#include <algorithm>

namespace timbre::ui {
namespace {

constexpr int kBetween = 6;  // px

}  // namespace

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent) {
  setContentsMargins(0, 0, 0, 0);
}

void FlowLayout::addItem(QLayoutItem* item) {
  items_.emplace_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  if (!itemAt(index)) return nullptr;
  QLayoutItem* taken = items_[static_cast<std::size_t>(index)].release();
  items_.erase(items_.begin() + index);
  return taken;
}

template <class Put>
int FlowLayout::layOut(const QRect& place, Put put) const {
  int x = place.left(), y = place.top(), high = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const QSize size = items_[i]->sizeHint();
    if (x > place.left() && x + size.width() > place.right() + 1) {
      x = place.left();
      y += high + kBetween;
      high = 0;
    }
    put(i, QRect(QPoint(x, y), QSize(std::min(size.width(), place.width()), size.height())));
    x += size.width() + kBetween;
    high = std::max(high, size.height());
  }
  return y + high - place.top();
}

int FlowLayout::heightForWidth(int width) const {
  return layOut({0, 0, width, 0}, [](std::size_t, const QRect&) {});
}

QSize FlowLayout::minimumSize() const {
  QSize least;
  for (const auto& item : items_) least = least.expandedTo(item->minimumSize());
  return least;
}

void FlowLayout::setGeometry(const QRect& place) {
  QLayout::setGeometry(place);
  layOut(place, [this](std::size_t i, const QRect& at) { items_[i]->setGeometry(at); });
}

}  // namespace timbre::ui
