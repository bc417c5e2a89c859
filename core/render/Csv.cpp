#include "render/Csv.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "base/AtomicFile.h"

namespace timbre::render {

namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

}  // namespace

std::string_view Csv::text(const Row& row, std::string_view column) const {
  const auto place =
      static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
  return place < row.fields.size() ? std::string_view(row.fields[place]) : std::string_view();
}

Result<int> Csv::number(const Row& row, std::string_view column, int lowest, int highest) const {
  const std::string_view field = text(row, column);
  int value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error == std::errc() && end == field.data() + field.size() && value >= lowest &&
      value <= highest)
    return value;
  return tl::unexpected(unfit(row, "has \"" + std::string(field) + "\" as " + std::string(column) +
                                       "; write a whole number from " + std::to_string(lowest) +
                                       " to " + std::to_string(highest)));
}

Error Csv::unfit(const Row& row, std::string_view what) const {
  return {ErrorCode::BadFormat,
          file.string() + ", line " + std::to_string(row.line) + ", " + std::string(what)};
}

Result<Csv> readCsv(const std::filesystem::path& file,
                    const std::vector<std::string_view>& required) {
  constexpr std::uintmax_t kLargest = 1 << 26;
  const auto bytes = readBytes(file, kLargest);
  if (!bytes) return tl::unexpected(bytes.error());
  Csv table{file, {}, {}};
  std::istringstream text(*bytes);
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line.empty() || line == "\r" || line[0] == '#') continue;
    if (table.columns.empty())
      table.columns = split(line);
    else
      table.rows.push_back({number, split(line)});
  }
  for (const auto column : required)
    if (std::find(table.columns.begin(), table.columns.end(), column) == table.columns.end())
      return fail(ErrorCode::BadFormat, file.string() + " has no column \"" + std::string(column) +
                                            "\"; its first line must name the columns");
  return table;
}

}  // namespace timbre::render
