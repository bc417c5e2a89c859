#include "model/PlainName.h"

#include <string_view>

namespace timbre::model {

std::string plainName(const ModelCard& card) {
  std::string_view own = card.name, title = card.title;
  if (title.starts_with(card.name + ": ")) title.remove_prefix(own.size() + 2);
  const std::string kind(title.substr(0, title.find(", ")));
  if (card.standard || own.empty()) return kind;
  const std::string prefix = card.kind + "-";
  if (own.starts_with(prefix)) own.remove_prefix(prefix.size());
  return kind.empty() ? std::string(own) : kind + " " + std::string(own);
}

}  // namespace timbre::model
