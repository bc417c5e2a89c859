#include "ui/Theme.h"

#include <QApplication>
#include <algorithm>
#include <cmath>

#include "ui/ProgramStyle.h"

namespace timbre::ui {
namespace {

struct Entry {
  Theme theme;
  const char* id;
  const char* title;
};
constexpr std::array kEntries{
    Entry{Theme::System, "system", QT_TRANSLATE_NOOP("Theme", "System")},
    Entry{Theme::Light, "light", QT_TRANSLATE_NOOP("Theme", "Light")},
    Entry{Theme::Dark, "dark", QT_TRANSLATE_NOOP("Theme", "Dark")},
    Entry{Theme::HighContrast, "high-contrast", QT_TRANSLATE_NOOP("Theme", "High contrast")}};

const Entry& entryOf(Theme theme) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(),
                                  [&](const Entry& entry) { return entry.theme == theme; });
  return found == kEntries.end() ? kEntries.front() : *found;
}

/// The few colours from which a palette follows.
struct Tones {
  QRgb window, base, stripe, button, text, placeholder, off, highlight, highlighted, link, tip;
};

QPalette paletteFrom(const Tones& t) {
  QPalette palette{QColor(t.button), QColor(t.window)};
  const auto set = [&](QPalette::ColorRole role, QRgb colour) {
    palette.setColor(role, QColor(colour));
  };
  set(QPalette::Window, t.window);
  set(QPalette::Base, t.base);
  set(QPalette::AlternateBase, t.stripe);
  set(QPalette::Button, t.button);
  set(QPalette::ToolTipBase, t.tip);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                          QPalette::ToolTipText, QPalette::BrightText})
    set(role, t.text);
  set(QPalette::PlaceholderText, t.placeholder);
  set(QPalette::Highlight, t.highlight);
  set(QPalette::HighlightedText, t.highlighted);
  set(QPalette::Link, t.link);
  set(QPalette::LinkVisited, t.link);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, QColor(t.off));
  palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(t.off));
  palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(t.window));
  return palette;
}

Tones lightTones() {
  return {.window = 0xf3f3f5,
          .base = 0xffffff,
          .stripe = 0xf7f7fa,
          .button = 0xf0f0f2,
          .text = 0x1d1d21,
          .placeholder = 0x6a6a72,
          .off = 0x85858d,
          .highlight = 0x1f66c1,
          .highlighted = 0xffffff,
          .link = 0x1757a8,
          .tip = 0xffffff};
}

Tones darkTones() {
  return {.window = 0x26272b,
          .base = 0x151618,
          .stripe = 0x1d1e21,
          .button = 0x34363b,
          .text = 0xe8e8ec,
          .placeholder = 0x9c9ca6,
          .off = 0x84848e,
          .highlight = 0x2f72ce,
          .highlighted = 0xffffff,
          .link = 0x82b4ff,
          .tip = 0x34363b};
}

Tones contrastTones() {
  return {.window = 0x000000,
          .base = 0x000000,
          .stripe = 0x141414,
          .button = 0x1c1c1c,
          .text = 0xffffff,
          .placeholder = 0xd0d0d0,
          .off = 0xa8a8a8,
          .highlight = 0xffd400,
          .highlighted = 0x000000,
          .link = 0xffd400,
          .tip = 0x000000};
}

double luminance(const QColor& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

/// Text mixed into its background, but no further than 4.5 : 1 and half of what the text itself
/// has.
QColor fadedText(const QColor& text, const QColor& background) {
  const double least = std::max(4.5, 0.5 * contrast(text, background));
  for (float share = 0.4f; share > 0; share -= 0.05f) {
    const QColor faded = mixed(text, background, share);
    if (contrast(faded, background) >= least) return faded;
  }
  return text;
}

QStyle* styleOf(Theme theme) {
  if (theme == Theme::HighContrast) return new ProgramStyle(0);
  return new ProgramStyle(theme == Theme::Dark ? 0.62f : 0.52f);
}

}  // namespace

QString themeTitle(Theme theme) {
  return QCoreApplication::translate("Theme", entryOf(theme).title);
}

QString themeId(Theme theme) {
  return QString::fromLatin1(entryOf(theme).id);
}

Theme themeOfId(const QString& id) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& entry) {
    return id == QLatin1String(entry.id);
  });
  return found == kEntries.end() ? Theme::System : found->theme;
}

void apply(QApplication& application, Theme theme) {
  // Before the first setPalette this is what the desktop gave; afterwards it is ours.
  static const bool desktopIsDark = isDark(QGuiApplication::palette());
  if (theme == Theme::System) theme = desktopIsDark ? Theme::Dark : Theme::Light;
  application.setStyle(styleOf(theme));
  application.setPalette(paletteOf(theme));
}

QPalette paletteOf(Theme theme) {
  if (theme == Theme::HighContrast) return paletteFrom(contrastTones());
  return paletteFrom(theme == Theme::Dark ? darkTones() : lightTones());
}

bool isDark(const QPalette& palette) {
  return luminance(palette.color(QPalette::WindowText)) >
         luminance(palette.color(QPalette::Window));
}

QColor mixed(const QColor& one, const QColor& other, float share) {
  const auto between = [&](float a, float b) { return a + (b - a) * share; };
  return QColor::fromRgbF(between(one.redF(), other.redF()), between(one.greenF(), other.greenF()),
                          between(one.blueF(), other.blueF()));
}

double contrast(const QColor& one, const QColor& other) {
  const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
  return (light + 0.05) / (dark + 0.05);
}

PlotColours plotColours(const QPalette& palette) {
  const QColor window = palette.color(QPalette::Window);
  const QColor text = palette.color(QPalette::WindowText);
  const QColor faded = fadedText(text, window);
  return {.background = window,
          .area = palette.color(QPalette::Base),
          .text = text,
          .fadedText = faded,
          .axis = faded,
          .cursor = QColor(255, 255, 255),
          .halo = QColor(0, 0, 0),
          .focus = palette.color(QPalette::Highlight)};
}

}  // namespace timbre::ui
