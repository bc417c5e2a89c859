// Every control of the window and of its dialogs has a name for a screen reader, and the keyboard
// reaches it.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QPushButton>
#include <QSet>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>
#include <QTreeView>

#include "audio/AudioWriter.h"
#include "support/Sounds.h"
#include "support/WindowFixture.h"
#include "ui/Theme.h"
#include "ui/window/Workspace.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

/// What a person operates, rather than what holds or shows it.
bool isControl(const QAccessibleInterface& item) {
  switch (item.role()) {
    case QAccessible::PushButton:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::EditableText:
    case QAccessible::ComboBox:
    case QAccessible::SpinBox:
    case QAccessible::Slider:
    case QAccessible::Table:
    case QAccessible::List:
    case QAccessible::Tree:
    case QAccessible::PageTabList:
    case QAccessible::ButtonMenu:
    case QAccessible::ProgressBar:
      return true;
    default:
      return false;
  }
}

/// Qt parks the tabs that no dock needs beside the window.
bool isParked(const QWidget& widget) {
  const auto* tabs = qobject_cast<const QTabBar*>(&widget);
  return tabs && tabs->count() == 0;
}

/// Parts of a control that its name stands for.
bool isPartOfOther(const QWidget& widget) {
  const QWidget* parent = widget.parentWidget();
  return qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent) ||
         widget.objectName().startsWith(QStringLiteral("qt_")) ||
         qobject_cast<const QLineEdit*>(parent);
}

QStringList unnamed(QWidget& root) {
  QStringList found;
  QList<QWidget*> widgets = root.findChildren<QWidget*>();
  widgets.push_back(&root);
  for (QWidget* widget : std::as_const(widgets)) {
    if (!widget->isVisibleTo(&root) || isPartOfOther(*widget) || isParked(*widget)) continue;
    QAccessibleInterface* item = QAccessible::queryAccessibleInterface(widget);
    if (!item || !isControl(*item) || !item->text(QAccessible::Name).trimmed().isEmpty()) continue;
    found << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                 widget->objectName() + QStringLiteral(" in ") +
                 (widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
  }
  return found;
}

/// Those whose letter behind the "&" another one of the menu has too.
QStringList entriesOfOneKey(const QList<QAction*>& actions) {
  QMap<QChar, QString> first;
  QStringList found;
  for (const QAction* action : actions) {
    QString text = action->text();
    text.remove(QStringLiteral("&&"));
    const auto at = text.indexOf(QLatin1Char('&'));
    if (!action->isVisible() || at < 0 || at + 1 >= text.size()) continue;
    const QChar key = text[at + 1].toLower();
    if (first.contains(key)) found << first[key] + QStringLiteral(" and ") + text;
    first.insert(key, text);
  }
  return found;
}

}  // namespace

class AccessibilityTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("AccessibilityTest"));
    apply(*qApp, Theme::Light);  // as in the program
    qputenv("XDG_DATA_HOME", data_.path().toLocal8Bit());
  }

  void anUnnamedControlIsFound() {
    QWidget root;
    auto* button = new QPushButton(&root);
    button->setObjectName(QStringLiteral("nameless"));
    auto* edit = new QLineEdit(&root);
    edit->setAccessibleName(QStringLiteral("Name"));
    QCOMPARE(unnamed(root).size(), 1);
    QVERIFY(unnamed(root).first().contains(QStringLiteral("nameless")));
  }

  void everyControlOfEveryWorkspaceHasAName() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (const Workspace workspace : kWorkspaces) {
      f.find<QTabBar>("workspaceBar")->setCurrentIndex(static_cast<int>(workspace));
      QCoreApplication::processEvents();
      const QStringList missing = unnamed(*f.window);
      QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }
  }

  void everyControlOfEveryDialogHasAName() {
    WindowFixture f;
    QVERIFY(f.settled());
    const std::string sound = data_.path().toStdString() + "/a.wav";
    QVERIFY(audio::writeWav(sound, test::sine(440, 0.5, 16000)));
    f.window->open({QString::fromStdString(sound)});
    for (const char* action : {"exportSoundAction", "exportPictureAction", "importModelAction",
                               "trainAction", "keysAction", "aboutAction", "userGuideAction",
                               "recordSoundAction", "commandPaletteAction"})
      f.find<QAction>(action)->trigger();
    QVERIFY(f.settled());
    int dialogs = 0;
    const auto all = QApplication::topLevelWidgets();
    for (QWidget* each : all) {
      if (!each->isVisible() || each == f.window.get() || qobject_cast<QMenu*>(each)) continue;
      ++dialogs;
      const QStringList missing = unnamed(*each);
      QVERIFY2(missing.isEmpty(), qPrintable(each->objectName() + QLatin1Char('\n') +
                                             missing.join(QLatin1Char('\n'))));
    }
    QVERIFY2(dialogs >= 8, qPrintable(QString::number(dialogs)));
    for (QWidget* each : all) {  // and each is a window or a dialog with a name
      if (!each->isVisible() || qobject_cast<QMenu*>(each)) continue;
      const auto* item = QAccessible::queryAccessibleInterface(each);
      const bool isWindow =
          item->role() == QAccessible::Window || item->role() == QAccessible::Dialog;
      QVERIFY2(isWindow && !item->text(QAccessible::Name).isEmpty(),
               qPrintable(each->objectName()));
    }
  }

  void whatHasANameHasARoleToo() {
    WindowFixture f;
    QVERIFY(f.settled());
    QStringList fillers;
    for (const Workspace workspace : kWorkspaces) {
      f.find<QTabBar>("workspaceBar")->setCurrentIndex(static_cast<int>(workspace));
      QCoreApplication::processEvents();
      for (QWidget* each : f.window->findChildren<QWidget*>()) {
        const auto* item = QAccessible::queryAccessibleInterface(each);
        const bool holds = item->childCount() > 0 && each->focusPolicy() == Qt::NoFocus;
        if (each->isVisible() && !each->accessibleName().isEmpty() && !holds &&
            !qobject_cast<QAbstractScrollArea*>(each) && item->role() == QAccessible::Client)
          fillers << QLatin1String(each->metaObject()->className()) + QLatin1Char(' ') +
                         each->accessibleName();
      }
    }
    fillers.removeDuplicates();
    QVERIFY2(fillers.isEmpty(), qPrintable(fillers.join(QLatin1Char('\n'))));
  }

  void noDescriptionIsMarkup() {
    WindowFixture f;
    QVERIFY(f.settled());
    QList<QAccessibleInterface*> left{QAccessible::queryAccessibleInterface(f.window.get())};
    int described = 0;
    while (!left.isEmpty()) {
      const auto* item = left.takeLast();
      for (int i = 0; i < item->childCount(); ++i)
        if (auto* child = item->child(i)) left.push_back(child);
      const QString text = item->text(QAccessible::Description);
      described += !text.isEmpty();
      QVERIFY2(!text.contains(QLatin1String("<qt>")) && !text.contains(QLatin1String("&gt;")),
               qPrintable(text));
    }
    QVERIFY2(described > 20, qPrintable(QString::number(described)));
  }

  void noTwoEntriesOfAMenuHaveOneAccessKey() {
    WindowFixture f;
    QMenuBar& bar = *f.window->menuBar();
    QStringList twice = entriesOfOneKey(bar.actions());
    int menus = 0;
    const auto all = bar.findChildren<QMenu*>();
    for (const QMenu* menu : all) {
      twice << entriesOfOneKey(menu->actions());
      ++menus;
    }
    QVERIFY2(menus > 6, "these are not the window's menus");
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(QStringLiteral("; "))));
  }

  void everyComboBoxSaysWhatIsChosenInIt() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QTabBar>("workspaceBar")->setCurrentIndex(static_cast<int>(Workspace::Compare));
    QCoreApplication::processEvents();
    int boxes = 0;
    for (QComboBox* box : f.window->findChildren<QComboBox*>()) {
      QAccessibleInterface* item = QAccessible::queryAccessibleInterface(box);
      if (!box->testAttribute(Qt::WA_WState_Polished) || isPartOfOther(*box)) continue;
      ++boxes;
      QVERIFY2(!item->relations(QAccessible::Label).isEmpty() ||
                   !item->text(QAccessible::Description).isEmpty(),
               qPrintable(box->objectName()));
    }
    QVERIFY2(boxes >= 4, qPrintable(QString::number(boxes)));
  }

  void everyClearButtonHasAName() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("commandPaletteAction")->trigger();
    auto* field = f.find<QLineEdit>("commandField");
    QVERIFY(field);
    field->setText(QStringLiteral("a"));
    int buttons = 0;
    for (QToolButton* button : field->findChildren<QToolButton*>()) {
      ++buttons;
      QVERIFY(!QAccessible::queryAccessibleInterface(button)->text(QAccessible::Name).isEmpty());
    }
    QCOMPARE(buttons, 1);
  }

  void returnClosesWhatOnlyTells() {
    WindowFixture f;
    QVERIFY(f.settled());
    for (const auto& [action, name] :
         {std::pair("keysAction", "keysDialog"), std::pair("aboutAction", "aboutDialog")}) {
      f.find<QAction>(action)->trigger();
      const QPointer<QDialog> dialog = f.find<QDialog>(name);
      QVERIFY(dialog && QTest::qWaitForWindowActive(dialog));
      QTest::keyClick(dialog, Qt::Key_Return);
      QTRY_VERIFY2(!dialog || !dialog->isVisible(), name);
    }
  }

  void tabLeavesTheTableOfKeys() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("keysAction")->trigger();
    auto* dialog = f.find<QDialog>("keysDialog");
    auto* table = f.find<QTableWidget>("keysTable");
    QVERIFY(dialog && table && QTest::qWaitForWindowActive(dialog));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Tab);
    QVERIFY(qobject_cast<QPushButton*>(dialog->focusWidget()));
  }

  void tabVisitsTheExportOfPicturesFromTopToBottom() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("exportPictureAction")->trigger();
    auto* dialog = f.find<QDialog>("exportPictureDialog");
    QVERIFY(dialog && QTest::qWaitForWindowActive(dialog));
    const QWidget* at = f.find<QWidget>("exportWhat");
    int stops = 0;
    int last = at->mapTo(dialog, QPoint(0, 0)).y();
    while (at->objectName() != QLatin1String("pictureLegend")) {
      at = at->nextInFocusChain();
      if (!(at->focusPolicy() & Qt::TabFocus) || !at->isVisible()) continue;
      const int top = at->mapTo(dialog, QPoint(0, 0)).y();
      QVERIFY2(top > last, qPrintable(at->objectName()));
      last = top;
      ++stops;
    }
    QCOMPARE(stops, 4);  // format, background, size, legend
  }

  void theKeyboardGoesRoundTheWindowAndReachesEveryControl() {
    WindowFixture f;
    QVERIFY(f.settled());
    QSet<QWidget*> reached;
    QWidget* start = f.window->focusWidget();
    QVERIFY(start);
    QWidget* at = start;
    do {
      at = at->nextInFocusChain();
      const bool stops = (at->focusPolicy() & Qt::TabFocus) && at->isVisible() && at->isEnabled() &&
                         at->window() == f.window.get();
      if (!stops) continue;
      QVERIFY2(!at->size().isEmpty(), qPrintable(at->objectName()));  // no invisible stop
      reached.insert(at);
    } while (at != start);
    for (const char* name : {"searchBox", "notesTable", "workspaceBar", "originalPlot",
                             "modelChoice", "playButton", "welcomePlay", "volumeSlider"})
      QVERIFY2(reached.contains(f.find<QWidget>(name)), name);
  }

 private:
  QTemporaryDir data_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::AccessibilityTest)
#include "AccessibilityTest.moc"
