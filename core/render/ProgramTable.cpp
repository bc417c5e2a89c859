#include "render/ProgramTable.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "render/Csv.h"

namespace timbre::render {

namespace {

template <std::size_t N>
int placeIn(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

Result<std::bitset<10>> qualitiesOf(const Csv& table, const Csv::Row& row) {
  std::bitset<10> set;
  std::istringstream names{std::string(table.text(row, "qualities"))};
  for (std::string name; names >> name;) {
    const int place = placeIn(dataset::kQualities, name);
    if (place < 0)
      return tl::unexpected(table.unfit(
          row, "names a quality \"" + name + "\" that NSynth does not have; correct it"));
    set.set(static_cast<std::size_t>(place));
  }
  return set;
}

Result<Program> programOf(const Csv& table, const Csv::Row& row) {
  Program program;
  const auto bank = table.number(row, "bank", 0, 16383);
  const auto number = table.number(row, "program", 0, 127);
  const auto lowest = table.number(row, "low", 0, 127);
  const auto highest = table.number(row, "high", 0, 127);
  for (const auto* read : {&bank, &number, &lowest, &highest})
    if (!*read) return tl::unexpected(read->error());
  program.family = placeIn(dataset::kFamilies, table.text(row, "family"));
  program.source = placeIn(dataset::kSources, table.text(row, "source"));
  if (program.family < 0 || program.source < 0)
    return tl::unexpected(
        table.unfit(row, "names a family or a source that NSynth does not have; correct it"));
  const auto qualities = qualitiesOf(table, row);
  if (!qualities) return tl::unexpected(qualities.error());
  program.bank = *bank;
  program.number = *number;
  program.lowest = *lowest;
  program.highest = *highest;
  program.name = std::string(table.text(row, "name"));
  program.qualities = *qualities;
  program.sampleSets = std::string(table.text(row, "sample_sets"));
  if (program.sampleSets.empty())
    program.sampleSets = std::to_string(*bank) + ":" + std::to_string(*number);
  return program;
}

std::string numbered(const Program& program, int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 3 - std::min<std::size_t>(3, digits.size()), '0');
  return std::string(dataset::kFamilies[static_cast<std::size_t>(program.family)]) + "_" +
         std::string(dataset::kSources[static_cast<std::size_t>(program.source)]) + "_" + digits;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool means(const std::string& wish, const Program& program) {
  if (wish == std::to_string(program.bank) + ":" + std::to_string(program.number)) return true;
  return lower(program.name).find(lower(wish)) != std::string::npos;
}

Result<std::vector<Program>> chosen(const RenderRequest& request,
                                    const std::vector<Program>& programs) {
  if (request.instruments.empty()) return programs;
  for (const auto& wish : request.instruments)
    if (std::none_of(programs.begin(), programs.end(),
                     [&](const Program& p) { return means(wish, p); }))
      return fail(ErrorCode::NotFound,
                  "No instrument \"" + wish +
                      "\" in the table of programs; give a part of a name, or bank:program");
  std::vector<Program> kept;
  std::copy_if(programs.begin(), programs.end(), std::back_inserter(kept), [&](const Program& p) {
    return std::any_of(request.instruments.begin(), request.instruments.end(),
                       [&](const auto& wish) { return means(wish, p); });
  });
  return kept;
}

Result<std::vector<WantedNote>> bySteps(const RenderRequest& request,
                                        const std::vector<Program>& programs) {
  if (request.pitchStep < 1)
    return fail(ErrorCode::BadFormat, "The pitch step must be at least 1 semitone");
  std::vector<int> velocities = request.velocities;
  std::sort(velocities.begin(), velocities.end());
  velocities.erase(std::unique(velocities.begin(), velocities.end()), velocities.end());
  if (velocities.empty() || velocities.front() < 1 || velocities.back() > 127)
    return fail(ErrorCode::BadFormat, "Give at least one velocity, each from 1 to 127");
  std::vector<WantedNote> notes;
  for (const Program& program : programs)
    for (int pitch = program.lowest; pitch <= program.highest; pitch += request.pitchStep)
      for (const int velocity : velocities) notes.push_back({program, pitch, velocity});
  return notes;
}

Result<std::vector<WantedNote>> byPlan(const RenderRequest& request,
                                       const std::vector<Program>& programs) {
  const auto table = readCsv(request.plan, {"bank", "program", "pitch", "velocity"});
  if (!table) return tl::unexpected(table.error());
  std::map<std::pair<int, int>, const Program*> byNumber;
  for (const Program& program : programs)
    byNumber.emplace(std::pair(program.bank, program.number), &program);
  std::set<std::array<int, 4>> seen;
  std::vector<WantedNote> notes;
  for (const auto& row : table->rows) {
    const auto bank = table->number(row, "bank", 0, 16383);
    const auto number = table->number(row, "program", 0, 127);
    const auto pitch = table->number(row, "pitch", 0, 127);
    const auto velocity = table->number(row, "velocity", 1, 127);
    for (const auto* read : {&bank, &number, &pitch, &velocity})
      if (!*read) return tl::unexpected(read->error());
    const auto program = byNumber.find({*bank, *number});
    if (program == byNumber.end()) {
      if (!request.instruments.empty()) continue;  // filtered out
      return tl::unexpected(
          table->unfit(row, "names a program that is not in the table of programs; correct it"));
    }
    if (seen.insert({*bank, *number, *pitch, *velocity}).second)
      notes.push_back({*program->second, *pitch, *velocity});
  }
  return notes;
}

}  // namespace

Result<std::vector<Program>> readPrograms(const std::filesystem::path& file) {
  const auto table = readCsv(file, {"bank", "program", "name", "family", "source", "low", "high"});
  if (!table) return tl::unexpected(table.error());
  std::vector<Program> programs;
  std::map<std::pair<int, int>, int> used;  // instruments so far of each family and source
  std::set<std::pair<int, int>> seen;
  for (const auto& row : table->rows) {
    auto program = programOf(*table, row);
    if (!program) return tl::unexpected(program.error());
    if (!seen.insert({program->bank, program->number}).second)
      return tl::unexpected(table->unfit(row, "repeats a program; remove one of the lines"));
    program->instrumentNumber = static_cast<int>(programs.size());
    program->instrument = numbered(*program, used[{program->family, program->source}]++);
    programs.push_back(std::move(*program));
  }
  return programs;
}

Result<std::vector<WantedNote>> wantedNotes(const RenderRequest& request,
                                            const std::vector<Program>& programs) {
  const auto kept = chosen(request, programs);
  if (!kept) return tl::unexpected(kept.error());
  auto notes = request.plan.empty() ? bySteps(request, *kept) : byPlan(request, *kept);
  if (notes && notes->empty())
    return fail(ErrorCode::BadFormat,
                "The request selects no notes; choose more pitches, velocities or instruments");
  return notes;
}

}  // namespace timbre::render
