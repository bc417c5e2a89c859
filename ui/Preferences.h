/// The window's settings, saved per user. Only this class names the keys of QSettings.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <algorithm>
#include <array>
#include <optional>

namespace timbre::ui {

/// What the left, the right and the bottom docks have of the window, each in [0, 1].
using DockShares = std::array<double, 3>;

/// GUI thread.
class Preferences {
 public:
  static constexpr int kRecentLibraries = 12;

  QByteArray geometry() const { return get("window/geometry").toByteArray(); }
  void setGeometry(const QByteArray& geometry) { put("window/geometry", geometry); }
  QString workspace() const { return get("window/workspace").toString(); }
  void setWorkspace(const QString& id) { put("window/workspace", id); }
  /// Of a workspace; empty: as at the first start.
  QByteArray layout(const QString& workspace) const {
    return settings_.value(layoutKey(workspace)).toByteArray();
  }
  /// Nothing: as at the first start.
  std::optional<DockShares> dockShares(const QString& workspace) const {
    const QVariantList kept = settings_.value(sharesKey(workspace)).toList();
    DockShares shares{};
    if (kept.size() != static_cast<qsizetype>(shares.size())) return std::nullopt;
    for (std::size_t i = 0; i < shares.size(); ++i)
      shares[i] = std::clamp(kept[static_cast<qsizetype>(i)].toDouble(), 0.0, 1.0);
    return shares;
  }
  void setLayout(const QString& workspace, const QByteArray& layout, const DockShares& shares) {
    settings_.setValue(layoutKey(workspace), layout);
    settings_.setValue(sharesKey(workspace), QVariantList(shares.begin(), shares.end()));
  }
  void forgetLayout(const QString& workspace) {
    settings_.remove(layoutKey(workspace));
    settings_.remove(sharesKey(workspace));
  }

  QString theme() const { return get("look/theme", QStringLiteral("system")).toString(); }
  void setTheme(const QString& id) { put("look/theme", id); }
  QString colourMap() const { return get("look/colourMap", QStringLiteral("rainbow")).toString(); }
  void setColourMap(const QString& name) { put("look/colourMap", name); }

  /// Hz.
  double a4() const { return get("look/a4", 440.0).toDouble(); }
  void setA4(double hertz) { put("look/a4", hertz); }

  /// Linear, [0, 1].
  double volume() const { return std::clamp(get("sound/volume", 0.8).toDouble(), 0.0, 1.0); }
  void setVolume(double volume) { put("sound/volume", volume); }
  bool loop() const { return get("sound/loop", false).toBool(); }
  void setLoop(bool loop) { put("sound/loop", loop); }
  bool matchLoudness() const { return get("sound/matchLoudness", true).toBool(); }
  void setMatchLoudness(bool match) { put("sound/matchLoudness", match); }
  /// Pictures that are compared take one power as 0 dB; else each its own peak.
  bool oneScale() const { return get("compare/oneScale", true).toBool(); }
  void setOneScale(bool one) { put("compare/oneScale", one); }
  bool playOnSelect() const { return get("sound/playOnSelect", true).toBool(); }
  void setPlayOnSelect(bool play) { put("sound/playOnSelect", play); }
  QByteArray device() const { return get("sound/device").toByteArray(); }
  void setDevice(const QByteArray& id) { put("sound/device", id); }

  /// The session as it was left, as JSON; empty at first.
  QByteArray session() const { return get("session/last").toByteArray(); }
  void setSession(const QByteArray& json) { put("session/last", json); }

  QString library() const { return get("library/last").toString(); }
  QStringList recentLibraries() const { return get("library/recent").toStringList(); }
  void rememberLibrary(const QString& folder) {
    put("library/last", folder);
    QStringList recent = recentLibraries();
    recent.removeAll(folder);
    recent.prepend(folder);
    put("library/recent", QStringList(recent.mid(0, kRecentLibraries)));
  }
  void forgetLibraries() { put("library/recent", QStringList()); }

  /// How the notes are shown: "list", "grid" or "map".
  QString presentation() const {
    return get("browser/presentation", QStringLiteral("map")).toString();
  }
  void setPresentation(const QString& id) { put("browser/presentation", id); }
  bool facetsShown() const { return get("browser/facets", true).toBool(); }
  void setFacetsShown(bool shown) { put("browser/facets", shown); }
  bool hoverPlays() const { return get("browser/hoverPlays", true).toBool(); }
  void setHoverPlays(bool plays) { put("browser/hoverPlays", plays); }
  /// Queries, as typed.
  QStringList savedSearches() const { return get("browser/searches").toStringList(); }
  void setSavedSearches(const QStringList& searches) { put("browser/searches", searches); }

  /// Which columns the list of notes has, in which order and how wide; empty: as at the first
  /// start.
  QByteArray noteColumns() const { return get("browser/columns").toByteArray(); }
  void setNoteColumns(const QByteArray& state) { put("browser/columns", state); }
  /// At the start: how the notes were browsed, where it is kept under older keys, among the choices
  /// of exports. What was chosen since then stays.
  void carryOver() {
    const auto carry = [this](const QString& name, const auto& read) {
      const QString old = QStringLiteral("export/browser/") + name;
      const QString now = QStringLiteral("browser/") + name;
      if (!settings_.contains(old)) return;
      if (!settings_.contains(now)) settings_.setValue(now, read(settings_.value(old).toString()));
      settings_.remove(old);
    };
    const auto same = [](const QString& text) { return text; };
    const auto isOn = [](const QString& text) { return text == QLatin1String("on"); };
    carry(QStringLiteral("presentation"), same);
    carry(QStringLiteral("facets"), isOn);
    carry(QStringLiteral("hoverPlays"), isOn);
    carry(QStringLiteral("searches"),
          [](const QString& lines) { return lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts); });
  }

  /// The folder last used for "library", "sound", "picture"; empty at first.
  QString folder(const QString& purpose) const {
    return settings_.value(QStringLiteral("folders/") + purpose).toString();
  }
  void setFolder(const QString& purpose, const QString& folder) {
    settings_.setValue(QStringLiteral("folders/") + purpose, folder);
  }
  /// The last choice in an export dialog.
  QString choice(const QString& name, const QString& standard) const {
    return settings_.value(QStringLiteral("export/") + name, standard).toString();
  }
  void setChoice(const QString& name, const QString& value) {
    settings_.setValue(QStringLiteral("export/") + name, value);
  }

 private:
  static QString layoutKey(const QString& workspace) {
    return QStringLiteral("workspaces/%1/layout").arg(workspace);
  }
  static QString sharesKey(const QString& workspace) {
    return QStringLiteral("workspaces/%1/shares").arg(workspace);
  }
  QVariant get(const char* key, const QVariant& standard = {}) const {
    return settings_.value(QLatin1String(key), standard);
  }
  void put(const char* key, const QVariant& value) {
    settings_.setValue(QLatin1String(key), value);
  }

  QSettings settings_;
};

}  // namespace timbre::ui
