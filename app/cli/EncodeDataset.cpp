#include "app/cli/EncodeDataset.h"

#include <iostream>

#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NoteSources.h"
#include "base/CountText.h"
#include "base/PrintableText.h"
#include "base/ProcessRank.h"
#include "dataset/DatasetLocation.h"
#include "evaluation/EncodeNotes.h"

namespace timbre::cli {
namespace fs = std::filesystem;
namespace {

void say(const evaluation::EncodeReport& report, const EncodeDatasetArgs& args,
         const ProcessRank& process) {
  if (process.size > 1) std::cout << "process " << process.rank << " of " << process.size << ": ";
  if (report.finished && report.notes == 0)
    std::cout << printable(args.output.string()) << " already holds these notes\n";
  else if (report.finished)
    std::cout << countText(report.notes, "note") << " in " << printable(args.output.string())
              << ", " << report.encoded << " of them encoded by this call\n";
  else
    std::cout << countText(report.encoded, "note") << " encoded; "
              << countText(report.missing, "part") << (report.missing == 1 ? " is" : " are")
              << " still missing. Other processes make them, and the last one joins all "
                 "parts. If a process has died, run the same command again\n";
}

}  // namespace

bool isDataset(const std::string& word) {
  std::error_code code;
  return fs::is_directory(word, code) || word.ends_with(".safetensors") ||
         dataset::isNamedLikeADataset(word);
}

Result<void> encodeDataset(const EncodeDatasetArgs& args, Progress& progress) {
  const auto process = processRank(false);
  if (!process) return tl::unexpected(process.error());
  PartOf opening(progress, 0, 0.02), encoding(progress, 0.02, 1);
  const auto notes = noteSource(args.notes, {}, opening);
  if (!notes) return tl::unexpected(notes.error());
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const auto report = evaluation::encodeNotes(
      **model, *notes, {args.output, *process, args.notesAPart},
      [](const Error& e) { warn(e.message); }, encoding);
  if (!report) return tl::unexpected(report.error());
  say(*report, args, *process);
  return {};
}

}  // namespace timbre::cli
