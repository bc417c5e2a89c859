#include "render/RenderJournal.h"

#include <sstream>

#include "base/AtomicFile.h"
#include "base/Files.h"
#include "base/Hash.h"

namespace timbre::render {
namespace fs = std::filesystem;
namespace {

constexpr const char* kSilent = "silent";

std::string headingOf(std::uint64_t job) {
  return "timbre render " + hexOf(job);
}

}  // namespace

RenderJournal::RenderJournal(const RenderRequest& request)
    : out_(request.out),
      audio_(request.out / "audio"),
      journalPath_(request.out / "render.journal"),
      kind_(request.kind),
      resumable_(request.resumable) {}

Result<std::unique_ptr<RenderJournal>> RenderJournal::make(const RenderRequest& request,
                                                           std::uint64_t job) {
  auto folder = std::unique_ptr<RenderJournal>(new RenderJournal(request));
  folder->kept_ = true;  // nothing of ours is there yet
  if (auto prepared = folder->prepare(job); !prepared) return tl::unexpected(prepared.error());
  folder->kept_ = false;
  return folder;
}

Result<void> RenderJournal::prepare(std::uint64_t job) {
  std::error_code code;
  if (resumable_ && fs::exists(journalPath_, code) && !fs::exists(out_ / "examples.json", code))
    return goOn(job);
  if (fs::exists(out_ / "examples.json", code) ||
      (fs::is_directory(audio_, code) && !fs::is_empty(audio_, code)))
    return fail(ErrorCode::Internal,
                out_.string() + " already holds notes; choose another folder or delete them first");
  for (fs::path made = resolved(audio_); !made.empty() && !fs::exists(made, code);
       made = made.parent_path())
    made_.push_back(made);
  if (fs::create_directories(audio_, code); code)
    return fail(ErrorCode::Internal, "Cannot create the folder " + audio_.string() + " (" +
                                         code.message() +
                                         "); choose a folder with write permission");
  journal_.open(journalPath_);
  journal_ << headingOf(job) << std::endl;
  return {};
}

Result<void> RenderJournal::goOn(std::uint64_t job) {
  const auto text = readBytes(journalPath_);
  if (!text) return tl::unexpected(text.error());
  std::istringstream lines(*text);
  std::string line;
  if (!std::getline(lines, line) || line != headingOf(job))
    return fail(ErrorCode::BadFormat, out_.string() +
                                          " holds an unfinished render with other options; finish "
                                          "it with the same command, or choose another folder");
  // The last line may be cut short: without its line feed it does not count.
  while (std::getline(lines, line) && !lines.eof()) {
    std::istringstream words(line);
    std::string id, said;
    words >> id >> said;
    if (said == kSilent)
      done_[id] = std::nullopt;
    else if (isFile(fileOf(id)) && said.size() == 10 && said.find_first_not_of("01") == said.npos)
      done_[id] = std::bitset<10>(said);
  }
  std::error_code code;
  const auto there = entriesOf(audio_);
  if (!there) return tl::unexpected(there.error());
  for (const fs::path& entry : *there)  // half written
    if (entry.filename().string().starts_with('.')) fs::remove(entry, code);
  fs::create_directories(audio_, code);
  // Written again, so that nothing is appended to half a line.
  journal_.open(journalPath_);
  journal_ << headingOf(job) << '\n';
  const auto known = done_;
  for (const auto& [id, qualities] : known)
    if (auto noted = note(id, qualities); !noted) return noted;
  return {};
}

Result<void> RenderJournal::note(const std::string& id, std::optional<std::bitset<10>> qualities) {
  journal_ << id << ' ' << (qualities ? qualities->to_string() : kSilent) << '\n' << std::flush;
  if (!journal_)
    return fail(ErrorCode::Internal, "Cannot write " + journalPath_.string() +
                                         "; choose a folder with write permission and free space");
  done_[id] = qualities;
  return {};
}

fs::path RenderJournal::fileOf(const std::string& id) const {
  return audio_ / (id + (kind_ == FileKind::Flac ? ".flac" : ".wav"));
}

void RenderJournal::keep() {
  kept_ = true;
  journal_.close();
  std::error_code code;
  fs::remove(journalPath_, code);
}

RenderJournal::~RenderJournal() {
  if (kept_ || (resumable_ && !done_.empty())) return;
  journal_.close();
  std::error_code code;
  fs::remove(journalPath_, code);
  if (const auto written = entriesOf(audio_))
    for (const fs::path& entry : *written) fs::remove(entry, code);
  for (const auto& made : made_)
    fs::remove(made, code);  // deepest first; stays if others put something in
}

}  // namespace timbre::render
