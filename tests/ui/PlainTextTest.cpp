// A name is a name, even where it looks like markup: by the helper, and by every place that shows
// one.
#include "ui/PlainText.h"

#include <QAccessible>
#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QRegularExpression>
#include <QTest>
#include <QToolTip>

#include "ui/widgets/ElidingLabel.h"

using namespace timbre::ui;

namespace {

const QString kName = QStringLiteral("<h1>kick</h1> & <img src='x'>\n\"snare\"");

QString sourceOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The argument of the call whose opening bracket ends at `from`.
QString argumentAt(const QString& source, qsizetype from) {
  int depth = 1;
  qsizetype at = from;
  for (; at < source.size() && depth > 0; ++at)
    depth += source[at] == QLatin1Char('(') ? 1 : source[at] == QLatin1Char(')') ? -1 : 0;
  return source.mid(from, at - from - 1).simplified();
}

/// The program's own words, without a place for a name.
bool isOwnText(const QString& argument) {
  static const QRegularExpression kLiteral(
      QStringLiteral("^(\\w+::)?tr\\((\\s*\"([^\"\\\\]|\\\\.)*\")+\\s*\\)$"));
  return argument.isEmpty() || kLiteral.match(argument).hasMatch();
}

}  // namespace

class PlainTextTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { keepLabelsPlain(*qApp); }

  void aTipIsWhatItSaysAndNothingElse() {
    QCOMPARE(plainTip(kName), kName);
    QVERIFY(plainTip({}).isEmpty());
  }

  void aLongLineOfATipIsBrokenBetweenWords() {
    const QString word = QStringLiteral("spectrogram");
    const QString path(200, QLatin1Char('x'));
    const QString text = QStringList(QList<QString>(20, word)).join(QLatin1Char(' '));
    const QString tip = plainTip(text + QLatin1Char('\n') + path);
    QStringList lines = tip.split(QLatin1Char('\n'));
    QCOMPARE(lines.takeLast(), path);
    QVERIFY(lines.size() > 2);
    for (const QString& line : std::as_const(lines)) QVERIFY(line.size() <= 72);
    QCOMPARE(lines.join(QLatin1Char(' ')), text);
  }

  void aTooltipShowsMarkupAsItIsAndAReaderHearsIt() {
    QWidget widget;
    widget.setToolTip(plainTip(kName));
    widget.show();
    QToolTip::showText(QPoint(20, 20), widget.toolTip(), &widget);
    QLabel* shown = nullptr;
    for (QWidget* each : QApplication::topLevelWidgets())
      if (each->inherits("QTipLabel")) shown = qobject_cast<QLabel*>(each);
    QVERIFY(shown);
    QCOMPARE(shown->text(), kName);
    QCOMPARE(shown->textFormat(), Qt::PlainText);
    QToolTip::hideText();
    const auto* spoken = QAccessible::queryAccessibleInterface(&widget);
    QCOMPARE(spoken->text(QAccessible::Description), kName);
  }

  void aLabelShowsItsTextUnlessItSaysOtherwise() {
    QLabel label(kName);
    QLabel rich(QStringLiteral("<b>bold</b>"));
    rich.setTextFormat(Qt::RichText);
    label.show();
    rich.show();
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(rich.textFormat(), Qt::RichText);
  }

  void aMessageBoxDoesSoToo() {
    QMessageBox box(QMessageBox::Warning, QStringLiteral("Import"), kName);
    box.setInformativeText(kName);
    box.show();
    const auto labels = box.findChildren<QLabel*>();
    int shown = 0;
    for (const QLabel* label : labels) {
      if (label->text() != kName) continue;
      ++shown;
      QCOMPARE(label->textFormat(), Qt::PlainText);
    }
    QCOMPARE(shown, 2);
  }

  void anElidedNameIsReadWhole() {
    ElidingLabel label;
    label.setText(kName);
    label.resize(40, 20);
    label.show();
    QCOMPARE(label.toolTip(), kName);
    label.resize(2000, 20);
    QVERIFY(label.toolTip().isEmpty());
  }

  void everyTooltipIsOurOwnWordsOrGoesThroughTheHelper() {
    static const QRegularExpression kCall(QStringLiteral("(\\w+)?setToolTip\\("));
    static const QRegularExpression kColumn(QStringLiteral("^\\d+, "));  // of an item of a tree
    QStringList strangers;
    int calls = 0;
    QDirIterator files(QStringLiteral(TIMBRE_ASSETS "/../ui"), {QStringLiteral("*.cpp")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      const QString path = files.next();
      const QString source = sourceOf(path);
      for (auto it = kCall.globalMatch(source); it.hasNext();) {
        QString argument = argumentAt(source, it.next().capturedEnd());
        argument.remove(kColumn);
        ++calls;
        if (!isOwnText(argument) && !argument.startsWith(QLatin1String("plainTip(")))
          strangers << path + QStringLiteral(": ") + argument;
      }
    }
    QVERIFY(calls > 20);
    QVERIFY2(strangers.isEmpty(), qPrintable(strangers.join(QLatin1Char('\n'))));
  }
};

QTEST_MAIN(PlainTextTest)
#include "PlainTextTest.moc"
