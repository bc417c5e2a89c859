#include "ui/PlainText.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace timbre::ui {
namespace {

/// Qt takes a label's text for HTML when it looks like it, unless the label is told.
class PlainLabels final : public QObject {
 public:
  using QObject::QObject;

 private:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Polish) return false;
    auto* label = qobject_cast<QLabel*>(watched);
    // A tooltip's label is not ours: plainTip() writes for it.
    if (label && label->textFormat() == Qt::AutoText && !label->inherits("QTipLabel"))
      label->setTextFormat(Qt::PlainText);
    return false;
  }
};

}  // namespace

QString plainTip(const QString& text) {
  if (text.isEmpty()) return {};
  return QStringLiteral("<qt>") +
         text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")) +
         QStringLiteral("</qt>");
}

void keepLabelsPlain(QApplication& application) {
  application.installEventFilter(new PlainLabels(&application));
}

}  // namespace timbre::ui
