/// The models that were found, as the window knows them.
#pragma once

#include <QObject>
#include <string>
#include <vector>

#include "model/catalogue/Catalogue.h"

namespace timbre::ui {

/// GUI thread. Empty until the search of the folders is over.
class ModelList : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  void set(std::vector<model::ModelCard> cards);
  /// One more, in its place by name; instead of one of the same name.
  void add(const model::ModelCard& card);
  const std::vector<model::ModelCard>& cards() const { return cards_; }
  /// Whether the folders have been searched: an empty list then means that there are none.
  bool searched() const { return searched_; }
  /// Null when there is none of that name.
  const model::ModelCard* named(const std::string& name) const;
  /// The overall default, the one that makes the best sound: a costly one before the others, and
  /// the standard one among them. Null when there is none.
  const model::ModelCard* preferred() const;
  /// The one that plays while a costly model works: a model that makes sound at once before the
  /// others. Null when there is none.
  const model::ModelCard* preferredPreview() const;

 signals:
  void changed();

 private:
  const model::ModelCard* firstOf(bool (*suits)(const model::ModelCard&)) const;

  std::vector<model::ModelCard> cards_;
  bool searched_ = false;
};

}  // namespace timbre::ui
