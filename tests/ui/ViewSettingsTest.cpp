// What can be set inside a view is found by typing, and done without going there.
#include "ui/window/ViewSettings.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeWidget>

#include "support/WindowFixture.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

QStringList titlesOf(const std::vector<Command>& commands) {
  QStringList titles;
  for (const Command& command : commands) titles << command.title;
  return titles;
}

/// One control of each kind.
struct View {
  QWidget widget;
  QCheckBox stacked{QStringLiteral("Stacked")};
  QComboBox axis;
  QDoubleSpinBox a4;
  QToolButton models;
  QCheckBox hidden{QStringLiteral("Hidden")};
  int shows = 0;

  View() {
    auto* form = new QFormLayout(&widget);
    form->addRow(&stacked);
    form->addRow(QStringLiteral("&Axis"), &axis);
    form->addRow(&a4);
    form->addRow(&models);
    form->addRow(&hidden);
    axis.addItems({QStringLiteral("Linear"), QStringLiteral("Logarithmic")});
    a4.setAccessibleName(QStringLiteral("A4"));
    models.setText(QStringLiteral("Models"));
    auto* menu = new QMenu(&models);
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu] {
      menu->clear();
      menu->addAction(QStringLiteral("Baseline"));
    });
    models.setMenu(menu);
    hidden.hide();
  }
  std::vector<Command> settings() {
    return settingsOf(QStringLiteral("View"), widget, [this] { ++shows; });
  }
};

}  // namespace

class ViewSettingsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("ViewSettingsTest"));
  }

  void everySettingIsThereWithItsPath() {
    View view;
    const QStringList wanted{
        QStringLiteral("View › Stacked"), QStringLiteral("View › Axis › Linear"),
        QStringLiteral("View › Axis › Logarithmic"), QStringLiteral("View › A4 …"),
        QStringLiteral("View › Models › Baseline")};
    QCOMPARE(titlesOf(view.settings()), wanted);
    QCOMPARE(titlesOf(view.settings()), wanted);  // the second call takes the place of the first
  }

  void aCommandBringsTheViewToTheFrontAndSets() {
    View view;
    view.widget.show();
    QSignalSpy activated(&view.axis, &QComboBox::activated);
    const auto settings = view.settings();
    QVERIFY(!settings[0].action->isChecked());
    settings[0].action->trigger();
    QVERIFY(view.stacked.isChecked());
    settings[2].action->trigger();
    QCOMPARE(view.axis.currentIndex(), 1);
    QCOMPARE(activated.count(), 1);
    settings[3].action->trigger();
    QCOMPARE(view.widget.focusWidget(), &view.a4);
    QCOMPARE(view.shows, 3);
    QVERIFY(view.settings()[0].action->isChecked());
    QVERIFY(view.settings()[2].action->isChecked());
  }

  void thePaletteHoldsEverySettingOfTheWindow() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.find<QAction>("commandPaletteAction")->trigger();
    auto* list = f.find<QTreeWidget>("commandList");
    QVERIFY(list);
    QString titles;
    for (int i = 0; i < list->topLevelItemCount(); ++i)
      titles += list->topLevelItem(i)->text(0) + QLatin1Char('\n');
    for (const char* setting :
         {"MIDI keys › Reference frequency of A4 …", "MIDI keys › 0 to 127",
          "Spectrogram › Frequency axis › Linear", "Spectrogram › Window › ",
          "Waveform › Envelopes", "Comparison › Models › One of each kind",
          "Comparison › Compare › Match loudness", "Notes › Kinds of notes, with counts"})
      QVERIFY2(titles.contains(QString::fromUtf8(setting)), setting);
    QVERIFY2(!titles.contains(QStringLiteral("›  ›")) && !titles.contains(QStringLiteral("› \n")),
             qPrintable(titles));  // each has a name
  }

  void theCommandForA4GoesToItsField() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* dock = f.find<QDockWidget>("midiTableDock");
    QVERIFY(!dock->isVisible());
    auto* a4 = f.find<QDoubleSpinBox>("a4");
    for (const Command& command :
         settingsOf({}, *f.find<QWidget>("midiTableView"), [dock] { dock->show(); }))
      if (command.title.contains(QStringLiteral("A4"))) command.action->trigger();
    QVERIFY(dock->isVisible());
    QCOMPARE(f.window->focusWidget(), a4);
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::ViewSettingsTest)
#include "ViewSettingsTest.moc"
