#include "dataset/QueryCompletion.h"

#include <algorithm>
#include <numeric>

#include "dataset/QueryFields.h"

namespace timbre::dataset {
namespace {

/// How many notes have each value, in the order of valuesOf(); empty: nobody counts those.
std::vector<int> countsOf(QueryField field, const NoteLibrary& library) {
  const auto all = [](const auto& counts) {
    return std::vector<int>(counts.begin(), counts.end());
  };
  std::vector<int> counts;
  switch (field) {
    case QueryField::Family:
      for (const auto& sources : library.counts())
        counts.push_back(std::accumulate(sources.begin(), sources.end(), 0));
      return counts;
    case QueryField::Source:
      counts.resize(kSources.size());
      for (const auto& sources : library.counts())
        for (std::size_t i = 0; i < sources.size(); ++i) counts[i] += sources[i];
      return counts;
    case QueryField::Quality:
      return all(library.ask({}).counts.qualities);
    case QueryField::Split:
      return all(library.ask({}).counts.subsets);
    case QueryField::Finding:
      return all(library.ask({}).counts.findings);
    default:
      return {};
  }
}

/// Values that some note has, the commonest first where they are counted.
void addValues(QueryField field, std::string_view begin, const std::string& before,
               const NoteLibrary& library, std::vector<Completion>& found) {
  const auto values = valuesOf(field);
  const auto counts = countsOf(field, library);
  std::vector<Completion> fitting;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].starts_with(begin) && (counts.empty() || counts[i] > 0))
      fitting.push_back({before + std::string(nameOf(field)) + ":" + std::string(values[i]),
                         counts.empty() ? -1 : counts[i]});
  std::ranges::stable_sort(fitting, std::greater(), &Completion::notes);
  found.insert(found.end(), fitting.begin(), fitting.end());
}

/// "bri" may become "quality:bright".
void addWord(std::string_view word, const std::string& before, const NoteLibrary& library,
             std::vector<Completion>& found) {
  for (int i = 0; i < kQueryFields; ++i)
    if (const auto name = nameOf(static_cast<QueryField>(i)); name.starts_with(word))
      found.push_back({before + std::string(name) + ":", -1});
  for (const QueryField field : {QueryField::Family, QueryField::Quality, QueryField::Source,
                                 QueryField::Is, QueryField::Split})
    addValues(field, word, before, library, found);
  for (const std::string_view dynamics : {"soft", "loud"})
    if (dynamics.starts_with(word)) found.push_back({before + std::string(dynamics), -1});
  for (const std::string& name : library.instruments())
    if (name.find(' ') == std::string::npos && lowerCase(name).starts_with(word))
      found.push_back({before + name, -1});
}

}  // namespace

std::size_t termBegin(std::string_view text, std::size_t cursor) {
  std::size_t begin = std::min(cursor, text.size());
  while (begin > 0 && text[begin - 1] != ' ') --begin;
  return begin;
}

std::vector<Completion> completions(const NoteLibrary& library, std::string_view text,
                                    std::size_t cursor, std::size_t most) {
  cursor = std::min(cursor, text.size());
  const std::size_t begin = termBegin(text, cursor);
  std::string term = lowerCase(text.substr(begin, cursor - begin));
  std::string before;
  if (term.starts_with('-')) {
    before = "-";
    term.erase(0, 1);
  }
  std::vector<Completion> found;
  if (term.empty()) return found;
  const auto colon = term.find(':');
  if (colon == std::string::npos) {
    addWord(term, before, library, found);
  } else if (const auto field = fieldNamed(std::string_view(term).substr(0, colon))) {
    const auto value = term.substr(term.find_last_of(":,") + 1);
    addValues(*field, value, before, library, found);
  }
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace timbre::dataset
