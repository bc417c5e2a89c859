/// The kinds of notes with their counts; a choice becomes a term of the query.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QTreeWidget;
class QTreeWidgetItem;

namespace timbre::ui {

class LibraryQuery;
class PitchStrip;

/// GUI thread.
class FacetPanel : public QWidget {
  Q_OBJECT

 public:
  explicit FacetPanel(LibraryQuery& query, QWidget* parent = nullptr);

 private:
  struct Facet {
    QTreeWidgetItem* item;
    QString term;
    std::function<int()> count;
  };
  void build();
  QTreeWidgetItem* group(const QString& title);
  void add(QTreeWidgetItem* group, const QString& title, const QString& term,
           std::function<int()> count);
  void addFamilies();
  void addVelocities();
  void addStates();
  void show();
  void keepTextsWhole();
  void take(QTreeWidgetItem* item);

  LibraryQuery& query_;
  QTreeWidget* tree_;
  PitchStrip* pitches_;
  std::vector<Facet> facets_;
};

}  // namespace timbre::ui
