#include "dataset/TfRecord.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dataset/NoteFields.h"
#include "dataset/SoundBytes.h"
#include "readers/ShownText.h"
#include "readers/TfExample.h"
#include "readers/TfRecordFile.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using nlohmann::json;
using readers::Unreadable;

namespace {

constexpr std::uint64_t kMostSamples = 64 * 16000;
constexpr std::string_view kQualityPrefix = "qualities/";

/// TensorFlow Datasets' name for a field, else the name itself.
std::string_view fieldNamed(std::string_view feature) {
  struct Alias {
    std::string_view theirs, ours;
  };
  static constexpr std::array kAliases{
      Alias{"id", "note_str"},
      Alias{"instrument/label", "instrument"},
      Alias{"instrument/family", "instrument_family"},
      Alias{"instrument/source", "instrument_source"},
  };
  const auto found = std::find_if(kAliases.begin(), kAliases.end(),
                                  [&](const Alias& alias) { return alias.theirs == feature; });
  return found == kAliases.end() ? feature : found->ours;
}

/// One flag per quality instead of a list of them.
void addQuality(json& fields, std::string_view quality, const readers::TfFeature& feature) {
  const auto found = std::find(kQualities.begin(), kQualities.end(), quality);
  if (found == kQualities.end() || feature.ints.empty()) return;
  json& list = fields["qualities"];
  if (!list.is_array()) list = json(std::vector<int>(kQualities.size(), 0));
  list[static_cast<std::size_t>(found - kQualities.begin())] = feature.ints.front() != 0;
}

/// The features as examples.json would write them.
json asFields(const readers::TfExample& example) {
  json fields = json::object();
  for (const auto& [name, feature] : example.features) {
    if (name.starts_with(kQualityPrefix)) {
      addQuality(fields, std::string_view(name).substr(kQualityPrefix.size()), feature);
      continue;
    }
    std::string field(fieldNamed(name));
    const bool category = field.starts_with("instrument") && !field.ends_with("_str");
    if (!feature.ints.empty()) {
      fields[field] = name == "qualities" ? json(feature.ints) : json(feature.ints.front());
    } else if (!feature.floats.empty()) {
      fields[field] = feature.floats.front();
    } else if (name == "qualities_str") {
      fields[field] = feature.bytes;
    } else if (!feature.bytes.empty()) {
      if (category) field += "_str";
      fields[field] = feature.bytes.front();
    }
  }
  return fields;
}

bool isKnown(std::string_view feature) {
  return isNoteField(fieldNamed(feature)) || feature.starts_with(kQualityPrefix);
}

/// What a record without a note's name and pitch has instead.
std::string strangeness(std::string_view content, const readers::TfExample& known) {
  if (known.sequence) return "is a tf.SequenceExample";
  const auto all =
      readers::parseTfExample(content, [](std::string_view name) { return name.size() < 64; });
  std::string names;
  for (const auto& [name, feature] : all->features) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "has no features"
                       : "has the features " + readers::shownName(names) +
                             ", but neither note_str (or id) nor pitch";
}

Result<NoteInfo> noteOf(const fs::path& file, std::string_view content, std::uint64_t at) {
  const std::string key = "at byte " + std::to_string(at);
  const auto example = readers::parseTfExample(content, &isKnown);
  if (!example)
    return fail(ErrorCode::BadFormat, file.string() + " has a record " + key +
                                          " that is not a tf.Example: it is left out");
  const json fields = asFields(*example);
  if (!fields.contains("note_str") && !fields.contains("pitch"))
    return fail(ErrorCode::BadFormat,
                file.string() + " has a record " + key + " that " + strangeness(content, *example) +
                    ": it is left out; use records from NSynth or TensorFlow Datasets");
  return noteFromFields(file, key, fields);
}

constexpr float kFullScale16 = 32768;

/// 16-bit numbers, as NumPy and TensorFlow Datasets keep them. Empty when they are none.
std::vector<float> fromInts(const std::vector<std::int64_t>& ints) {
  std::vector<float> samples;
  samples.reserve(ints.size());
  for (const std::int64_t value : ints) {
    if (value < -32768 || value > 32767) return {};
    samples.push_back(static_cast<float>(value) / kFullScale16);
  }
  return samples;
}

/// Some pipelines keep 16-bit numbers as floats: all of them whole, some far beyond full scale.
void levelWholeNumbers(std::vector<float>& samples) {
  float peak = 0;
  for (const float sample : samples) {
    peak = std::max(peak, std::abs(sample));
    if (sample != std::floor(sample)) return;
  }
  if (peak <= 2 || peak > kFullScale16) return;
  for (float& sample : samples) sample /= kFullScale16;
}

tl::unexpected<Error> badSound(const fs::path& file, const std::string& what) {
  return fail(ErrorCode::BadFormat,
              file.string() + " has a note " + what + "; download the file again");
}

Result<audio::AudioClip> soundOf(const fs::path& file, std::string_view content) {
  const auto example = readers::parseTfExample(
      content, [](std::string_view name) { return name == "audio" || name == "sample_rate"; });
  if (!example) return badSound(file, "without its sound");
  const auto found = example->features.find("audio");
  if (found == example->features.end()) return badSound(file, "without its sound");
  const readers::TfFeature& audio = found->second;
  if (!audio.bytes.empty()) return readSoundBytes(audio.bytes.front(), file);
  std::vector<float> samples = audio.floats.empty() ? fromInts(audio.ints) : audio.floats;
  if (samples.empty() && !audio.ints.empty())
    return badSound(file, "whose samples are not 16-bit numbers");
  if (samples.empty() || samples.size() > kMostSamples) return badSound(file, "without its sound");
  if (!std::all_of(samples.begin(), samples.end(), [](float s) { return std::isfinite(s); }))
    return badSound(file, "whose samples are not finite numbers");
  if (!audio.floats.empty()) levelWholeNumbers(samples);
  const auto rate = example->features.find("sample_rate");
  const auto hertz = rate == example->features.end() || rate->second.ints.empty()
                         ? kModelRate.hz
                         : rate->second.ints[0];
  if (hertz < 1000 || hertz > 768000) return badSound(file, "at " + std::to_string(hertz) + " Hz");
  return audio::AudioClip(std::move(samples), SampleRate(static_cast<int>(hertz)));
}

}  // namespace

Result<void> readTfRecord(const RecordFile& from, const TakeRecord& take, Progress& progress) try {
  readers::TfRecordFile records(from.file, from.stream, from.at);
  std::string content;
  for (std::uint64_t at = from.at; records.next(content); at = records.at()) {
    take(noteOf(from.file, content, at), at, records.at());
    if (progress.cancelled()) return cancelled();
    progress.advanced(std::min(
        1.0, static_cast<double>(from.stream.consumed()) / static_cast<double>(from.size + 1)));
  }
  return {};
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<audio::AudioClip> readTfRecordSound(const RecordFile& from) try {
  readers::TfRecordFile records(from.file, from.stream, from.at);
  std::string content;
  if (!records.next(content))
    return fail(ErrorCode::NotFound, from.file.string() + " has been shortened; open it again");
  return soundOf(from.file, content);
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::dataset
