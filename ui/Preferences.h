/// How the window stands, kept per user: the one place that names the keys of QSettings.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <algorithm>

namespace timbre::ui {

/// GUI thread.
class Preferences {
 public:
  static constexpr int kRecentLibraries = 12;

  QByteArray geometry() const { return get("window/geometry").toByteArray(); }
  void setGeometry(const QByteArray& geometry) { put("window/geometry", geometry); }
  QByteArray layout() const { return get("window/layout").toByteArray(); }
  void setLayout(const QByteArray& layout) { put("window/layout", layout); }

  QString theme() const { return get("look/theme", QStringLiteral("system")).toString(); }
  void setTheme(const QString& id) { put("look/theme", id); }
  QString colourMap() const { return get("look/colourMap", QStringLiteral("rainbow")).toString(); }
  void setColourMap(const QString& name) { put("look/colourMap", name); }

  /// Linear, [0, 1].
  double volume() const { return std::clamp(get("sound/volume", 0.8).toDouble(), 0.0, 1.0); }
  void setVolume(double volume) { put("sound/volume", volume); }
  bool loop() const { return get("sound/loop", false).toBool(); }
  void setLoop(bool loop) { put("sound/loop", loop); }
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
  QVariant get(const char* key, const QVariant& standard = {}) const {
    return settings_.value(QLatin1String(key), standard);
  }
  void put(const char* key, const QVariant& value) {
    settings_.setValue(QLatin1String(key), value);
  }

  QSettings settings_;
};

}  // namespace timbre::ui
