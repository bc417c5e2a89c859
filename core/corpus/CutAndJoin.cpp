#include <algorithm>
#include <set>
#include <system_error>

#include "base/CountText.h"
#include "base/Hash.h"
#include "base/Units.h"
#include "corpus/Format.h"
#include "corpus/PackWriter.h"

namespace timbre::corpus {
namespace fs = std::filesystem;
namespace {

/// A note with all that is said of it.
struct PackedNote {
  Label label;
  Instrument who;
  std::vector<std::uint8_t> classes;
};

Result<PackedNote> noteOf(const TrainingPack& pack, int index) {
  auto classes = pack.note(index);
  if (!classes) return tl::unexpected(std::move(classes.error()));
  const Label& label = pack.label(index);
  return PackedNote{label, pack.instruments()[static_cast<std::size_t>(label.instrument)],
                    std::move(*classes)};
}

Result<void> put(const PackedNote& note, PackWriter& to) {
  Label label = note.label;
  label.instrument = to.instrument(note.who);
  return to.addClasses(label, note.classes);
}

/// What a part takes besides its notes: the header and, at worst, the whole table of instruments.
std::uint64_t overheadOf(const TrainingPack& pack) {
  constexpr std::uint64_t kAround = 40;  // {"name":"","sample_set":""}, and the padding
  std::uint64_t bytes = kHeaderBytes + kAround;
  for (const auto& i : pack.instruments())
    bytes += kAround + 6 * (i.name.size() + i.sampleSet.size());  // \u001f is the longest escape
  return bytes;
}

fs::path partOf(const fs::path& target, int number, int of) {
  return target.parent_path() / (target.stem().string() + "-" + std::to_string(number) + "-of-" +
                                 std::to_string(of) + target.extension().string());
}

std::uint64_t hashOfNote(const PackedNote& note) {
  const std::string labels = note.who.name + "\n" + note.who.sampleSet + "\n" +
                             std::to_string(note.label.pitch) + "\n" +
                             std::to_string(note.label.velocity);
  return hashOf({reinterpret_cast<const char*>(note.classes.data()), note.classes.size()},
                hashOf(labels));
}

}  // namespace

Result<std::vector<fs::path>> cut(const TrainingPack& pack, const fs::path& target,
                                  std::uint64_t bytes, Progress& progress) {
  const std::uint64_t around = overheadOf(pack), each = kNoteSamples + kLabelBytes;
  if (bytes < around + each)
    return fail(ErrorCode::BadFormat, "Parts of " + countText(bytes, "byte") +
                                          " cannot hold a note; allow at least " +
                                          std::to_string(around + each));
  const auto perPart = static_cast<int>(
      std::min<std::uint64_t>((bytes - around) / each, static_cast<std::uint64_t>(pack.notes())));
  const int parts = (pack.notes() + perPart - 1) / perPart;
  std::vector<fs::path> written;
  for (int part = 0; part < parts; ++part) {
    const fs::path path = partOf(target, part + 1, parts);
    const int end = std::min(pack.notes(), (part + 1) * perPart);
    auto done = writePack(path, [&](PackWriter& writer) -> Result<void> {
      for (int i = part * perPart; i < end; ++i) {
        if (progress.cancelled()) return cancelled();
        const auto note = noteOf(pack, i);
        if (!note) return tl::unexpected(note.error());
        if (auto copied = put(*note, writer); !copied) return copied;
        progress.advanced(static_cast<double>(i + 1) / pack.notes());
      }
      return {};
    });
    if (!done) {
      std::error_code code;
      for (const auto& file : written) fs::remove(file, code);
      return tl::unexpected(done.error());
    }
    written.push_back(path);
  }
  return written;
}

Result<JoinReport> join(std::span<const TrainingPack> parts, const fs::path& target,
                        Progress& progress) {
  JoinReport report;
  double all = 0, seen = 0;
  for (const TrainingPack& part : parts) all += part.notes();
  std::set<std::uint64_t> known;
  const auto written = writePack(target, [&](PackWriter& writer) -> Result<void> {
    for (const TrainingPack& part : parts)
      for (int i = 0; i < part.notes(); ++i) {
        if (progress.cancelled()) return cancelled();
        progress.advanced(++seen / all);
        const auto note = noteOf(part, i);
        if (!note) return tl::unexpected(note.error());
        if (!known.insert(hashOfNote(*note)).second) {
          ++report.twice;
          continue;
        }
        if (auto copied = put(*note, writer); !copied) return copied;
      }
    report.notes = writer.notes();
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return report;
}

}  // namespace timbre::corpus
