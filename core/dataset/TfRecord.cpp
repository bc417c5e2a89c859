#include "dataset/TfRecord.h"

#include <bit>
#include <cstring>
#include <vector>

#include "audio/Resample.h"
#include "base/Crc32c.h"
#include "dataset/ByteStream.h"
#include "dataset/NoteFields.h"
#include "dataset/TfExample.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

static_assert(std::endian::native == std::endian::little, "the frames are little-endian");

constexpr std::uint64_t kHead = 12;            // length and its checksum
constexpr std::uint64_t kTail = 4;             // the checksum of the content
constexpr std::uint64_t kLargest = 16u << 20;  // NSynth's are 0.26 MB
constexpr std::uint64_t kMostSamples = 64 * 16000;

template <class T>
T numberAt(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

/// The records of one file, in order.
class Records {
 public:
  Records(const fs::path& file, std::uint64_t from)
      : file_(file), at_(from), stream_(openPlain(file, from)) {}

  std::uint64_t at() const { return at_; }  ///< of the next one

  /// False at the end. Throws Unreadable.
  bool next(std::string& content) {
    std::string head(kHead, '\0');
    const std::size_t got = readInto(head);
    if (got == 0) return false;
    const auto length = numberAt<std::uint64_t>(head);
    if (got < kHead) wrong("breaks off");
    if (maskedCrc(crc32c({head.data(), 8})) != numberAt<std::uint32_t>({head.data() + 8, 4}) ||
        length > kLargest)
      wrong("has a record whose length is damaged");
    readWhole(content, length);
    std::string tail(kTail, '\0');
    if (readInto(tail) < kTail) wrong("breaks off");
    if (maskedCrc(crc32c(content)) != numberAt<std::uint32_t>(tail))
      wrong("has a record whose checksum is wrong");
    at_ += kHead + length + kTail;
    return true;
  }

 private:
  /// Grows with what is there: a length is only a claim.
  void readWhole(std::string& content, std::uint64_t length) {
    constexpr std::uint64_t kStep = 1 << 20;
    content.clear();
    while (content.size() < length) {
      const std::size_t had = content.size();
      content.resize(had + std::min<std::uint64_t>(kStep, length - had));
      if (stream_->read(std::span(content).subspan(had)) < content.size() - had)
        wrong("breaks off");
    }
  }
  std::size_t readInto(std::string& bytes) { return stream_->read(bytes); }

  [[noreturn]] void wrong(const char* what) const {
    throw Unreadable{{ErrorCode::BadFormat, file_.string() + " " + what + " (at byte " +
                                                std::to_string(at_) +
                                                "); copy or download it again"}};
  }

  fs::path file_;
  std::uint64_t at_;
  std::unique_ptr<ByteStream> stream_;
};

/// The features as examples.json would write them.
json asFields(const TfExample& example) {
  json fields = json::object();
  for (const auto& [name, feature] : example) {
    if (!feature.ints.empty()) {
      if (name == "qualities")
        fields[name] = feature.ints;
      else
        fields[name] = feature.ints.front();
    } else if (name == "qualities_str") {
      fields[name] = feature.bytes;
    } else if (!feature.bytes.empty()) {
      fields[name] = std::string(feature.bytes.front());
    }
  }
  return fields;
}

Result<NoteInfo> noteOf(const fs::path& file, std::string_view content, std::uint64_t at) {
  const std::string key = "at byte " + std::to_string(at);
  const auto example = parseTfExample(content);
  if (!example)
    return fail(ErrorCode::BadFormat,
                file.string() + " has a record " + key + " that is no tf.Example: it is left out");
  return noteFromFields(file, key, asFields(*example));
}

Result<audio::AudioClip> soundOf(const fs::path& file, std::string_view content) {
  const auto example = parseTfExample(content);
  const auto audio = example ? example->find("audio") : TfExample::const_iterator();
  if (!example || audio == example->end() || audio->second.floats.empty() ||
      audio->second.floats.size() > kMostSamples)
    return fail(ErrorCode::BadFormat,
                file.string() + " has a note without its sound; download the file again");
  for (const float sample : audio->second.floats)
    if (!std::isfinite(sample))
      return fail(ErrorCode::BadFormat, file.string() +
                                            " has a note whose samples are no numbers; "
                                            "download the file again");
  const auto rate = example->find("sample_rate");
  const auto hertz =
      rate == example->end() || rate->second.ints.empty() ? kModelRate.hz : rate->second.ints[0];
  if (hertz < 1000 || hertz > 768000)
    return fail(ErrorCode::BadFormat, file.string() + " has a note at " + std::to_string(hertz) +
                                          " Hz; download the file again");
  return audio::AudioClip(audio->second.floats, SampleRate(static_cast<int>(hertz)));
}

}  // namespace

bool looksLikeTfRecord(const fs::path& file) {
  try {
    std::string head(kHead, '\0');
    return openPlain(file, 0)->read(head) == kHead &&
           maskedCrc(crc32c({head.data(), 8})) == numberAt<std::uint32_t>({head.data() + 8, 4});
  } catch (const Unreadable&) {
    return false;
  }
}

Result<void> readTfRecord(
    const fs::path& file, std::uint64_t from,
    const std::function<void(Result<NoteInfo>, std::uint64_t at, std::uint64_t next)>& take,
    Progress& progress) try {
  std::error_code unknown;
  const auto size = static_cast<double>(fs::file_size(file, unknown)) + 1;
  Records records(file, from);
  std::string content;
  for (std::uint64_t at = from; records.next(content); at = records.at()) {
    take(noteOf(file, content, at), at, records.at());
    if (progress.cancelled()) return cancelled();
    progress.advanced(std::min(1.0, static_cast<double>(at) / size));
  }
  return {};
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<audio::AudioClip> readTfRecordSound(const fs::path& file, std::uint64_t at) try {
  Records records(file, at);
  std::string content;
  if (!records.next(content))
    return fail(ErrorCode::NotFound, file.string() + " has become shorter; open it again");
  return soundOf(file, content);
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::dataset
