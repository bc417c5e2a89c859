#include "ui/widgets/PlotAccessible.h"

#include <QAccessibleWidget>

#include "ui/widgets/FiguresLine.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {
namespace {

/// What is seen, and the figures below it.
QString described(const RainbowgramPlot& plot) {
  QStringList sentences{plot.spokenState()};
  if (const auto* figures = plot.findChild<FiguresLine*>()) sentences << figures->text();
  sentences.removeAll(QString());
  return sentences.join(QStringLiteral(". "));
}

class PlotInterface : public QAccessibleWidget {
 public:
  explicit PlotInterface(RainbowgramPlot* plot) : QAccessibleWidget(plot, QAccessible::Chart) {}

  QString text(QAccessible::Text kind) const override {
    const auto* plot = static_cast<const RainbowgramPlot*>(object());
    if (kind == QAccessible::Value) return plot->spokenState();
    if (kind == QAccessible::Description && plot->accessibleDescription().isEmpty())
      return described(*plot);
    return QAccessibleWidget::text(kind);
  }
  // The parts are for the eye; what they say is in name and value.
  int childCount() const override { return 0; }
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QAccessibleInterface* focusChild() const override { return nullptr; }
};

QAccessibleInterface* plotInterface(const QString&, QObject* object) {
  auto* plot = qobject_cast<RainbowgramPlot*>(object);
  return plot ? new PlotInterface(plot) : nullptr;
}

}  // namespace

void installPlotAccessibility() {
  static const bool installed = [] {
    QAccessible::installFactory(&plotInterface);
    return true;
  }();
  Q_UNUSED(installed);
}

void tellAccessibility(RainbowgramPlot& plot) {
  if (!QAccessible::isActive()) return;
  QAccessibleValueChangeEvent event(&plot, plot.spokenState());
  QAccessible::updateAccessibility(&event);
}

}  // namespace timbre::ui
