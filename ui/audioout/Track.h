/// Names one of the sounds in the window, of which there are as many as models.
#pragma once

#include <QString>

namespace timbre::ui {

struct Track {
  QString id;

  /// The selected note as it was recorded.
  static Track original() { return {QStringLiteral("original")}; }
  static Track morph() { return {QStringLiteral("morph")}; }
  /// The selected note through the model of this name.
  static Track model(const QString& name) { return {QStringLiteral("model/") + name}; }

  /// A line or a box of a picture, played alone.
  static Track part() { return {QStringLiteral("part")}; }
  /// A tone of the table of keys, or a key of the piano.
  static Track key() { return {QStringLiteral("key")}; }

  bool operator==(const Track&) const = default;
  bool operator<(const Track& other) const { return id < other.id; }
};

}  // namespace timbre::ui
