#include "ui/views/LibraryOpener.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/MidiTable.h"
#include "dataset/UserLibrary.h"
#include "ui/CountText.h"

namespace timbre::ui {
namespace {

using dataset::NoteInfo;

constexpr int kIssuesShown = 200;
const QString kOpening = QStringLiteral("opening");  // the issues' topic

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
    query.pitches.set(kMiddleC);
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

void LibraryOpener::open(const std::filesystem::path& folder, const How& how) {
  opening_.cancel();
  opening_ = bench_.jobs.run(
      Lane::Compute, this,
      [folder](Progress& progress) {
        return openWithOwn(folder, progress).map([](dataset::NoteLibrary&& library) {
          const auto corners = firstCorners(library);
          return Opened{std::move(library), corners.first, corners.second};
        });
      },
      [this, how](const Result<Opened>& opened) {
        emit progressed({});
        opened ? take(*opened, how) : refuse(opened.error());
      },
      {.progress = [this](JobProgress done) { tell(done); }, .priority = 30});
}

void LibraryOpener::restore(const SavedSession& session) {
  const bool starter = session.state.library.empty();
  open(starter ? embedded_ : session.state.library, {.recent = !starter, .session = session});
}

void LibraryOpener::refresh(const std::string& selected) {
  const auto folder = bench_.session.library().folder();
  if (opening_.running()) {
    again_ = selected;
    return;
  }
  if (folder.empty()) return;
  opening_ = bench_.jobs.run(
      Lane::Compute, this, [folder](Progress& progress) { return openWithOwn(folder, progress); },
      [this, selected](const Result<dataset::NoteLibrary>& library) {
        if (!library) return refuse(library.error());
        tellProblems(*library);
        bench_.session.refreshLibrary(*library);
        if (!selected.empty()) bench_.session.selectNote(selected);
        emit refreshed();
      },
      {.progress = {}, .priority = 30});
}

void LibraryOpener::refuse(const Error& error) {
  const QString sentence = QString::fromStdString(error.message);
  bench_.issues.clear(kOpening);
  bench_.issues.add({Issue::Severity::Error, sentence, kOpening});
  emit refused(sentence);
  // Better the notes that came with the program than none.
  if (bench_.session.library().empty() && bench_.session.state().library != embedded_)
    open(embedded_, {.recent = false, .instead = true});
}

void LibraryOpener::tell(JobProgress done) {
  const QString left =
      done.secondsLeft < 0 ? QString() : tr(", %1 s left").arg(std::lround(done.secondsLeft));
  emit progressed(tr("Reading the library: %1 %%2 (Esc cancels)")
                      .arg(std::lround(done.fraction * 100))
                      .arg(left));
}

void LibraryOpener::tellProblems(const dataset::NoteLibrary& library) {
  const QString topic = QStringLiteral("library");
  bench_.issues.clear(topic);
  int told = 0;
  for (const Error& problem : library.problems()) {
    if (++told > kIssuesShown) break;
    bench_.issues.add({Issue::Severity::Warning, QString::fromStdString(problem.message), topic});
  }
  if (told <= kIssuesShown) return;
  bench_.issues.add(
      {Issue::Severity::Warning,
       countText(static_cast<qint64>(library.problems().size() - kIssuesShown),
                 tr("… and 1 more note with problems"), tr("… and %1 more notes with problems")),
       topic});
}

void LibraryOpener::take(const Opened& found, const How& how) {
  const auto& [library, a, b] = found;
  if (!how.instead) {
    bench_.issues.clear(kOpening);
    emit refused({});
  }
  tellProblems(library);
  if (how.recent) bench_.preferences.rememberLibrary(path(library.folder()));
  bench_.session.setLibrary(library);
  bench_.session.begin(a, b, bench_.session.state().model);
  const auto known = [&library = library](const std::string& id, const std::string& standard) {
    return !id.empty() && library.find(id) ? id : standard;
  };
  if (how.session) {
    SessionState state = how.session->state;
    state.noteA = known(state.noteA, a);
    state.noteB = known(state.noteB, b);
    bench_.session.restore(state, known(how.session->selected, state.noteA));
  } else if (const std::string first = known(how.selected, a); !first.empty()) {
    bench_.session.selectNote(first);
  }
  emit opened();
  if (const auto again = std::exchange(again_, {})) refresh(*again);
}

}  // namespace timbre::ui
