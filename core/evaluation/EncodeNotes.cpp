#include "evaluation/EncodeNotes.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "base/AtomicFile.h"
#include "base/FileLock.h"
#include "base/Hash.h"
#include "base/Npy.h"
#include "base/Units.h"
#include "model/SafeTensors.h"

namespace timbre::evaluation {
namespace fs = std::filesystem;
namespace {

using model::SafeTensors;
using nlohmann::json;

/// A run of notes that are encoded and kept together.
struct Part {
  int first = 0, end = 0;
  fs::path file;
};

/// What a part's file says.
struct EncodedPart {
  std::vector<int> notes;  ///< their numbers, rising; those that could be read
  std::vector<float> values;
  std::int64_t frames = 0, channels = 0;
};

class Encoding {
 public:
  Encoding(model::Autoencoder& model, const NoteSequence& notes, const EncodeTask& task,
           const std::function<void(const Error&)>& problem)
      : model_(model), notes_(notes), task_(task), problem_(problem) {}

  Result<EncodeReport> run(Progress& progress);

 private:
  fs::path folder() const { return fs::path(task_.target) += ".parts"; }
  fs::path sidecar() const { return fs::path(task_.target).replace_extension(".json"); }
  int parts() const { return (notes_.count + task_.notesAPart - 1) / task_.notesAPart; }
  Part part(int number) const;
  std::uint64_t hashOf(const Part& part, std::uint64_t before) const;
  std::map<std::string, std::string> marks(const Part& part) const;
  bool isThere(const Part& part) const;
  bool targetIsThere() const;
  Result<void> makeFolder() const;
  Result<void> encode(const Part& part, Progress& progress);
  Result<EncodedPart> read(const Part& part) const;
  int missingParts() const;
  Result<void> join(Progress& progress);
  Result<void> writeSidecar(const std::vector<int>& kept) const;

  model::Autoencoder& model_;
  const NoteSequence& notes_;
  const EncodeTask& task_;
  const std::function<void(const Error&)>& problem_;
  EncodeReport report_;
};

Part Encoding::part(int number) const {
  char name[32];
  std::snprintf(name, sizeof name, "%06d.safetensors", number);
  const int first = number * task_.notesAPart;
  return {first, std::min(notes_.count, first + task_.notesAPart), folder() / name};
}

std::uint64_t Encoding::hashOf(const Part& part, std::uint64_t before) const {
  for (int i = part.first; i < part.end; ++i) {
    const NamedNote note = notes_.name(i);
    before = timbre::hashOf(note.id + "\n" + std::to_string(note.pitch) + "\n", before);
  }
  return before;
}

/// By which a part is known to be what would be made now.
std::map<std::string, std::string> Encoding::marks(const Part& part) const {
  return {{"model", model_.card().key}, {"notes", hexOf(hashOf(part, timbre::hashOf("")))}};
}

bool Encoding::isThere(const Part& part) const {
  const auto file = SafeTensors::open(part.file);
  if (!file) return false;
  const auto wanted = marks(part);
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& mark) {
    const auto found = file->metadata().find(mark.first);
    return found != file->metadata().end() && found->second == mark.second;
  });
}

bool Encoding::targetIsThere() const {
  std::error_code code;
  if (!fs::exists(task_.target, code)) return false;
  const auto text = readBytes(sidecar());
  const json said = text ? json::parse(*text, nullptr, false) : json();
  const std::string whole = hexOf(hashOf({0, notes_.count, {}}, timbre::hashOf("")));
  return said.is_object() && said.value("model", json()) == json(model_.card().key) &&
         said.value("made_of", json()) == json(whole);
}

Result<void> Encoding::makeFolder() const {
  std::error_code code;
  fs::create_directories(folder(), code);
  if (!fs::is_directory(folder(), code))
    return fail(ErrorCode::Internal, "Cannot create the folder " + folder().string() +
                                         "; choose a folder with write permission");
  return {};
}

Result<void> Encoding::encode(const Part& part, Progress& progress) {
  std::vector<float> values, places;
  std::int64_t frames = 0, channels = 0;
  for (int i = part.first; i < part.end; ++i) {
    if (progress.cancelled()) return cancelled();
    const auto clip = notes_.sound(i);
    const NamedNote note = notes_.name(i);
    const double count = part.end - part.first;
    PartOf encoding(progress, (i - part.first) / count, (i + 1 - part.first) / count);
    const auto z = clip ? model_.encode(audio::fitted(*clip, kNoteSamples), note.pitch, encoding)
                        : Result<latent::Embedding>(tl::unexpected(clip.error()));
    if (progress.cancelled()) return cancelled();
    encoding.advanced(1);
    if (!z) {
      problem_(Error(z.error()).during("Encoding " + note.id));
      continue;
    }
    frames = z->frames;
    channels = z->channels;
    values.insert(values.end(), z->values.begin(), z->values.end());
    places.push_back(static_cast<float>(i - part.first));
  }
  const auto count = static_cast<std::int64_t>(places.size());
  std::map<std::string, model::TensorView> tensors;
  if (count > 0)
    tensors = {{"embeddings", {{count, frames, channels}, values}}, {"place", {{count}, places}}};
  if (auto made = makeFolder(); !made) return made;
  if (auto written = model::writeSafeTensors(part.file, tensors, marks(part)); !written)
    return written;
  report_.encoded += static_cast<int>(count);
  return {};
}

