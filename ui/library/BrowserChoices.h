/// How the browser was left, kept per user.
#pragma once

#include "ui/Preferences.h"

namespace timbre::ui {

/// GUI thread.
class BrowserChoices {
 public:
  /// "list", "grid" or "map".
  QString presentation() const { return get("presentation", "map"); }
  void setPresentation(const QString& id) { put("presentation", id); }
  bool facetsShown() const { return get("facets", "on") == QLatin1String("on"); }
  void setFacetsShown(bool shown) { put("facets", switched(shown)); }
  bool hoverPlays() const { return get("hoverPlays", "on") == QLatin1String("on"); }
  void setHoverPlays(bool plays) { put("hoverPlays", switched(plays)); }
  /// Queries, as typed.
  QStringList savedSearches() const {
    return get("searches", "").split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  }
  void setSavedSearches(const QStringList& searches) {
    put("searches", searches.join(QLatin1Char('\n')));
  }

 private:
  static QString key(const char* name) { return QStringLiteral("browser/") + QLatin1String(name); }
  static QString switched(bool on) { return on ? QStringLiteral("on") : QStringLiteral("off"); }
  QString get(const char* name, const char* standard) const {
    return preferences_.choice(key(name), QLatin1String(standard));
  }
  void put(const char* name, const QString& value) { preferences_.setChoice(key(name), value); }

  Preferences preferences_;
};

}  // namespace timbre::ui
