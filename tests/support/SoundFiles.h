/// Sound files of every kind, by libsndfile itself. Link PkgConfig::SNDFILE.
#pragma once

#include <sndfile.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "audio/AudioClip.h"

namespace timbre::test {

inline constexpr std::array kSoundKinds{"wav", "aiff", "flac", "ogg", "opus", "mp3"};

using Channels = std::vector<audio::AudioClip>;

inline int formatOf(const std::string& ending) {
  if (ending == ".wav") return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  if (ending == ".aiff") return SF_FORMAT_AIFF | SF_FORMAT_PCM_24;
  if (ending == ".caf") return SF_FORMAT_CAF | SF_FORMAT_PCM_16;
  if (ending == ".au") return SF_FORMAT_AU | SF_FORMAT_PCM_16;
  if (ending == ".flac") return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  if (ending == ".ogg") return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  if (ending == ".opus") return SF_FORMAT_OGG | SF_FORMAT_OPUS;
  return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
}

/// The ending says the kind. False when libsndfile will not.
inline bool writeSound(const std::filesystem::path& path, const Channels& channels) {
  SF_INFO info{};
  info.samplerate = channels.front().rate().hz;
  info.channels = static_cast<int>(channels.size());
  info.format = formatOf(path.extension().string());
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (!file) return false;
  std::vector<float> frames;
  for (std::size_t i = 0; i < channels.front().samples().size(); ++i)
    for (const audio::AudioClip& channel : channels) frames.push_back(channel.samples()[i]);
  const auto count = static_cast<sf_count_t>(channels.front().samples().size());
  const bool whole = sf_writef_float(file, frames.data(), count) == count;
  return sf_close(file) == 0 && whole;
}

}  // namespace timbre::test
