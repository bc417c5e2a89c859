// "1 note", never "1 notes": by the helper, and by every source that puts a number before a noun.
#include "ui/CountText.h"

#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>

namespace timbre::ui {
namespace {

constexpr qsizetype kNear = 250;  // letters from a call to its last argument
const QString kNouns = QStringLiteral(
    "notes|sounds|files|models|instruments|pitches|keys|frames|channels|samples|numbers|tensors|"
    "bytes|"
    "layers|threads|cores|parts|minutes|issues|gaps|studies|trials|partials|duplicates|steps|"
    "times");

QString sourceOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Texts that say a plural whatever the number is.
QStringList carelessIn(const QString& source) {
  static const QRegularExpression kShown(
      QStringLiteral("tr\\(\\s*\"[^\"]*%L?[1-9] (?:more )?(?:%1)\\b(?! per | analysed| different)")
          .arg(kNouns));
  static const QRegularExpression kJoined(
      QStringLiteral("std::to_string\\([^;\"]*\\)\\s*\\+\\s*\" (?:%1)\\b").arg(kNouns));
  QStringList found;
  for (auto hits = kShown.globalMatch(source); hits.hasNext();) {
    const auto hit = hits.next();
    const qsizetype at = hit.capturedStart(), from = std::max<qsizetype>(0, at - kNear);
    if (!source.mid(from, at - from).contains(QStringLiteral("countText(")))
      found << hit.captured();
  }
  for (auto hits = kJoined.globalMatch(source); hits.hasNext();) found << hits.next().captured();
  return found;
}

}  // namespace

class CountTextTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void oneIsSingularAndLargeNumbersAreGrouped() {
    const QString one = QStringLiteral("1 note"), many = QStringLiteral("%1 notes");
    QCOMPARE(countText(1, one, many), one);
    QCOMPARE(countText(0, one, many), QStringLiteral("0 notes"));
    QCOMPARE(countText(305979, one, many), QStringLiteral("305,979 notes"));
  }

  void aCarelessTextIsFound() {
    QCOMPARE(carelessIn(QStringLiteral("say(tr(\"%1 notes were read\").arg(n));")).size(), 1);
    QCOMPARE(carelessIn(QStringLiteral("say(std::to_string(n) + \" notes were read\");")).size(),
             1);
    QVERIFY(carelessIn(QStringLiteral("say(countText(n, tr(\"1 note\"), tr(\"%1 notes\")));"))
                .isEmpty());
    QVERIFY(carelessIn(QStringLiteral("say(countText(n, \"note\") + \" of some\");")).isEmpty());
  }

  void everySourceCountsWithCare() {
    int sources = 0;
    for (const char* root : {"app", "core", "ui"}) {
      QDirIterator files(QStringLiteral(TIMBRE_ASSETS "/../") + QLatin1String(root),
                         {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                         QDirIterator::Subdirectories);
      while (files.hasNext()) {
        const QString path = files.next();
        const QStringList careless = carelessIn(sourceOf(path));
        QVERIFY2(careless.isEmpty(),
                 qPrintable(path + QStringLiteral(": ") + careless.join(QStringLiteral("; "))));
        ++sources;
      }
    }
    QVERIFY2(sources > 500, qPrintable(QString::number(sources)));
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::CountTextTest)
#include "CountTextTest.moc"
