// No text is cut on a small screen: every label, button, tab, list entry and header of every
// workspace and dialog, with the program's own notes.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>

#include "audio/AudioWriter.h"
#include "support/Sounds.h"
#include "support/WindowFixture.h"
#include "ui/window/Workspace.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

const std::filesystem::path kNotes = std::filesystem::path(TIMBRE_ASSETS) / "library";

/// What a person reads of a label's text.
QString readOf(const QLabel& label) {
  if (label.textFormat() != Qt::RichText) return label.text();
  QTextDocument document;
  document.setHtml(label.text());
  return document.toPlainText();
}

bool cutsLabel(const QLabel& label) {
  if (label.text().isEmpty() || !label.pixmap().isNull()) return false;
  const QSize room = label.contentsRect().size();
  if (label.wordWrap()) return label.heightForWidth(label.width()) > label.height() + 1;
  int widest = 0, lines = 0;
  const QStringList parts = readOf(label).remove(QLatin1Char('&')).split(QLatin1Char('\n'));
  for (const QString& line : parts) {
    widest = std::max(widest, label.fontMetrics().horizontalAdvance(line));
    ++lines;
  }
  return widest > room.width() + 1 || lines * label.fontMetrics().height() > room.height() + 1;
}

bool cutsButton(const QAbstractButton& button) {
  if (button.text().isEmpty()) return false;
  const auto* tool = qobject_cast<const QToolButton*>(&button);
  if (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull())
    return false;
  // A push button's hint is wider than a short text.
  const QString text = QString(button.text()).remove(QLatin1Char('&'));
  const int wide = qobject_cast<const QPushButton*>(&button)
                       ? button.fontMetrics().horizontalAdvance(text) + 8
                       : button.sizeHint().width();
  return wide > button.width() || button.fontMetrics().height() > button.height();
}

bool cutsChoice(const QComboBox& box) {
  QStyleOptionComboBox option;
  option.initFrom(&box);
  option.subControls = QStyle::SC_All;
  const QRect field =
      box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
  return box.fontMetrics().horizontalAdvance(box.currentText()) > field.width();
}

QStringList cutTabs(const QTabBar& bar) {
  QStringList found;
  for (int i = 0; i < bar.count(); ++i)
    if (bar.fontMetrics().horizontalAdvance(QString(bar.tabText(i)).remove(QLatin1Char('&'))) >
            bar.tabRect(i).width() ||
        !bar.rect().adjusted(-1, -1, 1, 1).contains(bar.tabRect(i)))
      found << bar.tabText(i);
  return found;
}

/// Entries whose column is too narrow. A table that is scrolled sideways shows the rest.
QStringList cutEntries(const QAbstractItemView& view) {
  QStringList found;
  const QAbstractItemModel* model = view.model();
  if (!model) return found;
  for (QModelIndex row = view.indexAt({1, 1}); row.isValid();) {
    for (int column = 0; column < model->columnCount(row.parent()); ++column) {
      const QModelIndex index = row.siblingAtColumn(column);
      const QRect place = view.visualRect(index);
      if (place.isEmpty() || !view.viewport()->rect().contains(place)) continue;
      const QString text = index.data().toString();
      if (!text.isEmpty() && view.sizeHintForIndex(index).width() > place.width() &&
          index.data(Qt::ToolTipRole).toString().isEmpty())
        found << text;
    }
    const int below = view.visualRect(row).bottom() + 2;
    const QModelIndex next = view.indexAt({1, below});
    row = next == row ? QModelIndex() : next;
  }
  return found;
}

QStringList cutHeaders(const QHeaderView& header) {
  QStringList found;
  if (header.orientation() != Qt::Horizontal) return found;
  for (int i = 0; i < header.count(); ++i) {
    const QString text = header.model()->headerData(i, Qt::Horizontal).toString();
    const int left = header.sectionViewportPosition(i), right = left + header.sectionSize(i);
    if (header.isSectionHidden(i) || left < 0 || right > header.viewport()->width()) continue;
    if (header.fontMetrics().horizontalAdvance(text) > header.sectionSize(i)) found << text;
  }
  return found;
}

