#include "corpus/PackWriter.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/AtomicFile.h"
#include "base/Units.h"
#include "corpus/Format.h"
#include "sampler/MuLaw.h"

namespace timbre::corpus {
namespace {

using nlohmann::json;

constexpr std::uint8_t kSilentClass = 128;

std::string textOf(const std::vector<Instrument>& instruments) {
  json table = json::array();
  for (const auto& i : instruments)
    table.push_back({{"name", i.name}, {"sample_set", i.sampleSet}});
  // Padded to whole eights, as safetensors files like it.
  std::string text = table.dump(-1, ' ', false, json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

template <class T, class Get>
void writeColumn(std::ofstream& file, const std::vector<Label>& labels, Get get) {
  std::vector<T> column(labels.size());
  std::transform(labels.begin(), labels.end(), column.begin(),
                 [&](const Label& l) { return static_cast<T>(get(l)); });
  file.write(reinterpret_cast<const char*>(column.data()),
             static_cast<std::streamsize>(column.size() * sizeof(T)));
}

}  // namespace

std::string headerOf(std::uint64_t notes, std::uint64_t instrumentBytes) {
  json header = json::object();
  header["__metadata__"] = {{"format", kFormat}, {"version", kVersion}, {"rate", "16000"}};
  std::uint64_t at = 0;
  const auto place = [&](const char* name, const char* type, json shape, std::uint64_t bytes) {
    header[name] = {
        {"dtype", type}, {"shape", std::move(shape)}, {"data_offsets", {at, at + bytes}}};
    at += bytes;
  };
  // The wide columns first, so that each begins on a multiple of its width.
  place("samples", "U8", {notes, kNoteSamples}, notes * kNoteSamples);
  place("instrument", "I32", json::array({notes}), notes * 4);
  place("qualities", "U16", json::array({notes}), notes * 2);
  for (const char* name : {"pitch", "velocity", "family", "source", "split"})
    place(name, "U8", json::array({notes}), notes);
  place("instruments", "U8", json::array({instrumentBytes}), instrumentBytes);
  std::string text = header.dump();
  text.resize(kHeaderBytes - sizeof(std::uint64_t), ' ');
  const std::uint64_t length = text.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

PackWriter::PackWriter(const std::filesystem::path& part, const std::filesystem::path& target)
    : target_(target), file_(part, std::ios::binary) {
  file_ << headerOf(0, 0);  // its place is held; what it says is known at the end
}

Result<void> PackWriter::unwritable() const {
  return fail(ErrorCode::Internal, "Cannot write " + target_.string() +
                                       "; choose a folder with write permission and free space");
}

int PackWriter::instrument(const Instrument& instrument) {
  const auto [place, isNew] = places_.try_emplace({instrument.name, instrument.sampleSet},
                                                  static_cast<int>(instruments_.size()));
  if (isNew) instruments_.push_back(instrument);
  return place->second;
}

Result<void> PackWriter::add(const Label& label, std::span<const float> samples) {
  if (!std::all_of(samples.begin(), samples.end(), [](float x) { return std::isfinite(x); }))
    return fail(ErrorCode::BadFormat, "The sound holds samples that are not finite numbers");
  std::vector<std::uint8_t> classes(kNoteSamples, kSilentClass);
  const auto heard = std::min<std::size_t>(samples.size(), kNoteSamples);
  std::transform(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(heard),
                 classes.begin(),
                 [](float x) { return static_cast<std::uint8_t>(sampler::muLawClass(x)); });
  return addClasses(label, classes);
}

Result<void> PackWriter::addClasses(const Label& label, std::span<const std::uint8_t> classes) {
  file_.write(reinterpret_cast<const char*>(classes.data()),
              static_cast<std::streamsize>(classes.size()));
  if (!file_) return unwritable();
  labels_.push_back(label);
  return {};
}

Result<void> PackWriter::finish() {
  if (labels_.empty())
    return fail(ErrorCode::BadFormat, "There are no notes to put into " + target_.string() +
                                          "; choose a folder of notes that can be read");
  const std::string table = textOf(instruments_);
  writeColumn<std::int32_t>(file_, labels_, [](const Label& l) { return l.instrument; });
  writeColumn<std::uint16_t>(file_, labels_, [](const Label& l) { return l.qualities.to_ulong(); });
  writeColumn<std::uint8_t>(file_, labels_, [](const Label& l) { return l.pitch; });
  writeColumn<std::uint8_t>(file_, labels_, [](const Label& l) { return l.velocity; });
  writeColumn<std::uint8_t>(file_, labels_, [](const Label& l) { return l.family; });
  writeColumn<std::uint8_t>(file_, labels_, [](const Label& l) { return l.source; });
  writeColumn<std::uint8_t>(file_, labels_, [](const Label& l) { return l.split; });
  file_ << table;
  file_.seekp(0);
  file_ << headerOf(labels_.size(), table.size());
  file_.close();
  if (!file_) return unwritable();
  return {};
}

Result<void> writePack(const std::filesystem::path& target,
                       const std::function<Result<void>(PackWriter&)>& fill) {
  return writeAtomically(target, [&](const std::filesystem::path& part) -> Result<void> {
    PackWriter writer(part, target);
    if (!writer.file_) return writer.unwritable();
    if (auto filled = fill(writer); !filled) return filled;
    return writer.finish();
  });
}

}  // namespace timbre::corpus
