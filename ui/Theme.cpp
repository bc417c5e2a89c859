#include "ui/Theme.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <algorithm>
#include <cmath>

#include "ui/ReaderNames.h"

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

QColor mixed(const QColor& one, const QColor& other, float share) {
  const auto between = [&](float a, float b) { return a + (b - a) * share; };
  return QColor::fromRgbF(between(one.redF(), other.redF()), between(one.greenF(), other.greenF()),
                          between(one.blueF(), other.blueF()));
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

constexpr int kRowSpace = 4;        // px that an entry of a list is higher than its text
constexpr int kTabMark = 2;         // px of the line at a chosen tab
constexpr int kTitleBarMargin = 4;  // px around the signs in a dock's title bar

/// Fusion, mended. It draws outlines a little darker than the window, which is next to nothing on
/// white and on dark: they are drawn again in a tone between text and window. It cuts the text of
/// a combo box that has no room for it: here that is elided. Its lists are too dense to click in,
/// as are the buttons of a dock, its headers stand beside their columns, and the signs on a
/// dialog's buttons are of another set than ours. On black its chosen tab looks like the others.
class ProgramStyle : public QProxyStyle {
 public:
  /// `share` of the window's colour in the outlines; 0 is the text's own.
  explicit ProgramStyle(float share)
      : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), share_(share) {}

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    switch (element) {
      case PE_PanelLineEdit:
        // The frame is that of the whole spin box.
        if (widget && qobject_cast<QAbstractSpinBox*>(widget->parentWidget())) break;
        [[fallthrough]];
      case PE_PanelButtonCommand:
      case PE_FrameGroupBox:
      case PE_FrameMenu:
      case PE_IndicatorCheckBox:
        outline(*option, *painter, 2);
        break;
      case PE_IndicatorRadioButton:
        outline(*option, *painter, option->rect.width() / 2.0);
        break;
      default:
        break;
    }
  }
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override {
    if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
        tab && element == CE_TabBarTabShape) {
      QProxyStyle::drawControl(element, option, painter, widget);
      return markTab(*tab, *painter);
    }
    if (element == CE_ProgressBarGroove) {
      QProxyStyle::drawControl(element, option, painter, widget);
      return outline(*option, *painter, 2);
    }
    const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (element != CE_ComboBoxLabel || !box || box->editable)
      return QProxyStyle::drawControl(element, option, painter, widget);
    QStyleOptionComboBox fitting(*box);
    const int room = subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget).width() - 2;
    fitting.currentText = box->fontMetrics.elidedText(box->currentText, Qt::ElideRight, room);
    QProxyStyle::drawControl(element, &fitting, painter, widget);
  }
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget) const override {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox) outline(*option, *painter, 2);
    if (control != CC_Slider) return;
    QStyleOption handle(*option);
    handle.rect = subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    outline(handle, *painter, 2);
  }

  void drawItemText(QPainter* painter, const QRect& room, int flags, const QPalette& palette,
                    bool enabled, const QString& text, QPalette::ColorRole role) const override {
    if (flags & Qt::TextShowMnemonic) flags |= Qt::TextDontClip;  // see polish()
    QProxyStyle::drawItemText(painter, room, flags, palette, enabled, text, role);
  }
  void polish(QWidget* widget) override {
    QProxyStyle::polish(widget);
    if (auto* header = qobject_cast<QHeaderView*>(widget))
      header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    // An underlined letter is drawn without the kerning that the label's measure counts.
    if (auto* label = qobject_cast<QLabel*>(widget); label && label->buddy())
      label->setContentsMargins(0, 0, 3, 0);
    nameForReaders(*widget);
  }
  using QProxyStyle::polish;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override {
    QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ItemViewItem) whole.rheight() += kRowSpace;
    return whole;
  }
  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override {
    return metric == PM_DockWidgetTitleBarButtonMargin
               ? kTitleBarMargin
               : QProxyStyle::pixelMetric(metric, option, widget);
  }
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* more) const override {
    return hint == SH_DialogButtonBox_ButtonsHaveIcons
               ? 0
               : QProxyStyle::styleHint(hint, option, widget, more);
  }

 private:
  /// Fusion's chosen tab is a shade lighter than the others, which on black is nothing.
  static void markTab(const QStyleOptionTab& tab, QPainter& painter) {
    if (!(tab.state & State_Selected)) return;
    QRect edge = tab.rect.adjusted(1, 0, -1, 0);
    tab.shape == QTabBar::RoundedSouth ? edge.setTop(edge.bottom() - kTabMark + 1)
                                       : edge.setHeight(kTabMark);
    painter.fillRect(edge, tab.palette.color(QPalette::Highlight));
  }

  void outline(const QStyleOption& option, QPainter& painter, double radius) const {
    const QPalette& palette = option.palette;
    const bool focused = option.state & State_HasFocus;
    const QColor quiet =
        mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), share_);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(focused ? palette.color(QPalette::Highlight) : quiet, 1));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
  }

  float share_;
};

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
