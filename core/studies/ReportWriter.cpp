#include "studies/ReportWriter.h"

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "audio/AudioWriter.h"
#include "base/AtomicFile.h"
#include "base/ContentHash.h"
#include "base/Files.h"
#include "base/Version.h"
#include "spectral/PngFile.h"
#include "studies/FigureFile.h"
#include "studies/HtmlReport.h"

namespace timbre::studies {
namespace {
namespace fs = std::filesystem;

Result<void> writeText(const fs::path& file, const std::string& text) {
  return writeBytesAtomically(file, std::as_bytes(std::span(text)));
}

/// Files first, then the page that shows them.
class Writer {
 public:
  explicit Writer(const StudyContext& context)
      : context_(context), folder_(context.request().folder), page_(context.study().title) {}

  Result<fs::path> write() {
    for (const char* part : {"tables", "figures", "sounds"})
      if (auto made = makeFolders(folder_ / part); !made) return tl::unexpected(made.error());
    page_.question(std::string(context_.study().question));
    for (const auto& item : context_.result().items) {
      const auto done = std::visit([&](const auto& it) { return put(it); }, item);
      if (!done) return tl::unexpected(done.error());
    }
    addRemarks();
    addProvenance();
    if (auto done = writeText(folder_ / "study.json", json().dump(2) + "\n"); !done)
      return tl::unexpected(done.error());
    const fs::path report = folder_ / "report.html";
    if (auto done = writeText(report, page_.finished()); !done) return tl::unexpected(done.error());
    return report;
  }

 private:
  Result<void> put(const Text& text) {
    page_.text(text.heading, text.body);
    return {};
  }

  Result<void> put(const Table& table) {
    page_.table(table);
    return writeText(folder_ / "tables" / (table.name + ".csv"), csvOf(table));
  }

  Result<void> put(const Figure& figure) {
    const fs::path base = folder_ / "figures" / figure.name;
    const auto named = [&](const char* ending) { return fs::path(base).concat(ending); };
    const auto svg = svgOf(figure), pdf = pdfOf(figure);
    const auto image = imageOf(figure);
    if (!svg) return tl::unexpected(svg.error());
    if (!pdf) return tl::unexpected(pdf.error());
    if (!image) return tl::unexpected(image.error());
    page_.figure(figure, *svg);
    if (auto done = writeText(named(".svg"), *svg); !done) return done;
    if (auto done = writeText(named(".pdf"), *pdf); !done) return done;
    return spectral::writePng(named(".png"), *image);
  }

  Result<void> put(const Sound& sound) {
    const fs::path file = folder_ / "sounds" / (sound.name + ".flac");
    if (auto done = audio::writeFlac(file, audio::withinFullScale(sound.clip)); !done) return done;
    const auto bytes = readBytes(file);
    if (!bytes) return tl::unexpected(bytes.error());
    page_.sound(sound.title, *bytes);
    return {};
  }

  void addRemarks() {
    const auto remarks = context_.remarks();
    const std::set<std::string> sorted(remarks.begin(), remarks.end());  // threads race for places
    std::string body;
    for (const auto& sentence : sorted) body += (body.empty() ? "" : "\n\n") + sentence + ".";
    if (!body.empty()) page_.text("Guessed, skipped or cut", body);
  }

  void addProvenance() {
    const auto& request = context_.request();
    Table how{"provenance", "How this was made", "", {{"What"}, {"Value"}}, {}};
    const auto say = [&](std::string what, std::string value) {
      how.rows.push_back({std::move(what), std::move(value)});
    };
    say("Program", "Timbrescope " + std::string(programVersion()));
    say("Command", command());
    say("Notes", std::to_string(request.notes.size()) + " in " +
                     request.notes.folder().filename().string() + ", list " +
                     hashOfNotes(request.notes));
    say("Seed", std::to_string(request.seed));
    for (const auto& [name, card] : context_.usedModels())
      say(labelOf(card).shown, card.name + ", weights " + card.hash);
    page_.table(how);
  }

  std::string command() const {
    const auto& request = context_.request();
    std::string words = "timbre study " + std::string(context_.study().name) + " --notes " +
                        request.notes.folder().filename().string();
    if (!request.note.empty()) words += " --note " + request.note;
    for (const auto& model : request.models) words += " --model " + model;
    if (request.most > 0) words += " --most " + std::to_string(request.most);
    return words + " --seed " + std::to_string(request.seed);
  }

  nlohmann::ordered_json json() const {
    const auto& request = context_.request();
    nlohmann::ordered_json models = nlohmann::ordered_json::object();
    for (const auto& [name, card] : context_.usedModels()) models[name] = card.hash;
    return {{"study", context_.study().name},
            {"program", "timbrescope " + std::string(programVersion())},
            {"command", command()},
            {"seed", request.seed},
            {"notes", request.notes.size()},
            {"notes_hash", hashOfNotes(request.notes)},
            {"models", models}};
  }

  const StudyContext& context_;
  fs::path folder_;
  HtmlReport page_;
};

}  // namespace

std::string hashOfNotes(const dataset::NoteLibrary& notes) {
  std::string list;
  for (const auto& note : notes.notes())
    list += note.id + ' ' + std::to_string(note.pitch) + ' ' + std::to_string(note.velocity) + ' ' +
            std::to_string(note.family) + ' ' + std::to_string(note.source) + ' ' +
            note.qualities.to_string() + '\n';
  return contentHashOf(list).hex();
}

Result<fs::path> writeReport(const StudyContext& context) {
  return Writer(context).write();
}

}  // namespace timbre::studies