Result<EncodedPart> Encoding::read(const Part& part) const {
  const auto file = SafeTensors::open(part.file);
  if (!file) return tl::unexpected(file.error());
  EncodedPart read;
  if (file->tensors().empty()) return read;
  const auto damaged = [&] {
    return fail(ErrorCode::BadFormat,
                part.file.string() + " is damaged; delete it and encode again");
  };
  const auto embeddings = file->tensors().find("embeddings");
  const auto places = file->floats("place");
  if (embeddings == file->tensors().end() || embeddings->second.shape.size() != 3 || !places ||
      embeddings->second.shape[0] != static_cast<std::int64_t>(places->size()))
    return damaged();
  for (const float place : *places) {
    if (!(place >= 0 && place < static_cast<float>(part.end - part.first))) return damaged();
    read.notes.push_back(part.first + static_cast<int>(place));
  }
  read.frames = embeddings->second.shape[1];
  read.channels = embeddings->second.shape[2];
  auto values = file->floats("embeddings");
  if (!values) return tl::unexpected(values.error());
  read.values = std::move(*values);
  return read;
}

int Encoding::missingParts() const {
  int missing = 0;
  for (int i = 0; i < parts(); ++i) missing += !isThere(part(i));
  return missing;
}

Result<void> Encoding::writeSidecar(const std::vector<int>& kept) const {
  json ids = json::array(), pitch = json::array();
  for (const int i : kept) {
    const NamedNote note = notes_.name(i);
    ids.push_back(note.id);
    pitch.push_back(note.pitch);
  }
  const std::string whole = hexOf(hashOf({0, notes_.count, {}}, timbre::hashOf("")));
  const std::string text =
      json{{"model", model_.card().key}, {"made_of", whole}, {"ids", ids}, {"pitch", pitch}}.dump(
          -1, ' ', false, json::error_handler_t::replace) +
      "\n";
  return writeBytesAtomically(sidecar(), std::as_bytes(std::span(text)));
}

/// A part at a time: first what they hold, then their numbers.
Result<void> Encoding::join(Progress& progress) {
  std::vector<int> kept;
  std::int64_t frames = 0, channels = 0;
  for (int i = 0; i < parts(); ++i) {
    if (progress.cancelled()) return cancelled();
    const auto read = this->read(part(i));
    if (!read) return tl::unexpected(read.error());
    kept.insert(kept.end(), read->notes.begin(), read->notes.end());
    if (read->notes.empty()) continue;
    if (channels > 0 && (read->frames != frames || read->channels != channels))
      return fail(ErrorCode::BadFormat,
                  part(i).file.string() + " is damaged; delete it and encode again");
    frames = read->frames;
    channels = read->channels;
  }
  if (kept.empty())
    return fail(ErrorCode::BadFormat, "None of the notes could be encoded; see the messages above");
  const std::array<std::int64_t, 3> shape{static_cast<std::int64_t>(kept.size()), frames, channels};
  auto written = writeNpy(task_.target, shape, [&](const NpySink& sink) -> Result<void> {
    for (int i = 0; i < parts(); ++i) {
      if (progress.cancelled()) return cancelled();
      const auto read = this->read(part(i));
      if (!read) return tl::unexpected(read.error());
      if (auto taken = sink(read->values); !taken) return taken;
    }
    return {};
  });
  if (!written) return written;
  if (auto said = writeSidecar(kept); !said) return said;
  report_.finished = true;
  report_.notes = static_cast<int>(kept.size());
  std::error_code code;
  fs::remove_all(folder(), code);
  return {};
}

Result<EncodeReport> Encoding::run(Progress& progress) {
  if (notes_.count < 1)
    return fail(ErrorCode::BadFormat, "There are no notes to encode; choose another dataset");
  if (targetIsThere()) {
    report_.finished = true;
    report_.there = parts();
    return report_;
  }
  if (auto made = makeFolder(); !made) return tl::unexpected(made.error());
  std::vector<int> own;
  for (int i = task_.process.rank; i < parts(); i += task_.process.size) own.push_back(i);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const double step = 1.0 / static_cast<double>(own.size()), at = static_cast<double>(i) * step;
    PartOf doing(progress, at, at + step);
    if (isThere(part(own[i])))
      ++report_.there;
    else if (auto done = encode(part(own[i]), doing); !done)
      return tl::unexpected(done.error());
  }
  const FileLock joining(folder() / ".lock", FileLock::When::Later,
                         [&] { return progress.cancelled(); });
  if (joining.busy()) return cancelled();
  if (targetIsThere()) {  // another process was quicker
    report_.finished = true;
    return report_;
  }
  report_.missing = missingParts();
  if (report_.missing > 0) return report_;
  if (auto joined = join(progress); !joined) return tl::unexpected(joined.error());
  return report_;
}

}  // namespace

Result<EncodeReport> encodeNotes(model::Autoencoder& model, const NoteSequence& notes,
                                 const EncodeTask& task,
                                 const std::function<void(const Error&)>& problem,
                                 Progress& progress) {
  return Encoding(model, notes, task, problem).run(progress);
}

}  // namespace timbre::evaluation
