// How sounds are made, kept, and heard while they grow.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "support/FakeBackend.h"
#include "support/WindowNotes.h"
#include "synthesis/ProgressiveSound.h"
#include "synthesis/ResolvedRequest.h"
#include "synthesis/SoundCache.h"
#include "synthesis/SynthesisService.h"

namespace timbre::ui {
namespace {

namespace fs = std::filesystem;

class Impatient final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return true; }
};

}  // namespace

class SoundsTest : public QObject {
  Q_OBJECT

 private slots:
  void playingBeginsOnlyWhenTheRestWillBeThereInTime() {
    const SampleRate rate(16000);
    QVERIFY(synthesis::mayBegin(4000, 64000, 32000, rate));  // twice as fast as it sounds
    QVERIFY(
        !synthesis::mayBegin(1000, 64000, 1e9, rate));  // 60 ms are too little to believe a speed
    QVERIFY(!synthesis::mayBegin(16000, 64000, 8000, rate));  // 6 s to go, 4 s to play
    QVERIFY(synthesis::mayBegin(40000, 64000, 8000, rate));   // 3 s to go, 4 s to play
    QVERIFY(!synthesis::mayBegin(33000, 64000, 8000, rate));  // 3.9 s to go: too close
    QVERIFY(synthesis::mayBegin(64000, 64000, 0, rate));      // all there
    QVERIFY(!synthesis::mayBegin(8000, 64000, 0, rate));      // stands still
  }

  void aGrowingSoundIsHeardAtTheDevicesRateInFullLength() {
    const auto clip = test::sine(440, 0.5f, 16000);
    auto sound = synthesis::ProgressiveSound::create(16000, kModelRate, SampleRate(48000));
    QVERIFY(sound);
    for (int at = 0; at < 16000; at += 500) (*sound)->append(clip.samples().subspan(at, 500));
    QVERIFY(!(*sound)->heard()->finished());
    (*sound)->finish();
    (*sound)->finish();  // once more does no harm
    QVERIFY((*sound)->heard()->finished());
    QCOMPARE((*sound)->made().samples().size(), std::size_t{16000});
    QCOMPARE((*sound)->heard()->samples().size(), std::size_t{48000});
  }

  void theCacheForgetsWhatWasNotWantedLongest() {
    synthesis::SoundCache cache({}, 3 * 1000 * sizeof(float));
    for (const char* key : {"a", "b", "c"}) cache.keep(key, test::sine(440, 1, 1000), false);
    QVERIFY(cache.find("a"));  // now b is the oldest
    cache.keep("d", test::sine(440, 1, 1000), false);
    QVERIFY(cache.find("a"));
    QVERIFY(!cache.find("b"));
    QVERIFY(cache.find("d"));
  }

  void theDiskGivesBackTheSameBits() {
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString() + "/sounds";
    const auto clip = test::sine(440, 0.3f, 1000);
    synthesis::SoundCache(place).keep("key", clip, true);
    synthesis::SoundCache again(place);
    QVERIFY(!again.find("key"));
    const auto found = again.load("key");
    QVERIFY(found);
    QVERIFY(std::ranges::equal(found->samples(), clip.samples()));
  }

  void aBrokenFileInTheCacheCountsAsAbsentAndTheDiskIsBounded() {
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    std::ofstream(place / "key.wav") << "no sound";
    synthesis::SoundCache cache(place, 1, 10000);
    QVERIFY(!cache.load("key"));
    for (int i = 0; i < 8; ++i) cache.keep(std::to_string(i), test::sine(440, 1, 1000), true);
    std::uintmax_t total = 0;
    for (const auto& file : fs::directory_iterator(place)) total += file.file_size();
    QVERIFY(total <= 10000);
    QVERIFY(cache.load("7"));
    QVERIFY(!cache.load("0"));
  }

