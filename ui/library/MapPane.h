/// The map with its controls: arrangement, colours, and playing by hovering.
#pragma once

#include <QWidget>

#include "ui/library/MapLayout.h"
#include "ui/library/NoteMap.h"

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace timbre::ui {

/// GUI thread. Analyses notes only while it is visible.
class MapPane : public QWidget {
  Q_OBJECT

 public:
  MapPane(LibraryVectors& vectors, MapLayout& layout, Thumbnails& thumbnails, JobRunner& jobs,
          QWidget* parent = nullptr);

  NoteMap& map() { return *map_; }
  bool hearsOnHover() const;
  /// The notes that the query finds are analysed first.
  void show(const dataset::NoteLibrary& library, const std::vector<int>& notes);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build();
  void takeKind();
  void arrange();
  void showState();

  LibraryVectors& vectors_;
  MapLayout& layout_;
  NoteMap* map_;
  QComboBox* kind_;
  QComboBox* x_;
  QComboBox* y_;
  QComboBox* colour_;
  QCheckBox* hover_;
  QPushButton* arrange_;
  QLabel* state_;
  QBoxLayout* controls_ = nullptr;
  std::vector<int> notes_;
};

}  // namespace timbre::ui
