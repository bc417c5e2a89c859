#include "bench/PitchSounds.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "audio/AudioFile.h"
#include "audio/Resample.h"
#include "dataset/NoteName.h"
#include "render/NoteSynth.h"
#include "render/ProgramTable.h"

namespace timbre::bench {
namespace fs = std::filesystem;

namespace {

constexpr double kPi = std::numbers::pi;

/// What microphones, editors and codecs do to a note.
audio::AudioClip damaged(const audio::AudioClip& clip, Random& random) {
  Samples samples(clip.samples().begin(), clip.samples().end());
  switch (random.below(4)) {
    case 0:
      addNoise(samples, random, peakOf(samples) * decibels(random.in(-40, -12)));
      break;
    case 1:  // a short piece
      samples.resize(
          std::min(samples.size(), static_cast<std::size_t>(random.in(0.1, 0.6) * kModelRate.hz)));
      break;
    case 2: {  // driven
      const double drive = decibels(random.in(3, 20)) / peakOf(samples);
      for (float& x : samples) x = static_cast<float>(std::tanh(drive * x));
      break;
    }
    default: {  // a small loudspeaker: a high-pass of first order, twice
      const double keep = std::exp(-2 * kPi * random.in(150, 400) / kModelRate.hz);
      for (int pass = 0; pass < 2; ++pass) {
        double low = 0;
        for (float& x : samples) {
          low = keep * low + (1 - keep) * x;
          x -= static_cast<float>(low);
        }
      }
    }
  }
  return {std::move(samples), kModelRate};
}

bool isDrum(int key) {  // of the General MIDI drum map, without those that have a pitch
  return key <= 40 || (key >= 42 && key <= 46 && key % 2 == 0) || key == 49 || key == 51 ||
         key == 52 || key == 54 || key == 55 || key == 57 || key == 59 || key == 69 || key == 70;
}

}  // namespace

std::vector<Sound> renderedSounds(const fs::path& font, int apart) {
  std::vector<Sound> sounds;
  auto synth = render::NoteSynth::open(font);
  const auto programs =
      render::readPrograms(fs::path(TIMBRE_SOURCE_DIR) / "assets/library/gm_map.csv");
  if (!synth || !programs) return sounds;
  const auto model = [](const audio::AudioClip& clip) {
    return *audio::resampled(clip, kModelRate);
  };
  Random random(7);
  for (const auto& program : *programs) {
    const int first = std::max(21, program.lowest) + random.below(apart);
    for (int key = first; key <= std::min(108, program.highest); key += apart) {
      const int velocity = 40 + 35 * random.below(3);
      const auto clip = synth->render(program.bank, program.number, key, velocity);
      if (clip.empty() || audio::peakOf(clip) <= 0) continue;
      Sound sound{"rendered", font.stem().string() + ":" + program.instrument, program.number % 2,
                  double(key), model(clip)};
      if (random.chance(0.35)) {
        sound.set = "damaged";
        sound.clip = damaged(sound.clip, random);
      }
      sounds.push_back(std::move(sound));
    }
  }
  for (int key = 35; key <= 81; ++key) {
    if (!isDrum(key)) continue;
    const auto clip = synth->render(128, 0, key, 100);
    if (!clip.empty() && audio::peakOf(clip) > 0)
      sounds.push_back({"drums", font.stem().string() + ":" + std::to_string(key), key % 2,
                        kNoPitch, model(clip)});
  }
  return sounds;
}

std::vector<Sound> filesIn(const std::string& set, const fs::path& folder) {
  std::vector<Sound> sounds;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string stem = entry.path().stem().string();
    int key = kNoPitch;
    if (const auto named = dataset::parseNoteName(stem)) {
      key = named->pitch;
    } else {
      const auto last = stem.rfind('_');
      const auto before = last == stem.npos || last == 0 ? stem.npos : stem.rfind('_', last - 1);
      if (before == stem.npos) continue;
      key = std::atoi(stem.substr(before + 1).c_str());
    }
    auto sound = audio::readSound(entry.path(), {.rate = kModelRate});
    if (!sound || key <= 0) continue;
    const auto instrument = stem.substr(0, stem.find_first_of("-"));
    sounds.push_back({set, stem, static_cast<int>(std::hash<std::string>{}(instrument) % 2),
                      double(key), std::move(sound->clip)});
  }
  return sounds;
}

std::vector<Sound> keyCases(const fs::path& folder) {
  std::vector<Sound> sounds;
  std::ifstream file(folder / "keys.json");
  const auto keys = nlohmann::json::parse(file, nullptr, false);
  if (!keys.is_object()) return sounds;
  for (const auto& [name, key] : keys.items()) {
    auto sound = audio::readSound(folder / (name + ".wav"), {.rate = kModelRate});
    if (sound && key.get<int>() >= kNoPitch)
      sounds.push_back({"cases", name, 1, key.get<double>(), std::move(sound->clip)});
  }
  return sounds;
}

}  // namespace timbre::bench
