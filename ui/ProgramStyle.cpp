#include "ui/ProgramStyle.h"

#include <QAbstractSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

#include "ui/ReaderNames.h"
#include "ui/Theme.h"

namespace timbre::ui {
namespace {

constexpr int kRowSpace = 4;        // px that an entry of a list is higher than its text
constexpr int kTabMark = 2;         // px of the line at a chosen tab
constexpr int kTitleBarMargin = 4;  // px around the signs in a dock's title bar

/// Fusion's chosen tab is a shade lighter than the others, which on black is nothing.
void markTab(const QStyleOptionTab& tab, QPainter& painter) {
  if (!(tab.state & QStyle::State_Selected)) return;
  QRect edge = tab.rect.adjusted(1, 0, -1, 0);
  tab.shape == QTabBar::RoundedSouth ? edge.setTop(edge.bottom() - kTabMark + 1)
                                     : edge.setHeight(kTabMark);
  painter.fillRect(edge, tab.palette.color(QPalette::Highlight));
}

}  // namespace

ProgramStyle::ProgramStyle(float share)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), share_(share) {}

void ProgramStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                 QPainter* painter, const QWidget* widget) const {
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

void ProgramStyle::drawControl(ControlElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
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

void ProgramStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
  QProxyStyle::drawComplexControl(control, option, painter, widget);
  if (control == CC_ComboBox || control == CC_SpinBox) outline(*option, *painter, 2);
  if (control != CC_Slider) return;
  QStyleOption handle(static_cast<const QStyleOption&>(*option));
  handle.rect = subControlRect(CC_Slider, option, SC_SliderHandle, widget);
  outline(handle, *painter, 2);
}

// NOLINTNEXTLINE(readability-function-size): the parameters are those of Qt
void ProgramStyle::drawItemText(QPainter* painter, const QRect& room, int flags,
                                const QPalette& palette, bool enabled, const QString& text,
                                QPalette::ColorRole role) const {
  if (flags & Qt::TextShowMnemonic) flags |= Qt::TextDontClip;  // see polish()
  QProxyStyle::drawItemText(painter, room, flags, palette, enabled, text, role);
}

void ProgramStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (auto* header = qobject_cast<QHeaderView*>(widget))
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  // An underlined letter is drawn without the kerning that the label's measure counts.
  if (auto* label = qobject_cast<QLabel*>(widget); label && label->buddy())
    label->setContentsMargins(0, 0, 3, 0);
  nameForReaders(*widget);
}

QSize ProgramStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                     const QSize& size, const QWidget* widget) const {
  QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
  if (type == CT_ItemViewItem) whole.rheight() += kRowSpace;
  return whole;
}

int ProgramStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                              const QWidget* widget) const {
  return metric == PM_DockWidgetTitleBarButtonMargin
             ? kTitleBarMargin
             : QProxyStyle::pixelMetric(metric, option, widget);
}

int ProgramStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* more) const {
  return hint == SH_DialogButtonBox_ButtonsHaveIcons
             ? 0
             : QProxyStyle::styleHint(hint, option, widget, more);
}

void ProgramStyle::outline(const QStyleOption& option, QPainter& painter, double radius) const {
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

}  // namespace timbre::ui
