#include "readers/JsonColumns.h"

#include <unordered_map>

namespace timbre::readers {
using nlohmann::json;

std::vector<std::pair<std::string, json>> rowsOfColumns(const json& columns,
                                                        std::string_view nameField) {
  std::vector<std::pair<std::string, json>> rows;
  std::unordered_map<std::string, std::size_t> places;
  if (!columns.is_object()) return rows;
  const auto rowNamed = [&](const std::string& name) -> json& {
    const auto [found, fresh] = places.try_emplace(name, rows.size());
    if (fresh) rows.emplace_back(name, json::object());
    return rows[found->second].second;
  };
  for (const auto& [field, column] : columns.items()) {
    if (column.is_object())
      for (const auto& [name, value] : column.items()) rowNamed(name)[field] = value;
    if (column.is_array())
      for (std::size_t i = 0; i < column.size(); ++i)
        rowNamed("entry " + std::to_string(i + 1))[field] = column[i];
  }
  for (auto& [name, row] : rows)
    if (const auto own = row.find(nameField); own != row.end() && own->is_string())
      name = own->get<std::string>();
  return rows;
}

}  // namespace timbre::readers
