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
    if (label && label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
    return false;
  }
};

constexpr qsizetype kTipLine = 72;  // characters

/// Qt breaks no line of a plain tooltip.
QString wrapped(const QString& line) {
  QString text;
  qsizetype begin = 0;
  while (line.size() - begin > kTipLine) {
    qsizetype space = line.lastIndexOf(QLatin1Char(' '), begin + kTipLine);
    if (space <= begin) space = line.indexOf(QLatin1Char(' '), begin + kTipLine);
    if (space < 0) break;
    text += line.mid(begin, space - begin) + QLatin1Char('\n');
    begin = space + 1;
  }
  return text + line.mid(begin);
}

}  // namespace

QString plainTip(const QString& text) {
  QStringList lines = text.split(QLatin1Char('\n'));
  for (QString& line : lines) line = wrapped(line);
  return lines.join(QLatin1Char('\n'));
}

void keepLabelsPlain(QApplication& application) {
  application.installEventFilter(new PlainLabels(&application));
}

}  // namespace timbre::ui
