#include "training/data/Notes.h"

#include <algorithm>
#include <map>

#include "dataset/NoteLibrary.h"
#include "dataset/Split.h"
#include "model/TrainRequestCheck.h"
#include "sampler/MuLaw.h"

namespace timbre::training {

namespace {

/// What a source gives to train on, by family (all under 0 where they are not balanced).
using Families = std::map<int, std::vector<int>>;

/// A note's classes: cut, or padded with silence.
std::vector<std::uint8_t> classesOf(std::span<const float> samples) {
  std::vector<std::uint8_t> classes(kNoteSamples, std::uint8_t{128});
  const std::size_t heard = std::min<std::size_t>(samples.size(), kNoteSamples);
  for (std::size_t i = 0; i < heard; ++i)
    classes[i] = static_cast<std::uint8_t>(sampler::muLawClass(samples[i]));
  return classes;
}

Result<Families> addFolder(Notes& notes, const std::filesystem::path& folder, bool balanced,
                           Progress& progress) {
  PartOf opening(progress, 0, 0.1), reading(progress, 0.1, 1);
  auto library = dataset::NoteLibrary::open(folder, opening);
  if (!library) return tl::unexpected(std::move(library.error()));
  Families families;
  std::vector<int> heldOut;
  std::string reason;
  double done = 0;
  for (const auto& note : library->notes()) {
    if (progress.cancelled()) return cancelled();
    reading.advanced(done++ / static_cast<double>(library->notes().size()));
    const auto clip = dataset::readNote(note);
    if (!clip) {
      ++notes.unreadable;
      reason = clip.error().message;
      continue;
    }
    const int index = add(notes, clip->samples(), note.pitch);
    (dataset::heldOutOfFolder(note) ? heldOut : families[balanced ? note.family : 0])
        .push_back(index);
  }
  if (families.empty() && heldOut.empty())
    return fail(ErrorCode::NotFound,
                folder.string() + " holds no readable note" +
                    (reason.empty() ? "; choose an NSynth-format folder" : ": " + reason));
  if (families.empty()) families[0].swap(heldOut);  // a handful of notes
  notes.heldOut.insert(notes.heldOut.end(), heldOut.begin(), heldOut.end());
  return families;
}

/// A pack, which says itself what may be trained on; its samples stay where they are.
Result<Families> addPack(Notes& notes, const std::filesystem::path& path, bool balanced) {
  const auto opened = corpus::TrainingPack::open(path);
  if (!opened) return tl::unexpected(opened.error());
  Families families;
  for (int i = 0; i < opened->notes(); ++i) {
    const corpus::Label& label = opened->label(i);
    const int index = static_cast<int>(notes.pitch.size());
    notes.sounds.emplace_back(*opened, i);
    notes.pitch.push_back(label.pitch);
    auto& members = label.split == corpus::Split::Train     ? families[balanced ? label.family : 0]
                    : label.split == corpus::Split::HeldOut ? notes.heldOut
                                                            : notes.unseen;
    members.push_back(index);
  }
  if (families.empty())
    return fail(ErrorCode::BadFormat, path.string() +
                                          " has no training notes, only held-out or unseen ones; "
                                          "make a pack with a training split");
  return families;
}

}  // namespace

Result<void> StoredNote::read(int from, std::span<std::uint8_t> classes) const {
  if (const auto* packed = std::get_if<InPack>(&place_))
    return packed->pack.read(packed->index, from, classes);
  std::copy_n(std::get<0>(place_)->begin() + from, classes.size(), classes.begin());
  return {};
}

int Notes::trainedCount() const {
  std::size_t count = 0;
  for (const auto& group : trained) count += group.notes.size();
  return static_cast<int>(count);
}

int add(Notes& notes, std::span<const float> samples, int pitch) {
  notes.sounds.emplace_back(classesOf(samples));
  notes.pitch.push_back(std::clamp(pitch, 0, 127));
  return static_cast<int>(notes.pitch.size()) - 1;
}

Result<Notes> loadNotes(std::span<const model::TrainingSource> sources, bool balanced,
                        Progress& progress) {
  if (auto checked = model::checkSources(sources); !checked) return tl::unexpected(checked.error());
  Notes notes;
  double done = 0;
  for (const auto& source : sources) {
    const auto part = [&](double at) { return at / static_cast<double>(sources.size()); };
    PartOf reading(progress, part(done), part(done + 1));
    ++done;
    std::error_code code;
    auto families = std::filesystem::is_regular_file(source.path, code)
                        ? addPack(notes, source.path, balanced)
                        : addFolder(notes, source.path, balanced, reading);
    if (!families) return tl::unexpected(std::move(families.error()));
    const double share = source.share / static_cast<double>(families->size());
    for (auto& [family, members] : *families)
      if (share > 0) notes.trained.push_back({share, std::move(members)});
  }
  return notes;
}

}  // namespace timbre::training
