/// Small tables with a heading line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace timbre::render {

struct Csv {
  struct Row {
    int line = 0;  ///< in the file, from 1
    std::vector<std::string> fields;
  };
  std::filesystem::path file;
  std::vector<std::string> columns;
  std::vector<Row> rows;

  /// Empty when the column or the field is not there.
  std::string_view text(const Row& row, std::string_view column) const;
  /// BadFormat naming file, line and column when it is not a whole number in [lowest, highest].
  Result<int> number(const Row& row, std::string_view column, int lowest, int highest) const;
  /// A sentence about a row.
  Error unfit(const Row& row, std::string_view what) const;
};

/// Fields separated by commas, in double quotes where they hold one. Empty lines and lines that
/// begin with # are passed over. BadFormat when one of `required` is not among the columns.
Result<Csv> readCsv(const std::filesystem::path& file,
                    const std::vector<std::string_view>& required);

}  // namespace timbre::render
