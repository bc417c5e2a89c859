// The blind test as a person does it, by keys, and what it must not give away.
#include "ui/views/BlindTestDialog.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "support/WindowFixture.h"
#include "ui/views/CompareView.h"

namespace timbre::ui {
namespace {

using test::WindowFixture;

constexpr const char* kLoud = "Original";
constexpr const char* kQuiet = "WaveNet compact";

struct Test {
  explicit Test(int kind, std::uint64_t seed = 1)
      : dialog(f.bench(),
               {{QString::fromLatin1(kLoud), test::sine(300, 0.5f)},
                {QString::fromLatin1(kQuiet), test::sine(600, 0.1f)}},
               QStringLiteral("A note"), seed) {
    dialog.show();
    child<QComboBox>("blindKind")->setCurrentIndex(kind);
    child<QSpinBox>("blindTrials")->setValue(10);
    child<QPushButton>("blindBegin")->click();
  }
  template <class T>
  T* child(const char* name) {
    return dialog.findChild<T*>(QLatin1String(name));
  }
  Transport& transport() { return f.bench().transport; }
  /// The tone that is heard on a button's track, in Hz.
  double toneOf(int button) {
    const auto* sound = transport().sound({QStringLiteral("blind/%1").arg(button)});
    if (!sound) return 0;
    int crossings = 0;
    const auto samples = sound->clip.samples();
    for (std::size_t i = 1; i < samples.size(); ++i)
      crossings += samples[i - 1] < 0 && samples[i] >= 0;
    return std::round(crossings / sound->clip.seconds() / 100) * 100;
  }

  WindowFixture f;
  BlindTestDialog dialog;
};

}  // namespace

class BlindTestDialogTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("BlindTestDialogTest"));
  }

  void whoHearsTheDifferenceIsToldSo() {
    Test t(0);
    QVERIFY(t.f.settled());
    for (int trial = 0; trial < 10; ++trial) {
      QVERIFY(t.child<QLabel>("blindProgress")
                  ->text()
                  .startsWith(QStringLiteral("Trial %1 of 10").arg(trial + 1)));
      QVERIFY(t.toneOf(0) != t.toneOf(1));
      QTest::keyClick(&t.dialog, t.toneOf(2) == t.toneOf(0) ? Qt::Key_1 : Qt::Key_2);
    }
    QVERIFY(t.dialog.test()->finished());
    QCOMPARE(t.dialog.test()->hits(), 10);
    const QString said = t.child<QLabel>("blindResult")->text();
    QVERIFY2(said.startsWith(QStringLiteral("10 of 10 right (p < 0.001)")), qPrintable(said));
    QVERIFY(said.contains(QString::fromLatin1(kQuiet)));  // now it is told
    QVERIFY(!t.transport().has({QStringLiteral("blind/0")}));
  }

  void bothAreHeardAtOneLoudnessAndTheSameInstant() {
    Test t(0);
    QVERIFY(t.f.settled());
    const auto gain = [&](double tone) {
      for (const int button : {0, 1})
        if (t.toneOf(button) == tone)
          return t.transport().gain({QStringLiteral("blind/%1").arg(button)});
      return 0.0;
    };
    QVERIFY(std::abs(gain(600) / gain(300) - 5) <
            0.8);  // K-weighting lifts the higher one a little
    QTest::keyClick(&t.dialog, Qt::Key_A);
    QTRY_VERIFY(t.transport().playing());
    const int plays = t.f.sound->plays;
    QTest::keyClick(&t.dialog, Qt::Key_X);
    QTRY_COMPARE(t.f.sound->plays, plays + 1);
    QVERIFY(t.f.sound->started.inPlace);
    QTest::keyClick(&t.dialog, Qt::Key_Space);
    QVERIFY(!t.transport().playing());
  }

  void nothingGivesAwayWhichIsWhich() {
    Test t(0);
    QVERIFY(t.f.settled());
    QTest::keyClick(&t.dialog, Qt::Key_X);
    QTRY_VERIFY(t.transport().playing());
    QTest::qWait(100);
    const auto widgets = t.dialog.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
      if (!widget->isVisible()) continue;
      QStringList texts{widget->accessibleName(), widget->accessibleDescription(),
                        widget->toolTip(), widget->windowTitle()};
      if (const auto* button = qobject_cast<const QPushButton*>(widget)) texts << button->text();
      if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
      for (const QString& text : texts)
        for (const char* name : {kLoud, kQuiet})
          QVERIFY2(!text.contains(QLatin1String(name)), qPrintable(text));
    }
    // The pictures neither light up nor show a playhead.
    auto& compare = *t.f.find<CompareView>("compareView");
    QVERIFY(!compare.original().playhead());
    for (ReconstructionPanel* panel : compare.panels()) {
      QVERIFY(!panel->playhead());
      QCOMPARE(panel->emphasis(), compare.original().emphasis());
    }
  }

  void aPreferenceDrawsTheSides() {
    Test t(1);
    QVERIFY(t.f.settled());
    QSet<double> first;
    for (int trial = 0; trial < 10; ++trial) {
      first << t.toneOf(0);
      QVERIFY(!t.child<QPushButton>("blindPlay2")->isVisible());
      QTest::keyClick(&t.dialog, t.toneOf(0) == 600 ? Qt::Key_1 : Qt::Key_2);
    }
    QCOMPARE(first.size(), 2);
    const QString said = t.child<QLabel>("blindResult")->text();
    QVERIFY2(said.contains(QStringLiteral("WaveNet compact 10 times")), qPrintable(said));
    QVERIFY(said.contains(QStringLiteral("p = 0.002")));
  }

  void oneSoundIsNotComparedWithItself() {
    Test t(0);
    BlindTestDialog other(t.f.bench(),
                          {{QStringLiteral("a"), test::sine(300, 0.5f)},
                           {QStringLiteral("b"), test::sine(600, 0.1f)}},
                          {}, 1);
    other.show();
    auto* begin = other.findChild<QPushButton*>(QStringLiteral("blindBegin"));
    QVERIFY(begin->isEnabled());
    other.findChild<QComboBox*>(QStringLiteral("blindSound2"))->setCurrentIndex(0);
    QVERIFY(!begin->isEnabled());
  }

  void closingItStopsWhatPlays() {
    Test t(0);
    QVERIFY(t.f.settled());
    QTest::keyClick(&t.dialog, Qt::Key_B);
    QTRY_VERIFY(t.transport().playing());
    QTest::keyClick(&t.dialog, Qt::Key_Escape);
    QVERIFY(!t.transport().playing());
    QCOMPARE(t.transport().current(), Track::original());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::BlindTestDialogTest)
#include "BlindTestDialogTest.moc"