  void everythingThatGoesInChangesTheKey() {
    const QTemporaryDir folder;
    const fs::path place = test::writeToyLibrary(folder.path().toStdString());
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(place, quiet);
    QVERIFY(library);
    const auto notes = library->notes();
    synthesis::ResolvedRequest recipe;
    recipe.a = synthesis::endpointOf(*library, notes[0], 0.5);
    recipe.b = synthesis::MorphEndpoint::of(notes[2]);
    recipe.timbre = 0.5;
    recipe.model = test::fakeCard("wavenet");
    std::set<std::string> keys{synthesis::keyOf(recipe)};
    const auto with = [&](auto change) {
      synthesis::ResolvedRequest other = recipe;
      change(other);
      keys.insert(synthesis::keyOf(other));
    };
    with([](synthesis::ResolvedRequest& r) { r.timbre = 0.501; });
    with([](synthesis::ResolvedRequest& r) { r.a.dynamics = 0.6; });
    with([](synthesis::ResolvedRequest& r) { r.b.reset(); });
    with([](synthesis::ResolvedRequest& r) { r.seed = 2; });
    with([](synthesis::ResolvedRequest& r) { r.temperature = 0.9f; });
    with([](synthesis::ResolvedRequest& r) { r.postFilter = false; });
    with([](synthesis::ResolvedRequest& r) {
      r.model.postFilter = false;  // the weights have none: it is not asked for
      r.postFilter = false;
    });
    with([](synthesis::ResolvedRequest& r) { r.model.key = "other weights"; });
    with([](synthesis::ResolvedRequest& r) { std::swap(r.a, *r.b); });
    fs::last_write_time(notes[0].file, fs::file_time_type::clock::now() + std::chrono::hours(1));
    with([](synthesis::ResolvedRequest&) {});
    QCOMPARE(keys.size(), std::size_t{10});
  }

  void aCornerWithLayersLiesBetweenThem() {
    const QTemporaryDir folder;
    const fs::path place = test::writeToyLibrary(folder.path().toStdString());
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(place, quiet);
    const auto brass = library->find(test::infoOf(test::kToyNotes[0]).id);
    QVERIFY(brass);
    const synthesis::MorphEndpoint layered = synthesis::endpointOf(*library, *brass, 0.5);
    QVERIFY(layered.layered());
    QCOMPARE(layered.soft.velocity, 25);
    QCOMPARE(layered.loud.velocity, 127);
    const auto flute = library->find(test::infoOf(test::kToyNotes[2]).id);
    QVERIFY(!synthesis::endpointOf(*library, *flute, 0.5).layered());
  }

  void theMakerMakesOnceAndFindsAgain() {
    const QTemporaryDir folder;
    const fs::path place = test::writeToyLibrary(folder.path().toStdString());
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(place, quiet);
    const auto tuning = std::make_shared<test::FakeTuning>();
    test::FakeBackend backend(tuning);
    synthesis::SynthesisService maker([&]() -> Result<model::ModelBackend*> { return &backend; },
                                      {}, 1);
    const synthesis::ResolvedRequest recipe =
        synthesis::rebuilt(library->notes()[0], test::fakeCard("wavenet"));
    std::size_t promised = 0, heard = 0;
    const synthesis::StreamCallbacks callbacks{
        [&](std::size_t n) { promised = n; },
        [&](std::span<const float> part) { heard += part.size(); }};
    const auto first = maker.make(recipe, synthesis::ModelSlot::Final, callbacks, quiet);
    QVERIFY(first);
    QCOMPARE(promised, first->samples().size());
    QCOMPARE(heard, promised);
    QVERIFY(maker.make(recipe, synthesis::ModelSlot::Final, callbacks, quiet));
    QCOMPARE(tuning->decoded.load(), 1);
    QCOMPARE(tuning->loaded.load(), 1);
    QCOMPARE(heard, promised);  // what is found is not told in pieces
    QVERIFY(maker.make(recipe, synthesis::ModelSlot::Preview, callbacks, quiet));
    QCOMPARE(tuning->loaded.load(), 1);  // still found, no second model needed
  }

  void aCancelledSoundIsNotKept() {
    const QTemporaryDir folder;
    const fs::path place = test::writeToyLibrary(folder.path().toStdString());
    Unwatched quiet;
    Impatient impatient;
    const auto library = dataset::NoteLibrary::open(place, quiet);
    test::FakeBackend backend(std::make_shared<test::FakeTuning>());
    synthesis::SynthesisService maker([&]() -> Result<model::ModelBackend*> { return &backend; },
                                      {}, 1);
    const synthesis::ResolvedRequest recipe =
        synthesis::rebuilt(library->notes()[0], test::fakeCard("wavenet"));
    const auto made = maker.make(recipe, synthesis::ModelSlot::Final, {}, impatient);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Cancelled);
    QVERIFY(!maker.cache().find(synthesis::keyOf(recipe)));
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::SoundsTest)
#include "SoundsTest.moc"
