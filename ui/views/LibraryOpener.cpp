#include "ui/views/LibraryOpener.h"

#include <algorithm>
#include <cmath>

#include "dataset/UserLibrary.h"

namespace timbre::ui {
namespace {

using dataset::NoteInfo;

constexpr int kIssuesShown = 200;
constexpr int kMiddleC = 60;

QString path(const std::filesystem::path& folder) {
  return QString::fromStdString(folder.string());
}

/// The loudest layer of the first instrument that suits; nothing when none does.
std::optional<NoteInfo> firstWhere(const dataset::NoteLibrary& library,
                                   const dataset::NoteQuery& query,
                                   const std::function<bool(const NoteInfo&)>& suits) {
  std::optional<NoteInfo> alone;
  for (const int index : library.select(query)) {
    const NoteInfo note = library.note(index);
    if (note.fileMissing || !suits(note)) continue;
    const auto layers = library.velocitiesOf(note);
    if (layers.size() > 1) return library.note(layers.back());
    if (!alone) alone = note;
  }
  return alone;
}

/// The user's own sounds stand beside every library.
Result<dataset::NoteLibrary> openWithOwn(const std::filesystem::path& folder, Progress& progress) {
  auto library = dataset::NoteLibrary::open(folder, progress);
  const auto own = dataset::ownSoundsFolder();
  std::error_code code;
  if (!library || !std::filesystem::exists(own / "examples.json", code) ||
      std::filesystem::equivalent(own, folder, code))
    return library;
  Unwatched quiet;
  const auto sounds = dataset::NoteLibrary::open(own, quiet);
  return sounds ? library->joined(*sounds) : library;
}

int familyNamed(std::string_view name) {
  return static_cast<int>(std::ranges::find(dataset::kFamilies, name) - dataset::kFamilies.begin());
}

}  // namespace

std::pair<std::string, std::string> firstCorners(const dataset::NoteLibrary& library) {
  const auto any = [](const NoteInfo&) { return true; };
  const auto at = [&](const char* family) {
    dataset::NoteQuery query;
    query.families.set(static_cast<std::size_t>(familyNamed(family)));
    query.lowestPitch = query.highestPitch = kMiddleC;
    return firstWhere(library, query, any);
  };
  auto a = at("brass");
  if (!a) a = firstWhere(library, {}, any);
  if (!a) return {};
  auto b = at("keyboard");
  if (!b || b->family == a->family) {
    dataset::NoteQuery others;
    others.families.set().reset(static_cast<std::size_t>(a->family));
    b = firstWhere(library, others, any);
  }
  if (!b) b = firstWhere(library, {}, [&a](const NoteInfo& n) { return n.id != a->id; });
  return {a->id, b ? b->id : std::string()};
}

LibraryOpener::LibraryOpener(AppContext& bench, std::filesystem::path embedded, QObject* parent)
    : QObject(parent), bench_(bench), embedded_(std::move(embedded)) {}

void LibraryOpener::open(const std::filesystem::path& folder, bool remembered,
                         const std::string& selected) {
  opening_.cancel();
  opening_ = bench_.jobs.run(
      Lane::Compute, this,
      [folder](Progress& progress) {
        return openWithOwn(folder, progress).map([](dataset::NoteLibrary&& library) {
          const auto corners = firstCorners(library);
          return Opened{std::move(library), corners.first, corners.second};
        });
      },
      [this, remembered, selected](const Result<Opened>& opened) {
        if (opened) return take(*opened, remembered, selected);
        const QString sentence = QString::fromStdString(opened.error().message);
        bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("library")});
        emit failed(sentence);
        // Better the notes that came with the program than none.
        if (bench_.session.library().empty() && bench_.session.state().library != embedded_) {
          openEmbedded();
        }
      },
      {.progress = [this](JobProgress done) { tell(done); }, .priority = 30});
}

void LibraryOpener::tell(JobProgress done) {
  const QString left =
      done.secondsLeft < 0 ? QString() : tr(", %1 s left").arg(std::lround(done.secondsLeft));
  emit progressed(tr("Reading the library: %1 %%2 (Esc cancels)")
                      .arg(std::lround(done.fraction * 100))
                      .arg(left));
}

void LibraryOpener::take(const Opened& found, bool remembered, const std::string& selected) {
  const auto& [library, a, b] = found;
  bench_.issues.clear(QStringLiteral("library"));
  int told = 0;
  for (const Error& problem : library.problems()) {
    if (++told > kIssuesShown) break;
    bench_.issues.add({Issue::Severity::Warning, QString::fromStdString(problem.message),
                       QStringLiteral("library")});
  }
  if (told > kIssuesShown) {
    bench_.issues.add(
        {Issue::Severity::Warning,
         tr("… and %1 more notes with problems").arg(library.problems().size() - kIssuesShown),
         QStringLiteral("library")});
  }
  if (remembered) bench_.preferences.rememberLibrary(path(library.folder()));
  bench_.session.setLibrary(library);
  bench_.session.begin(a, b, bench_.session.state().model);
  const std::string& first = library.find(selected) ? selected : a;
  if (!first.empty()) bench_.session.selectNote(first);
  emit opened();
}

}  // namespace timbre::ui
