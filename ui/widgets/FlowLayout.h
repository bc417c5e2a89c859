/// Widgets side by side, in as many lines as they need.
#pragma once

#include <QLayout>
#include <QList>
#include <memory>
#include <vector>

namespace timbre::ui {

/// GUI thread. Each widget has its size hint; the lines begin at the left.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent);

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return minimumSize(); }
  /// Of the widest: the others may stand below it.
  QSize minimumSize() const override;
  void setGeometry(const QRect& place) override;

 private:
  /// Calls `put` with the index and the place of each; returns the height of all lines.
  template <class Put>
  int layOut(const QRect& place, Put put) const;

  std::vector<std::unique_ptr<QLayoutItem>> items_;
};

}  // namespace timbre::ui
