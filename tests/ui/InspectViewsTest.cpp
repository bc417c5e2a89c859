// The views that look into sounds: what they measure of planted tones, what they are linked to, and
// what they say while there is nothing to see.
#include <qcustomplot.h>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <cmath>
#include <numbers>

#include "support/FakeAudioBackend.h"
#include "support/FakeBackend.h"
#include "support/WindowNotes.h"
#include "ui/inspect/EmbeddingView.h"
#include "ui/inspect/HearPart.h"
#include "ui/inspect/MidiTableView.h"
#include "ui/inspect/PianoKeyboard.h"
#include "ui/inspect/PianoView.h"
#include "ui/inspect/PitchView.h"
#include "ui/inspect/SpectrogramView.h"
#include "ui/inspect/SpectrumView.h"
#include "ui/inspect/TimePlot.h"
#include "ui/inspect/WaveformView.h"
#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

/// Partials of a string of B = 0.0003 with a vibrato of 5 Hz and `cents` to either side.
audio::AudioClip note(double hertz, double cents = 0) {
  std::vector<float> sum(kNoteSamples);
  double phase = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double bend = cents * std::sin(2 * std::numbers::pi * 5 * static_cast<double>(i) / 16000);
    phase += 2 * std::numbers::pi * hertz * std::exp2(bend / 1200) / 16000;
    for (int n = 1; n <= 12; ++n) {
      const double stretched = n * std::sqrt(1 + 0.0003 * n * n);
      if (stretched * hertz < 7800)
        sum[i] += static_cast<float>(0.2 / n * std::sin(stretched * phase));
    }
  }
  return {std::move(sum), kModelRate};
}

synthesis::RenderedSound soundOf(const audio::AudioClip& clip, double pitch) {
  synthesis::SynthesisRequest request;
  synthesis::SourceNote source;
  source.note.id = "planted";
  source.pitch = pitch;
  request.notes = {source};
  return {clip, request};
}

/// A bench with fakes, and one view of it on the screen.
struct Bench {
  Bench() {
    QSettings().clear();
    parts.factory = [this]() -> Result<model::ModelBackend*> { return &backend; };
    parts.sound = [this] {
      auto made = std::make_unique<test::FakeAudioBackend>();
      sound = made.get();
      return made;
    };
    context = std::make_unique<AppContext>(parts);
  }
  void play(const audio::AudioClip& clip, double pitch, const Track& track = Track::original()) {
    context->transport.setSound(track, soundOf(clip, pitch));
  }
  void openLibrary() {
    Unwatched watcher;
    auto opened =
        dataset::NoteLibrary::open(test::writeToyLibrary(folder.path().toStdString() + "/toy"),
                                   watcher, folder.path().toStdString() + "/indexes");
    QVERIFY(opened);
    context->session.setLibrary(std::move(*opened));
    context->models.set({test::fakeCard("baseline"), test::fakeCard("wavenet")});
    context->session.selectNote(test::infoOf(test::kToyNotes[1]).id);
  }

  QTemporaryDir folder;
  std::shared_ptr<test::FakeTuning> tuning = std::make_shared<test::FakeTuning>();
  test::FakeBackend backend{tuning};
  WindowParts parts;
  test::FakeAudioBackend* sound = nullptr;
  std::unique_ptr<AppContext> context;
};

template <class View>
std::unique_ptr<View> shown(Bench& bench) {
  auto view = std::make_unique<View>(*bench.context);
  view->resize(900, 300);
  view->show();
  (void)QTest::qWaitForWindowExposed(view.get());
  return view;
}

QString figures(const QWidget& view) {
  QStringList texts;
  for (const auto* label : view.findChildren<ElidingLabel*>()) texts << label->text();
  return texts.join(QLatin1Char('\n'));
}

double cents(double one, double other) {
  return 1200 * std::log2(one / other);
}

}  // namespace

class InspectViewsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("InspectViewsTest"));
  }

  void withoutASoundEachSaysWhatToDo() {
    Bench bench;
    const auto waveform = shown<WaveformView>(bench);
    const auto spectrum = shown<SpectrumView>(bench);
    const auto pitch = shown<PitchView>(bench);
    const auto spectrogram = shown<SpectrogramView>(bench);
    const auto embedding = shown<EmbeddingView>(bench);
    for (const QWidget* view : std::initializer_list<const QWidget*>{
             waveform.get(), spectrum.get(), pitch.get(), spectrogram.get(), embedding.get()}) {
      for (const auto* plot : view->findChildren<InspectPlot*>()) {
        if (!plot->isVisible()) continue;
        QVERIFY2(plot->message().startsWith(QStringLiteral("Select a note")),
                 qPrintable(view->objectName()));
      }
    }
  }

  void theCombReadsTheFundamentalWithinFiveCents() {
    Bench bench;
    bench.play(note(184.3), 54);  // F♯3 is 185.0 Hz
    const auto view = shown<SpectrumView>(bench);
    QTRY_VERIFY(view->comb());
    QVERIFY(std::abs(cents(view->comb()->fundamental, 184.3)) < 1);
    QVERIFY(std::abs(view->comb()->inharmonicity - 0.0003) < 0.00002);
    const auto* table = view->findChild<QTableWidget*>(QStringLiteral("partialsTable"));
    QCOMPARE(table->rowCount(), static_cast<int>(view->comb()->partials.size()));
    QVERIFY(table->rowCount() >= 12);
    QCOMPARE(table->item(0, 0)->text(), QStringLiteral("1"));
    QVERIFY(figures(*view).contains(QStringLiteral("F♯3 −6.")));
  }

  void theCombIsDraggedAndSnaps() {
    Bench bench;
    bench.play(note(220), 60);  // labelled a minor third off: no comb fits there
    const auto view = shown<SpectrumView>(bench);
    auto* plot = view->findChild<SpectrumPlot*>();
    QTRY_VERIFY(view->comb());
    QTest::qWait(50);
    const QPoint from = plot->pixelOf(view->comb()->fundamental).toPoint();
    QTest::mousePress(plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(plot, plot->pixelOf(240).toPoint());
    QTest::mouseMove(plot, plot->pixelOf(223).toPoint());
    QTest::mouseRelease(plot, Qt::LeftButton, {}, plot->pixelOf(223).toPoint());
    QVERIFY(std::abs(cents(view->comb()->fundamental, 220)) < 1);
    view->findChild<QCheckBox*>(QStringLiteral("snapComb"))->setChecked(false);
    QVERIFY(std::abs(cents(view->comb()->fundamental, 223)) < 15);  // where the hand left it
  }

  void theSpectrumFollowsTheCrosshairAndTheTuning() {
    Bench bench;
    bench.play(note(440), 69);
    const auto view = shown<SpectrumView>(bench);
    QTRY_VERIFY(view->comb());
    bench.context->link.setCursor(PlotPoint{2.5, 440});
    QTRY_VERIFY(figures(*view).contains(QStringLiteral("2.500 s")));
    bench.context->tuning.setA4(432);
    QTRY_VERIFY(figures(*view).contains(QStringLiteral("A4 +31.")));  // 1200 log2(440 / 432) = 31.8
  }

  void theVibratoIsMeasured() {
    Bench bench;
    bench.play(note(440, 40), 69);
    const auto view = shown<PitchView>(bench);
    QTRY_VERIFY_WITH_TIMEOUT(figures(*view).contains(QStringLiteral("vibrato 5.0 Hz ±")), 10000);
    const QString text = figures(*view);
    const int depth = text.section(QStringLiteral("±"), 1).section(QLatin1Char(' '), 0, 0).toInt();
    QVERIFY2(depth >= 38 && depth <= 42, qPrintable(text));
  }

  void noPitchIsSaid() {
    Bench bench;
    bench.play(audio::AudioClip(std::vector<float>(32000, 0.0f), kModelRate), 60);
    const auto view = shown<PitchView>(bench);
    const auto* plot = view->findChild<TimePlot*>();
    QTRY_VERIFY(plot->message().contains(QStringLiteral("no steady pitch")));
  }

  void centsCountFromEachSoundsOwnKey() {
    Bench bench;
    bench.play(note(440), 69);
    bench.play(note(110), 45, Track::morph());  // two octaves below
    const auto view = shown<PitchView>(bench);
    auto* plot = view->findChild<TimePlot*>();
    QTRY_VERIFY(plot->showsCurves());
    QVERIFY2(plot->plot().yAxis->range().size() < 200,
             qPrintable(QString::number(plot->plot().yAxis->range().size())));
    QVERIFY(plot->plot().yAxis->range().contains(0));
  }

  void waveformsStackAndZoomToSamples() {
    Bench bench;
    bench.context->models.set({test::fakeCard("wavenet")});
    bench.play(note(220), 57);
    bench.play(note(220), 57, Track::model(QStringLiteral("wavenet-compact")));
    const auto view = shown<WaveformView>(bench);
    auto* plot = view->findChild<TimePlot*>();
    QTRY_VERIFY(plot->showsCurves());
    QTRY_COMPARE(plot->plot().graphCount(), 2 * 3);  // a wave and both sides of its envelope
    bench.context->link.setSeconds({1, 1.002});      // closer than the pictures go
    QCOMPARE(plot->plot().xAxis->range().size(), 0.002);
    QVERIFY(!plot->plot().graph(0)->scatterStyle().isNone());
    bench.context->link.setSeconds({0, 4});
    QVERIFY(plot->plot().graph(0)->scatterStyle().isNone());
  }

  void hiddenViewsComputeNothing() {
    Bench bench;
    PitchView view(*bench.context);
    bench.play(note(440), 69);
    QTest::qWait(150);
    QTRY_VERIFY(bench.context->jobs.idle());  // its loudness was measured
    QVERIFY(figures(view).isEmpty());
    view.show();
    QTRY_VERIFY(figures(view).contains(QStringLiteral("A4")));
  }

  void theSpectrogramShowsALineWhereTheToneIs() {
    Bench bench;
    bench.play(test::sine(1000, 0.5f), 83);
    const auto view = shown<SpectrogramView>(bench);
    auto* plot = view->findChild<TimePlot*>();
    QTRY_VERIFY(plot->showsCurves());
    auto* map = qobject_cast<QCPColorMap*>(plot->plot().plottable(0));
    QVERIFY(map);
    int best = 0;
    for (int row = 1; row < map->data()->valueSize(); ++row)
      if (map->data()->cell(200, row) > map->data()->cell(200, best)) best = row;
    // 255 steps from 32.7 Hz to 8 kHz.
    QVERIFY(std::abs(32.7 * std::pow(8000 / 32.7, best / 255.0) - 1000) < 25);
  }

  void theEmbeddingIsShownAndAChannelHeard() {
    Bench bench;
    bench.openLibrary();
    const auto view = shown<EmbeddingView>(bench);
    auto* model = view->findChild<QComboBox*>(QStringLiteral("embeddingModel"));
    model->setCurrentIndex(model->findData(QStringLiteral("wavenet-compact")));
    emit model->activated(model->currentIndex());
    auto* channel = view->findChild<QComboBox*>(QStringLiteral("embeddingChannel"));
    QTRY_COMPARE(channel->count(), 1 + 16);
    channel->setCurrentIndex(5);
    auto* hear = view->findChild<QPushButton*>(QStringLiteral("embeddingHear"));
    const int before = bench.sound->plays;
    QTest::mouseClick(hear, Qt::LeftButton);
    QTRY_COMPARE(bench.sound->plays, before + 1);
    const auto* sound = bench.context->transport.sound(Track::part());
    QVERIFY(sound && sound->request.embedding);
    QVERIFY(QString::fromStdString(sound->request.embedding->id)
                .endsWith(QStringLiteral("-channel-5")));
  }

  void theTableAndThePicturesFollowEachOther() {
    Bench bench;
    const auto view = shown<MidiTableView>(bench);
    auto* table = view->findChild<QTableView*>(QStringLiteral("midiTable"));
    QCOMPARE(table->model()->rowCount(), 88);
    bench.context->link.setCursor(PlotPoint{1, 441});
    QCOMPARE(table->currentIndex().siblingAtColumn(1).data().toString(), QStringLiteral("A4"));
    const QModelIndex c4 = table->model()->index(39, 0);
    table->scrollTo(c4);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(c4).center());
    QVERIFY(bench.context->link.cursor());
    QVERIFY(std::abs(bench.context->link.cursor()->hertz - 261.626) < 0.001);
    QTRY_COMPARE(bench.sound->plays, 1);
    view->findChild<QCheckBox*>(QStringLiteral("allKeys"))->setChecked(true);
    QCOMPARE(table->model()->rowCount(), 128);
    view->findChild<QDoubleSpinBox*>(QStringLiteral("a4"))->setValue(432);
    QCOMPARE(bench.context->tuning.a4(), 432.0);
    QCOMPARE(table->model()->index(69, 3).data().toString(), QStringLiteral("432.00 Hz"));
    QCOMPARE(AppContext(bench.parts).tuning.a4(), 432.0);  // remembered
  }

  void theTableIsCopiedAsCsv() {
    Bench bench;
    const auto view = shown<MidiTableView>(bench);
    for (auto* button : view->findChildren<QPushButton*>())
      if (button->text().contains(QStringLiteral("Copy"))) button->click();
    const QString csv = QGuiApplication::clipboard()->text();
    QCOMPARE(csv.count(QLatin1Char('\n')), 89);
    QVERIFY(csv.contains(QStringLiteral("69,A4,440.0000,2.2727273\n")));
  }

  void aPartialIsHeardAloneAndThenTheWholeIsCurrentAgain() {
    Bench bench;
    HearPart parts(*bench.context);
    QString said;
    connect(&parts, &HearPart::said, this, [&](const QString& sentence) { said = sentence; });
    bench.play(note(220), 57);
    bench.context->link.hear({Track::original(), {2, 665}, std::nullopt});
    QTRY_COMPARE(bench.context->transport.current(), Track::part());
    QVERIFY2(said.startsWith(QStringLiteral("Partial 3 alone: 66")), qPrintable(said));
    const auto* sound = bench.context->transport.sound(Track::part());
    QVERIFY(sound);
    QCOMPARE(sound->clip.samples().size(), std::size_t{kNoteSamples});
    bench.context->transport.stopByUser();  // Esc
    QCOMPARE(bench.context->transport.current(), Track::original());
    QVERIFY(!bench.context->transport.has(Track::part()));
  }

  void aBoxIsHeardAndNothingIsSaid() {
    Bench bench;
    HearPart parts(*bench.context);
    QString said;
    connect(&parts, &HearPart::said, this, [&](const QString& sentence) { said = sentence; });
    bench.context->link.hear({Track::original(), {1, 100}, PlotPoint{2, 500}});
    QVERIFY(said.contains(QStringLiteral("not finished")));
    bench.play(note(220), 57);
    bench.context->link.hear({Track::original(), {2, 500}, PlotPoint{1, 100}});
    QTRY_VERIFY(bench.context->transport.sound(Track::part()));
    QCOMPARE(bench.context->transport.sound(Track::part())->clip.samples().size(),
             std::size_t{16000});
    bench.context->link.hear({Track::original(), {1, 330}, std::nullopt});
    QTRY_VERIFY2(said.startsWith(QStringLiteral("There is no clear partial")), qPrintable(said));
  }

  void thePianoPlaysTheNoteAtAnotherPitch() {
    Bench bench;
    bench.openLibrary();
    auto card = test::fakeCard("wavenet");
    card.pitchConditioned = true;
    bench.context->models.set({card});
    const auto view = shown<PianoView>(bench);
    auto* keys = view->findChild<PianoKeyboard*>();
    QTest::qWait(100);
    QTest::mouseClick(keys, Qt::LeftButton, {}, keys->rectOf(67).center().toPoint());
    QTRY_COMPARE(bench.context->transport.current(), Track::key());
    const auto* sound = bench.context->transport.sound(Track::key());
    QVERIFY(sound);
    QCOMPARE(sound->request.pitch, std::optional<double>(67));
    const int decoded = bench.tuning->decoded;
    QTest::mouseClick(keys, Qt::LeftButton, {}, keys->rectOf(67).center().toPoint());
    QCOMPARE(bench.tuning->decoded.load(), decoded);  // known by now
    QCOMPARE(keys->keyAt(keys->rectOf(61).center()), std::optional<int>(61));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::InspectViewsTest)
#include "InspectViewsTest.moc"
