// Switching between sounds while they play, as a sound server's recording has it: no gap, and one
// loudness.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

#include "analysis/Loudness.h"
#include "audio/AudioFile.h"
#include "support/SoundServer.h"
#include "support/Sounds.h"
#include "ui/audioout/AudioOutput.h"
#include "ui/audioout/LoudnessMatcher.h"

namespace timbre::ui {
namespace {

constexpr int kTries = 3;         // a busy machine can starve the server; it does not do so always
constexpr double kSegment = 1.2;  // s between switches
constexpr double kAllowedDb = 1;

struct Planted {
  Track track;
  double hertz;
  double amplitude;
};
const std::vector<Planted> kPlanted{{Track::original(), 300, 0.2},
                                    {Track::model(QStringLiteral("loud")), 700, 0.7},
                                    {Track::model(QStringLiteral("quiet")), 1500, 0.03}};

std::span<const float> slice(const audio::AudioClip& clip, double from, double to) {
  const auto at = [&](double seconds) {
    return std::min(static_cast<std::size_t>(seconds * clip.rate().hz), clip.samples().size());
  };
  return clip.samples().subspan(at(from), at(to) - at(from));
}

/// Seconds of the longest stretch below a hundredth of the peak, in steps of 2 ms.
double longestGap(const audio::AudioClip& clip, double from, double to) {
  const float least = audio::peakOf(clip) / 100;
  double gap = 0, longest = 0;
  for (double at = from; at < to; at += 0.002) {
    const auto part = slice(clip, at, at + 0.004);
    const bool silent =
        std::ranges::all_of(part, [least](float sample) { return std::abs(sample) < least; });
    gap = silent ? gap + 0.002 : 0;
    longest = std::max(longest, gap);
  }
  return longest;
}

}  // namespace

class SwitchingHeardTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!test::SoundServer::installed()) QSKIP("PulseAudio is not installed");
    qputenv("ALSA_CONFIG_PATH", "/dev/null");
  }

  void aSwitchLeavesNoGapAndKeepsTheLoudness() {
    test::SoundServer server;
    server.start();
    QString why;
    for (int round = 0; round < kTries; ++round) {
      why = heard(take());
      if (why.isEmpty()) return;
      qInfo("%s", qPrintable(why));
    }
    QFAIL(qPrintable(why));
  }

 private:
  /// Plays the first, then switches to the others and back, and gives the recording.
  audio::AudioClip take() {
    const QString file = folder_.filePath(QStringLiteral("take%1.wav").arg(++takes_));
    JobRunner jobs;
    AudioOutput out;
    Transport transport(out, jobs);
    LoudnessMatcher matcher(transport, jobs);
    QList<Track> tracks;
    for (const Planted& each : kPlanted) {
      transport.setSound(each.track, {test::sine(each.hertz, each.amplitude, 10 * 16000), {}});
      tracks << each.track;
    }
    matcher.setTracks(tracks);
    const auto wait = [](auto condition) { return QTest::qWaitFor(condition, 10000); };
    const bool ready = wait(
        [&] { return !out.devices().isEmpty() && jobs.idle() && matcher.loudness(tracks.back()); });
    if (!ready) return {};
    test::SoundRecorder recorder(file);
    transport.play(tracks[0]);
    if (!wait([&] { return out.position() > kSegment; })) return {};
    for (const int next : {1, 2, 0}) {
      transport.switchTo(tracks[next]);
      const double from = out.position();
      if (!wait([&] { return out.position() > from + kSegment; })) return {};
    }
    transport.stop();
    QTest::qWait(500);
    recorder.stop();
    return audio::readAudioAt(file.toStdString()).value_or(audio::AudioClip());
  }

  /// What is wrong with it; empty: nothing.
  static QString heard(const audio::AudioClip& clip) {
    if (clip.empty()) return QStringLiteral("nothing was recorded");
    const auto samples = clip.samples();
    const auto sounds = [](float sample) { return std::abs(sample) > 0.005f; };
    const auto first = std::ranges::find_if(samples, sounds) - samples.begin();
    const auto last = samples.rend() - std::find_if(samples.rbegin(), samples.rend(), sounds);
    const double from = static_cast<double>(first) / clip.rate().hz;
    const double to = static_cast<double>(last) / clip.rate().hz;
    if (to - from < 4 * kSegment) return QStringLiteral("it sounds for %1 s").arg(to - from);
    const double gap = longestGap(clip, from + 0.02, to - 0.02);
    if (gap > 0.004) return QStringLiteral("a gap of %1 ms").arg(gap * 1000);
    std::vector<double> lufs;
    std::size_t changes = 0;
    double before = 0;
    for (double at = from + 0.1; at + 0.4 < to - 0.1; at += 0.2) {
      const auto part = slice(clip, at, at + 0.4);
      const double tone = loudestOf(part, clip.rate());
      if (tone == 0) continue;  // about a switch
      changes += before != 0 && tone != before;
      before = tone;
      const auto level = analysis::loudnessOf({{part.begin(), part.end()}, clip.rate()});
      if (level && *level) lufs.push_back(**level);
    }
    if (changes != 3) return QStringLiteral("%1 switches are heard").arg(changes);
    const auto [least, most] = std::ranges::minmax(lufs);
    qInfo("%.1f s, longest gap %.0f ms, loudness %.2f to %.2f LUFS in %zu slices", to - from,
          gap * 1000, least, most, lufs.size());
    if (most - least > kAllowedDb)
      return QStringLiteral("loudness from %1 to %2 LUFS").arg(least).arg(most);
    return {};
  }

  /// Which of the planted tones is heard alone; 0 where two are.
  static double loudestOf(std::span<const float> part, SampleRate rate) {
    std::vector<std::pair<double, double>> heard;
    for (const Planted& each : kPlanted)
      heard.emplace_back(test::amplitudeAt(part, each.hertz, rate), each.hertz);
    std::ranges::sort(heard, std::greater{});
    return heard[1].first < 0.05 * heard[0].first ? heard[0].second : 0;
  }

  QTemporaryDir folder_;
  int takes_ = 0;
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::SwitchingHeardTest)
#include "SwitchingHeardTest.moc"