/// What is cut in `root`, as "class name: text".
QStringList cutTexts(QWidget& root) {
  QStringList found;
  const auto tell = [&](const QWidget& widget, const QString& text) {
    found << QLatin1String(widget.metaObject()->className()) + QLatin1Char(' ') +
                 widget.objectName() + QStringLiteral(": ") + text;
  };
  const auto widgets = root.findChildren<QWidget*>();
  for (QWidget* widget : widgets) {
    if (!widget->isVisible() || widget->visibleRegion().isEmpty()) continue;
    if (widget->parentWidget() && widget->parentWidget()->inherits("QScrollArea")) continue;
    if (const auto* label = qobject_cast<QLabel*>(widget); label && cutsLabel(*label))
      tell(*label, readOf(*label));
    if (const auto* button = qobject_cast<QAbstractButton*>(widget); button && cutsButton(*button))
      tell(*button, button->text());
    if (const auto* box = qobject_cast<QComboBox*>(widget);
        box && cutsChoice(*box) && box->toolTip().isEmpty())
      tell(*box, box->currentText());
    QStringList inside;
    if (const auto* bar = qobject_cast<QTabBar*>(widget)) inside = cutTabs(*bar);
    if (const auto* header = qobject_cast<QHeaderView*>(widget))
      inside = cutHeaders(*header);
    else if (const auto* view = qobject_cast<QAbstractItemView*>(widget))
      inside = cutEntries(*view);
    for (const QString& text : inside) tell(*widget, text);
  }
  return found;
}

}  // namespace

class TextFitTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("TextFitTest"));
    qputenv("XDG_DATA_HOME", data_.path().toLocal8Bit());
  }

  void aCutTextIsFound() {
    QWidget root;
    auto* label = new QLabel(QStringLiteral("a rather long text"), &root);
    auto* button = new QToolButton(&root);
    button->setText(QStringLiteral("Another long text"));
    auto* wrapped = new QLabel(QStringLiteral("a text of many words on many lines"), &root);
    wrapped->setWordWrap(true);
    label->setGeometry(0, 0, 30, 30);
    button->setGeometry(0, 40, 30, 30);
    wrapped->setGeometry(0, 80, 40, 20);
    root.show();
    QVERIFY(QTest::qWaitForWindowExposed(&root));
    QCOMPARE(cutTexts(root).size(), 3);
    label->resize(label->sizeHint());
    button->resize(button->sizeHint());
    wrapped->resize(200, 200);
    QVERIFY2(cutTexts(root).isEmpty(), qPrintable(cutTexts(root).join(QLatin1Char('\n'))));
  }

  void noWorkspaceCutsATextAt1280By720() {
    WindowFixture f(kNotes);
    QVERIFY(f.settled());
    fill(*f.window);
    for (const Workspace workspace : kWorkspaces) {
      f.find<QTabBar>("workspaceBar")->setCurrentIndex(static_cast<int>(workspace));
      for (const char* button : {"listButton", "gridButton", "mapButton"}) {
        f.find<QToolButton>(button)->click();
        QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 30000);
        QCOMPARE(f.window->width(), 1280);
        const QStringList cut = cutTexts(*f.window);
        QVERIFY2(cut.isEmpty(),
                 qPrintable(titleOf(workspace) + QLatin1Char(' ') + QLatin1String(button) +
                            QLatin1Char('\n') + cut.join(QLatin1Char('\n'))));
      }
    }
  }

  void noInspectViewCutsATextAt1280By720() {
    WindowFixture f(kNotes);
    QVERIFY(f.settled());
    fill(*f.window);
    f.find<QTabBar>("workspaceBar")->setCurrentIndex(1);
    int views = 0;
    for (const char* dock : {"waveformDock", "spectrumDock", "embeddingDock", "pitchDock",
                             "spectrogramDock", "midiTableDock", "pianoDock", "issuesDock"}) {
      auto* action = f.find<QAction>((std::string(dock) + "Action").c_str());
      QVERIFY2(action, dock);
      action->trigger();
      QTRY_VERIFY_WITH_TIMEOUT(f.quiet(), 30000);
      const QStringList cut = cutTexts(*f.window);
      QVERIFY2(cut.isEmpty(),
               qPrintable(QLatin1String(dock) + QLatin1Char('\n') + cut.join(QLatin1Char('\n'))));
      ++views;
    }
    QCOMPARE(views, 8);
  }

  void noDialogCutsAText() {
    WindowFixture f;
    QVERIFY(f.settled());
    fill(*f.window);
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
      const QStringList cut = cutTexts(*each);
      QVERIFY2(cut.isEmpty(),
               qPrintable(each->objectName() + QLatin1Char('\n') + cut.join(QLatin1Char('\n'))));
    }
    QVERIFY2(dialogs >= 8, qPrintable(QString::number(dialogs)));
  }

 private:
  /// A small screen, less the window's frame.
  static void fill(QWidget& window) {
    window.setWindowState(Qt::WindowNoState);
    window.resize(1280, 720 - 24);
    QCoreApplication::processEvents();
  }

  QTemporaryDir data_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::TextFitTest)
#include "TextFitTest.moc"
