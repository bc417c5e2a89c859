// The manual inside the program: pages, search, links, and that every link of the real pages leads
// somewhere.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <set>

#include "ui/views/HelpWindow.h"

namespace timbre::ui {

class HelpWindowTest : public QObject {
  Q_OBJECT

 private slots:
  void pagesAreCutIntoSectionsAndSearched() {
    const QTemporaryDir folder;
    write(folder, "zebra.md",
          "# Zebra\nStripes.\n## Mane\nShort hair.\n```\n# not a heading\n```\n");
    write(folder, "user-guide.md", "# Guide\nHow to hear.\n");
    const auto all = readHelpPages(folder.path());
    QCOMPARE(all.size(), std::size_t{3});
    QCOMPARE(all[0].page, QStringLiteral("Guide"));  // before what comes first by name
    QCOMPARE(all[2].heading, QStringLiteral("Mane"));
    QVERIFY(all[2].text.contains(QStringLiteral("# not a heading")));
    QCOMPARE(searchHelp(all, QStringLiteral("HAIR short")).size(), std::size_t{1});
    QVERIFY(searchHelp(all, QStringLiteral("hair stripes")).empty());
    QCOMPARE(searchHelp(all, {}).size(), std::size_t{2});
  }

  void aHitOpensItsPageAndMarksTheWord() {
    HelpWindow window(docs(), nullptr);
    window.show();
    auto* text = window.findChild<QTextBrowser*>(QStringLiteral("helpText"));
    auto* list = window.findChild<QListWidget*>(QStringLiteral("helpList"));
    QVERIFY(text->toPlainText().contains(QStringLiteral("User guide")));
    const int pages = list->count();
    QVERIFY(pages >= 6);
    QTest::keyClicks(window.findChild<QLineEdit*>(QStringLiteral("helpSearch")),
                     QStringLiteral("safetensors"));
    QVERIFY(list->count() > 0);
    list->setCurrentRow(0);
    QCOMPARE(text->textCursor().selectedText().toLower(), QStringLiteral("safetensors"));
    window.showPage(QStringLiteral("reading-the-pictures.md"));
    QVERIFY(text->source().fileName() == QStringLiteral("reading-the-pictures.md"));
    QCOMPARE(list->count(), pages);
  }

  void nothingFoundIsASentence() {
    HelpWindow window(docs(), nullptr);
    window.findChild<QLineEdit*>(QStringLiteral("helpSearch"))->setText(QStringLiteral("qqqq"));
    auto* list = window.findChild<QListWidget*>(QStringLiteral("helpList"));
    QCOMPARE(list->count(), 1);
    list->setCurrentRow(0);  // does nothing
    const HelpWindow nowhere(QStringLiteral("/nowhere/at/all"), nullptr);
    QVERIFY(nowhere.findChild<QTextBrowser*>()->toPlainText().contains(
        QStringLiteral("/nowhere/at/all")));
  }

  void everyLinkOfTheManualLeadsSomewhere() {
    const auto all = readHelpPages(docs());
    std::set<QString> anchors;
    for (const auto& section : all)
      anchors.insert(QFileInfo(section.file).fileName() + QLatin1Char('#') +
                     helpAnchor(section.heading));
    static const QRegularExpression link(QStringLiteral("\\]\\(([^)]+)\\)"));
    int links = 0;
    for (const auto& section : all) {
      auto found = link.globalMatch(section.text);
      while (found.hasNext()) {
        const QString target = found.next().captured(1);
        if (target.contains(QStringLiteral("://"))) continue;
        ++links;
        const QFileInfo page(section.file);
        const QString name = target.section(QLatin1Char('#'), 0, 0);
        const QString anchor = target.section(QLatin1Char('#'), 1);
        const QFileInfo file(name.isEmpty() ? page : QFileInfo(page.dir(), name));
        QVERIFY2(file.exists(), qPrintable(target));
        QVERIFY2(anchor.isEmpty() || anchors.contains(file.fileName() + QLatin1Char('#') + anchor),
                 qPrintable(target));
      }
    }
    QVERIFY(links >= 3);
  }

 private:
  static QString docs() { return QStringLiteral(TIMBRE_ASSETS "/docs"); }
  static void write(const QTemporaryDir& folder, const char* name, const char* text) {
    QFile file(folder.filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::HelpWindowTest)
#include "HelpWindowTest.moc"
