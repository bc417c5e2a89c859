// The training window drives a trainer of the test's own: a script that writes what a run writes.
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include "support/WindowFixture.h"
#include "ui/training/Metrics.h"
#include "ui/views/TrainingWindow.h"
#include "ui/widgets/CurvePlot.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {

using test::WindowFixture;

namespace {

/// $run is the run's folder; the words it was started with go into words.txt there.
const char* const kHead =  // no raw string: moc loses its way in one
    "#!/bin/sh\n"
    "words=\"$*\"\n"
    "[ \"$1\" = train ] || run=$(dirname \"$2\")\n"
    "while [ $# -gt 0 ]; do [ \"$1\" = --run ] && run=$2; shift; done\n"
    "mkdir -p \"$run\"; echo \"$words\" > \"$run/words.txt\"\n"
    "trap 'echo stopped > \"$run/stopped\"; kill $rest 2>/dev/null; exit 130' TERM\n"
    "[ -f \"$run/config.json\" ] || echo '{\"model\": {\"kind\": \"wavenet\", \"width\": 8},\n"
    "  \"notes\": [{\"path\": \"/some/notes\", \"share\": 2}], \"init\": \"\", \"steps\": 0, "
    "\"recipe\": \"compact\",\n"
    "  \"batch\": 3, \"seed\": 7, \"tricks\": {\"hint\": false, \"quiet\": true, \"balance\": "
    "true, \"cents\": 4, \"semitones\": 3}}\n"
    "' > \"$run/config.json\"\n"
    "report() { echo \"{\\\"step\\\": $1, \\\"seconds\\\": $1, \\\"loss\\\": $2, "
    "\\\"per_second\\\": 100, \\\"held_out\\\": $2}\" \\\n"
    "  >> \"$run/metrics.jsonl\"; echo \"step $1\"; }\n"
    "wait_long() { sleep 60 & rest=$!; wait $rest; }\n";

class Fixture : public WindowFixture {
 public:
  explicit Fixture(const char* body) {
    QFile script(program());
    if (script.open(QIODevice::WriteOnly)) script.write(QByteArray(kHead) + body);
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (!settled()) qFatal("The window does not settle");
    training = std::make_unique<TrainingWindow>(
        bench(), program(), std::filesystem::path(folder.path().toStdString()) / "models", nullptr);
    training->trainer().lookMs = 20;
    training->show();
    of<QLineEdit>("trainingRun")->setText(run());
  }
  QString program() const { return folder.filePath(QStringLiteral("trainer")); }
  QString run() const { return folder.filePath(QStringLiteral("runs/brass")); }
  QByteArray read(const char* name) const {
    QFile file(run() + QLatin1Char('/') + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void write(const char* name, const QByteArray& bytes) const {
    QFile file(run() + QLatin1Char('/') + QLatin1String(name));
    if (file.open(QIODevice::WriteOnly)) file.write(bytes);
  }
  template <class T>
  T* of(const char* name) {
    return training->findChild<T*>(QLatin1String(name));
  }
  void press(const char* name) { of<QPushButton>(name)->click(); }
  bool enabled(const char* name) { return of<QPushButton>(name)->isEnabled(); }
  QString told() { return of<QLabel>("trainingTold")->text(); }
  int points(int curve) { return of<CurvePlot>("trainingCurves")->points(curve); }

  std::unique_ptr<TrainingWindow> training;
};

const char* const kTwoReports = "report 10 3.5; report 20 2.5; wait_long\n";

}  // namespace

class TrainingTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("TrainingTest"));
  }

  void whatIsNoReportIsPassedOver() {
    Metrics metrics;
    metrics.feed(
        "{\"step\": 1, \"seconds\": 2, \"loss\": 5, \"per_second\": 50}\nwords\n[1]\n{}\n");
    metrics.feed(
        "{\"step\": 2, \"loss\": NaN}\n{\"step\": \"3\", \"loss\": 1}\n{\"step\": -1, \"loss\": "
        "1}\n");
    metrics.feed("{\"step\": 5, \"seconds\": 4, \"loss\"");
    QCOMPARE(metrics.points().size(), 1U);  // the last line has no end yet
    metrics.feed(": 4, \"per_second\": 100, \"held_out\": 4.5}\n");
    QCOMPARE(metrics.points().size(), 2U);
    QCOMPARE(metrics.points()[1].heldOut, std::optional(4.5));
    QVERIFY(!metrics.points()[0].heldOut);
    QCOMPARE(metrics.perStep(), 50.0);  // 100 a second, 2 s, 4 steps
    metrics.feed(QByteArray(1 << 20, 'x'));
    metrics.feed("\n{\"step\": 3, \"seconds\": 3, \"loss\": 4.2}\n");
    QCOMPARE(metrics.points().size(), 2U);  // it went back: step 5 is not what it was
    QCOMPARE(metrics.points()[1].loss, 4.2);
  }

  void curvesGrowAndStopAsksForACheckpoint() {
    Fixture f(
        "report 10 3.5; report 20 2.5; while [ ! -f \"$run/go\" ]; do sleep 0.05; "
        "done\n"
        "report 30 2; wait_long\n");
    QVERIFY(f.enabled("trainingStart") && !f.enabled("trainingResume"));
    f.of<QDoubleSpinBox>("trainingMinutes")->setValue(12.5);
    QVERIFY(f.of<QCheckBox>("trainingPitch")->isChecked());
    f.of<QCheckBox>("trainingPitch")->click();
    f.of<QLineEdit>("trainingMore")->setText(QStringLiteral("--set width=8"));
    f.press("trainingStart");
    QVERIFY(!f.enabled("trainingStart") && f.enabled("trainingStop"));
    QTRY_COMPARE(f.points(0), 2);
    f.write("go", "");
    QTRY_COMPARE(f.points(0), 3);
    QCOMPARE(f.points(1), 3);
    QCOMPARE(f.points(2), 0);
    const QString words = QString::fromUtf8(f.read("words.txt")).trimmed();
    const QString library = QString::fromStdString(f.bench().session.library().folder().string());
    QCOMPARE(words, QStringLiteral("train %1 --run %2 --config wavenet-compact --minutes 12.5 "
                                   "--checkpoint-seconds 120 --set pitch_conditioned=false --set "
                                   "width=8")
                        .arg(library, f.run()));
    f.press("trainingStop");
    QTRY_VERIFY(!f.training->trainer().running());
    QCOMPARE(f.read("stopped"), QByteArray("stopped\n"));
    QVERIFY2(f.told().contains(QStringLiteral("Stopped at step 30")), qPrintable(f.told()));
    QVERIFY(f.enabled("trainingResume") && !f.enabled("trainingStart"));
  }

  void resumeStartsTheRunAsItWasStarted() {
    Fixture f(kTwoReports);
    f.press("trainingStart");
    QTRY_COMPARE(f.points(0), 2);
    f.press("trainingStop");
    QTRY_VERIFY(!f.training->trainer().running());
    f.of<QDoubleSpinBox>("trainingMinutes")->setValue(3);
    f.press("trainingResume");
    QTRY_VERIFY(f.read("words.txt").contains("--minutes 3"));
    const QString words = QString::fromUtf8(f.read("words.txt")).trimmed();
    QCOMPARE(words,
             QStringLiteral("train --run %1 --minutes 3 --checkpoint-seconds 120").arg(f.run()));
    QCOMPARE(f.of<QLineEdit>("trainingNotes")->text(), QStringLiteral("/some/notes"));
    f.training->trainer().stop();
    QTRY_VERIFY(!f.training->trainer().running());
  }

  void aFailureIsToldInItsOwnWords() {
    Fixture f("echo 'timbre: There is no note to train on; choose another folder' >&2; exit 1\n");
    f.press("trainingStart");
    QTRY_COMPARE(f.told(), QStringLiteral("There is no note to train on; choose another folder"));
    QFile::remove(f.program());
    f.press("trainingResume");
    QTRY_VERIFY2(f.told().startsWith(QStringLiteral("Cannot start ")), qPrintable(f.told()));
    QVERIFY(f.enabled("trainingResume"));
  }

  void aTrainerThatDoesNotAnswerIsEnded() {
    Fixture f("trap '' TERM; report 1 1; while :; do sleep 0.1; done\n");
    f.training->trainer().patienceMs = 200;
    f.press("trainingStart");
    QTRY_COMPARE(f.points(0), 1);
    f.press("trainingStop");
    QTRY_VERIFY2(f.told().contains(QStringLiteral("did not respond")), qPrintable(f.told()));
  }

  void closingAsksAndStopsWithACheckpoint() {
    Fixture f(kTwoReports);
    f.press("trainingStart");
    QTRY_COMPARE(f.points(0), 2);
    QVERIFY(QTest::qWaitForWindowActive(f.training.get()));
    QTest::keyClick(f.training.get(), Qt::Key_Escape);
    auto* box = f.of<QMessageBox>("trainingAsks");
    QVERIFY(box && f.training->isVisible());
    box->button(QMessageBox::Cancel)->click();
    QVERIFY(f.training->trainer().running());
    bool closed = false;
    f.training->closeThen([&] { closed = true; });
    QTRY_VERIFY(f.of<QPushButton>("trainingAsksStop"));
    f.press("trainingAsksStop");
    QTRY_VERIFY(closed);
    QVERIFY(!f.training->isVisible() && !f.training->trainer().running());
    QCOMPARE(f.read("stopped"), QByteArray("stopped\n"));
  }

  void theEndOfTheWindowIsTheEndOfTheProcess() {
    Fixture f(kTwoReports);
    f.press("trainingStart");
    QTRY_COMPARE(f.points(0), 2);
    f.training.reset();
    QCOMPARE(f.read("stopped"), QByteArray("stopped\n"));
  }

  void newWeightsAreSeenAndAdded() {
    // Real weights, so that their header can be read; what they speak is the fake engine's.
    Fixture f("cp " TIMBRE_ASSETS
              "/models/wavenet-compact.safetensors \"$run/weights.safetensors\"\n"
              "report 10 3.5; sleep 0.2; wait_long\n");
    f.press("trainingStart");
    auto* rebuilt = f.of<RainbowgramPlot>("trainingRebuilt");
    QTRY_VERIFY_WITH_TIMEOUT(!rebuilt->picture().empty(), 20000);
    QVERIFY(!f.of<RainbowgramPlot>("trainingOriginal")->picture().empty());
    QVERIFY(f.enabled("trainingAdd"));
    QObject::connect(f.training.get(), &TrainingWindow::added, f.window.get(),
                     [&](const model::ModelCard& card) { f.bench().models.add(card); });
    f.press("trainingAdd");
    QTRY_VERIFY(f.bench().models.named("brass"));
    QVERIFY(f.told().contains(QStringLiteral("brass")));
    QVERIFY(QFile::exists(f.folder.filePath(QStringLiteral("models/brass.safetensors"))));
    // And it can be gone on from.
    const int brass = f.of<QComboBox>("trainingInit")->findText(QStringLiteral("brass"));
    QVERIFY(brass > 0);
    f.training->trainer().stop();
    QTRY_VERIFY(!f.training->trainer().running());
    f.of<QLineEdit>("trainingRun")->setText(f.run() + QStringLiteral("-2"));
    f.of<QComboBox>("trainingInit")->setCurrentIndex(brass);
    QVERIFY(!f.of<QCheckBox>("trainingPitch")->isEnabled());
    f.press("trainingStart");
    const auto said = [&] {
      QFile words(f.run() + QStringLiteral("-2/words.txt"));
      return words.open(QIODevice::ReadOnly) ? words.readAll() : QByteArray();
    };
    QTRY_VERIFY2(said().contains("models/brass.safetensors"), said());
    QVERIFY2(said().contains("sizes.json --init"), said());
  }

  void theWeightsAreCalibratedAndGivenAPostFilter() {
    Fixture f(
        "echo \"$words\" >> \"$run/calls\"\n"
        "case \"$words\" in\n"
        "train*) echo weights > \"$run/weights.safetensors\"; report 10 3.5; exit 0;;\n"
        "post-filter*) echo 'step 7  off by 9 dB'; [ -f \"$run/go\" ] || wait_long;;\n"
        "esac\n");
    QVERIFY(!f.enabled("trainingFinish"));
    f.press("trainingStart");
    QTRY_VERIFY(f.enabled("trainingFinish"));
    f.press("trainingFinish");
    QTRY_VERIFY(f.read("calls").contains("post-filter"));
    for (const char* name : {"trainingStart", "trainingResume", "trainingAdd", "trainingFinish"})
      QVERIFY2(!f.enabled(name), name);
    f.press("trainingStop");
    QTRY_VERIFY2(f.told().startsWith(QStringLiteral("Stopped")), qPrintable(f.told()));
    QVERIFY(f.enabled("trainingResume") && f.enabled("trainingFinish"));
    f.write("go", "");
    f.press("trainingFinish");
    QTRY_VERIFY2(f.told().contains(QStringLiteral("is fitted")), qPrintable(f.told()));
    const QString weights = f.run() + QStringLiteral("/weights.safetensors");
    const auto calls = QString::fromUtf8(f.read("calls")).trimmed().split(QLatin1Char('\n'));
    QCOMPARE(calls.size(), 5);
    QCOMPARE(calls[3], QStringLiteral("calibrate ") + weights);
    QCOMPARE(
        calls[4],
        QStringLiteral("post-filter %1 /some/notes --notes-count 1500 --minutes 3").arg(weights));
  }

  void aPostFilterThatCannotBeFittedSaysWhy() {
    Fixture f(
        "case \"$words\" in\n"
        "train*) echo weights > \"$run/weights.safetensors\"; report 10 3.5; exit 0;;\n"
        "*) echo 'timbre: These weights are torn; train them anew' >&2; exit 1;;\n"
        "esac\n");
    f.press("trainingStart");
    QTRY_VERIFY(f.enabled("trainingFinish"));
    f.press("trainingFinish");
    QTRY_COMPARE(f.told(), QStringLiteral("These weights are torn; train them anew"));
    QVERIFY(f.enabled("trainingAdd"));
  }

  void theWindowsMenuOpensIt() {
    Fixture f(kTwoReports);
    f.find<QAction>("trainAction")->trigger();
    auto* shown = f.window->findChild<TrainingWindow*>();
    QVERIFY(shown && shown->isVisible());
    QCOMPARE(shown->findChild<QLineEdit*>(QStringLiteral("trainingNotes"))->text().toStdString(),
             f.bench().session.library().folder().string());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::TrainingTest)
#include "TrainingTest.moc"
