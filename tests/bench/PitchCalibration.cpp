// How much the pitch that is heard is worth: the shares of right answers per set and per
// confidence.
//   pitch-calibration [--features OUT.csv] [--quick] [--made]
// Sets: notes of every key rendered from the SoundFonts that are installed, some of them damaged;
// made sounds that trackers mishear; and where they are there, the starter library,
// ../shared/external and ../shared/cases/30-pitch. Each set falls into two halves by instrument:
// fit_pitch.py chooses on the first, and the second is what to read. --features writes what
// fit_pitch.py takes; --made leaves all but the made sounds out.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>

#include "base/ParallelFor.h"
#include "bench/PitchSounds.h"
#include "spectral/PitchEstimator.h"
#include "spectral/PitchFeatures.h"

namespace {

using namespace timbre;
using namespace timbre::bench;
namespace fs = std::filesystem;

struct Answer {
  const Sound* sound;
  std::vector<spectral::PitchCandidate> candidates;

  double confidence() const { return candidates.empty() ? 0 : candidates.front().probability; }
  bool isRight(std::size_t of = 0) const {
    return of < candidates.size() && sound->key >= 0 &&
           std::abs(candidates[of].pitch.value - sound->key) <= 0.5;
  }
};

void print(const std::string& title, const std::vector<const Answer*>& answers) {
  int pitched = 0, right = 0, second = 0, sure = 0, sureRight = 0;
  for (const Answer* a : answers) {
    pitched += a->sound->key >= 0;
    right += a->isRight();
    second += a->isRight() || a->isRight(1);
    sure += a->confidence() >= 0.9;
    sureRight += a->confidence() >= 0.9 && a->isRight();
  }
  std::printf("%-24s%7zu%9d%9d%12d%8d%8.1f\n", title.c_str(), answers.size(), pitched, right,
              second, sure, sure > 0 ? 100.0 * sureRight / sure : 0.0);
}

void printTables(const std::vector<Answer>& answers) {
  for (const int half : {0, 1}) {
    std::printf("\n%s half\n%-24s%7s%9s%9s%12s%8s%8s\n", half == 0 ? "first" : "second", "set",
                "sounds", "pitched", "right", "of first 2", ">= 90 %", "right %");
    std::map<std::string, std::vector<const Answer*>> sets;
    std::vector<const Answer*> all;
    for (const Answer& a : answers) {
      if (a.sound->half != half) continue;
      sets[a.sound->set].push_back(&a);
      all.push_back(&a);
    }
    for (const auto& [name, some] : sets) print(name, some);
    print("all", all);
    std::printf("said %%     sounds  right %%\n");
    for (int from = 0; from < 100; from += 10) {
      int count = 0, right = 0;
      for (const Answer* a : all) {
        const int percent = std::min(99, static_cast<int>(100 * a->confidence()));
        if (percent / 10 != from / 10) continue;
        ++count;
        right += a->isRight();
      }
      std::printf("%2d to %3d %8d %8.1f\n", from, from + 10, count,
                  count > 0 ? 100.0 * right / count : 0.0);
    }
  }
  std::printf("\nwrong or unsure in files\n");
  for (const Answer& a : answers)
    if ((a.sound->set == "recordings" || a.sound->set == "nsynth" || a.sound->set == "cases" ||
         a.sound->set == "library") &&
        (a.sound->key >= 0 ? !a.isRight() : a.confidence() > 0.5))
      std::printf("%-12s%-44s%7.1f  heard %6.1f  %.2f\n", a.sound->set.c_str(),
                  a.sound->name.c_str(), a.sound->key,
                  a.candidates.empty() ? 0 : a.candidates.front().pitch.value, a.confidence());
}

void forEach(std::size_t count, const std::function<void(std::size_t)>& work) {
  Unwatched quiet;
  const auto done = parallelFor(count, 0, quiet, [&](std::size_t i, ParallelWorker&) {
    work(i);
    return Result<void>();
  });
  if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
}

void writeFeatures(const fs::path& file, const std::vector<Sound>& sounds) {
  std::vector<std::vector<spectral::PitchEvidence>> evidence(sounds.size());
  forEach(sounds.size(),
          [&](std::size_t i) { evidence[i] = spectral::pitchEvidence(sounds[i].clip); });
  std::ofstream out(file);
  for (std::size_t i = 0; i < sounds.size(); ++i)
    for (const auto& each : evidence[i]) {
      out << sounds[i].set << ',' << sounds[i].name << ',' << sounds[i].half << ',' << sounds[i].key
          << ',' << i << ',' << each.pitch.value;
      for (const double f : each.features) out << ',' << f;
      out << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
  bool quick = false;
  bool madeAlone = false;
  fs::path features;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) quick = true;
    if (std::strcmp(argv[i], "--made") == 0) madeAlone = true;
    if (std::strcmp(argv[i], "--features") == 0 && i + 1 < argc) features = argv[++i];
  }
  const fs::path root = TIMBRE_SOURCE_DIR;
  const fs::path fonts = "/usr/share/sounds/sf2";
  std::vector<Sound> sounds = madeSounds(quick ? 8 : 40);
  const auto take = [&](std::vector<Sound> more) {
    std::ranges::move(more, std::back_inserter(sounds));
  };
  if (!madeAlone) {
    for (const char* font : {"FluidR3_GM.sf2", "MuseScore_General_Full.sf2"})
      take(renderedSounds(fonts / font, quick ? 24 : 9));
    take(filesIn("library", root / "assets/library/audio"));
    take(filesIn("nsynth", root / "../shared/external/nsynth-notes/audio"));
    take(filesIn("recordings", root / "../shared/external/recordings"));
    take(keyCases(root / "../shared/cases/30-pitch"));
  }
  if (!features.empty()) {
    writeFeatures(features, sounds);
    return 0;
  }
  std::vector<Answer> answers(sounds.size());
  forEach(sounds.size(), [&](std::size_t i) {
    answers[i] = {&sounds[i], spectral::estimatePitchCandidates(sounds[i].clip)};
  });
  printTables(answers);
}
