#include <algorithm>
#include <set>

#include "audio/AudioWriter.h"
#include "base/Hash.h"
#include "dataset/ExamplesJson.h"
#include "render/ParallelRenderer.h"
#include "render/RenderJournal.h"
#include "render/RenderRequest.h"

namespace timbre::render {
namespace fs = std::filesystem;

namespace {

/// Two requests of one hash give the same bytes.
std::uint64_t jobOf(const RenderRequest& request, const std::vector<WantedNote>& wanted) {
  std::error_code code;
  std::uint64_t hash = hashOf(request.soundFont.string() + "\n" +
                              std::to_string(fs::file_size(request.soundFont, code)) + "\n" +
                              std::to_string(static_cast<int>(request.kind)));
  for (const WantedNote& note : wanted) {
    const auto info = infoOf(note);
    hash = hashOf(info.id + "\n" + std::to_string(note.program.bank) + ":" +
                      std::to_string(note.program.number) + "\n" + info.name + "\n" +
                      info.sampleSets + "\n" + note.program.qualities.to_string(),
                  hash);
  }
  return hash;
}

RenderReport reportOf(const std::vector<dataset::NoteInfo>& notes,
                      std::vector<std::string> silent) {
  std::set<std::string_view> instruments;
  for (const auto& note : notes) instruments.insert(note.instrument);
  return {static_cast<int>(notes.size()), static_cast<int>(instruments.size()), std::move(silent)};
}

Result<void> makeFiles(const RenderRequest& request, const std::vector<WantedNote>& wanted,
                       RenderJournal& folder, Progress& progress) {
  std::vector<WantedNote> missing;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing),
               [&](const WantedNote& note) { return !folder.done().contains(infoOf(note).id); });
  if (missing.empty()) return {};
  const auto finish = [&](MadeNote& note) {
    const auto file = folder.fileOf(note.info.id);
    return request.kind == FileKind::Flac ? audio::writeFlac(file, note.sound)
                                          : audio::writeWav(file, note.sound);
  };
  const auto take = [&](const MadeNote& note) {
    return folder.note(note.info.id,
                       note.sound.empty() ? std::nullopt : std::optional(note.info.qualities));
  };
  const double before =
      1 - static_cast<double>(missing.size()) / static_cast<double>(wanted.size());
  PartOf rest(progress, before, 1);
  return ParallelRenderer(std::move(missing), finish, take).run(request, rest);
}

tl::unexpected<Error> allSilent(const RenderRequest& request) {
  return fail(
      ErrorCode::BadFormat,
      request.soundFont.string() + " is silent on every requested note; choose other instruments");
}

}  // namespace

Result<RenderReport> renderLibrary(const RenderRequest& request, Progress& progress) {
  const auto wanted = wantedNotes(request);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto folder = RenderJournal::make(request, jobOf(request, *wanted));
  if (!folder) return tl::unexpected(folder.error());
  if (auto made = makeFiles(request, *wanted, **folder, progress); !made)
    return tl::unexpected(made.error());

  std::vector<dataset::NoteInfo> notes;
  std::vector<std::string> silent;
  for (const WantedNote& note : *wanted) {
    auto info = infoOf(note);
    const auto qualities = (*folder)->done().find(info.id)->second;
    if (!qualities) {
      silent.push_back(info.id);
      continue;
    }
    info.qualities = *qualities;
    info.note = static_cast<std::int64_t>(notes.size());
    notes.push_back(std::move(info));
  }
  if (notes.empty()) {
    (*folder)->forget();
    return allSilent(request);
  }
  if (auto table = dataset::writeExamplesJson(request.out, notes); !table)
    return tl::unexpected(table.error());
  (*folder)->keep();
  progress.advanced(1);
  return reportOf(notes, std::move(silent));
}

Result<RenderReport> renderNotes(const RenderRequest& request, const TakeNote& take,
                                 Progress& progress) {
  auto wanted = wantedNotes(request);
  if (!wanted) return tl::unexpected(wanted.error());
  std::vector<dataset::NoteInfo> notes;
  std::vector<std::string> silent;
  ParallelRenderer shop(
      std::move(*wanted), [](MadeNote&) -> Result<void> { return {}; },
      [&](const MadeNote& note) -> Result<void> {
        if (note.sound.empty()) {
          silent.push_back(note.info.id);
          return {};
        }
        notes.push_back(note.info);
        return take(note.info, note.sound);
      });
  if (auto made = shop.run(request, progress); !made) return tl::unexpected(made.error());
  if (notes.empty()) return allSilent(request);
  progress.advanced(1);
  return reportOf(notes, std::move(silent));
}

}  // namespace timbre::render
