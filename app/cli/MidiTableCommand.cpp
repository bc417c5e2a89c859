/// midi-table: MIDI keys with their names, frequencies and periods.
#include <iostream>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/AtomicFile.h"
#include "base/MidiTable.h"

namespace timbre::cli {
namespace {

struct MidiTableArgs {
  double a4 = kStandardA4;
  bool all = false;
  bool csv = false;
  std::filesystem::path output;
};

Result<void> printTable(const MidiTableArgs& args) {
  const auto rows = midiTable(args.all ? kAllKeys : kPianoKeys, args.a4);
  if (!rows) return tl::unexpected(rows.error());
  if (args.output.empty()) {
    std::cout << (args.csv ? csvOf(*rows) : textOf(*rows));
    return {};
  }
  if (const auto known = checkEnding(args.output, ".csv"); !known) return known;
  const std::string csv = csvOf(*rows);
  return writeBytesAtomically(args.output, std::as_bytes(std::span(csv)));
}

}  // namespace

void addMidiTable(CLI::App& app, Work& work) {
  auto args = std::make_shared<MidiTableArgs>();
  auto* command = app.add_subcommand(
      "midi-table", "Print the MIDI keys with their names, frequencies and periods");
  command->add_option("--a4", args->a4, "Frequency of A4 in Hz")
      ->check(within(kLowestA4, kHighestA4))
      ->capture_default_str();
  command->add_flag("--all", args->all, "Keys 0 to 127 (default: 21 to 108, those of a piano)");
  command->add_flag("--csv", args->csv, "Print as CSV");
  command->add_option("-o,--output", args->output, "Write a .csv instead of printing");
  command->callback([&work, args] { work = [args](Progress&) { return printTable(*args); }; });
}

}  // namespace timbre::cli
