#include "dataset/QueryText.h"

#include <algorithm>
#include <optional>

#include "base/CountText.h"
#include "dataset/QueryFields.h"

namespace timbre::dataset {
namespace {

constexpr int kLoud = 64;  // the middle of MIDI's velocities

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// What the terms of one field ask for together.
template <class Set>
struct Choice {
  Set wanted, unwanted;
  bool any = false;  ///< something is wanted, be it nothing that there is

  void take(const Set& values, bool minus) {
    (minus ? unwanted : wanted) |= values;
    any |= !minus;
  }
  /// Into a field whose empty set means any. False: nothing can satisfy it.
  bool putInto(Set& field) const {
    if (!any && unwanted.none()) return true;
    field = (any ? wanted : Set().set()) & ~unwanted;
    return field.any();
  }
};

class Parser {
 public:
  QueryText parse(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (isBlank(text[at])) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < text.size() && !isBlank(text[end])) ++end;
      QueryTerm term{at, std::string(text.substr(at, end - at)), {}};
      take(term);
      done_.terms.push_back(std::move(term));
      at = end;
    }
    finish();
    return std::move(done_);
  }

 private:
  void take(QueryTerm& term) {
    std::string_view text = term.text;
    const bool minus = text.size() > 1 && text.front() == '-';
    if (minus) text.remove_prefix(1);
    const std::string word = lowerCase(text);
    if (word == "soft" || word == "loud")
      return velocities_.take(word == "soft" ? keysBetween(0, kLoud - 1) : keysBetween(kLoud, 127),
                              minus);
    const auto colon = word.find(':');
    if (colon == std::string::npos) return takeWord(word, minus);
    const auto field = fieldNamed(word.substr(0, colon));
    if (!field) {
      term.problem = "“" + std::string(text.substr(0, colon)) +
                     "” is not a field; the fields are " + fieldList();
      return;
    }
    std::string values = word.substr(colon + 1);
    while (!values.empty() && term.problem.empty()) {  // "25,50"
      const auto comma = std::min(values.find(','), values.size());
      if (comma > 0) term.problem = takeValue(*field, values.substr(0, comma), minus);
      values.erase(0, comma + 1);
    }
  }

  void takeWord(const std::string& word, bool minus) {
    std::string& words = minus ? done_.query.without : done_.query.text;
    if (!words.empty()) words += ' ';
    words += word;
  }

  /// What is wrong with it; empty when nothing is.
  std::string takeValue(QueryField field, const std::string& value, bool minus) {
    if (field == QueryField::Pitch || field == QueryField::Velocity) {
      const auto keys = keysOf(field, value);
      if (!keys) return keys.error().message;
      (field == QueryField::Pitch ? pitches_ : velocities_).take(*keys, minus);
      return {};
    }
    const auto chosen = valueNamed(field, value);
    if (!chosen) return chosen.error().message;
    takeChoice(field, *chosen, minus);
    return {};
  }

  void takeChoice(QueryField field, std::size_t value, bool minus) {
    NoteQuery& query = done_.query;
    switch (field) {
      case QueryField::Family:
        return families_.take(std::bitset<11>().set(value), minus);
      case QueryField::Source:
        return sources_.take(std::bitset<3>().set(value), minus);
      case QueryField::Split:
        return subsets_.take(std::bitset<6>().set(value), minus);
      case QueryField::Quality:
        (minus ? query.notQualities : query.qualities).set(value);
        return;
      case QueryField::Finding:
        if (minus) {
          query.hideDoubtful = true;
        } else {
          query.findings.set(value);
        }
        return;
      default:
        return takeState(static_cast<QueryState>(value), minus);
    }
  }

  void takeState(QueryState state, bool minus) {
    NoteQuery& query = done_.query;
    switch (state) {
      case QueryState::Favourite:
        (minus ? query.noFavourites : query.favouritesOnly) = true;
        return;
      case QueryState::Own:
        (minus ? query.notOwn : query.ownOnly) = true;
        return;
      case QueryState::Doubtful:
      case QueryState::Clean:
        if ((state == QueryState::Doubtful) == minus) {
          query.hideDoubtful = true;
        } else {
          query.doubtfulOnly = true;
        }
    }
  }

  void finish() {
    NoteQuery& query = done_.query;
    const bool possible = families_.putInto(query.families) & sources_.putInto(query.sources) &
                          subsets_.putInto(query.subsets) & pitches_.putInto(query.pitches) &
                          velocities_.putInto(query.velocities);
    query.nothing = !possible;
  }

  QueryText done_;
  Choice<std::bitset<11>> families_;
  Choice<std::bitset<3>> sources_;
  Choice<std::bitset<6>> subsets_;
  Choice<KeySet> pitches_, velocities_;
};

bool findsNothing(const NoteLibrary& library, std::string_view text,
                  const std::vector<int>& favourites) {
  return library.select(parseQuery(text, favourites).query).empty();
}

std::string joined(const std::vector<QueryTerm>& terms, const QueryTerm* without) {
  std::string text;
  for (const QueryTerm& term : terms)
    if (&term != without) text += (text.empty() ? "" : " ") + term.text;
  return text;
}

}  // namespace

const QueryTerm* QueryText::notUnderstood() const {
  const auto found = std::ranges::find_if(terms, [](const auto& t) { return !t.problem.empty(); });
  return found == terms.end() ? nullptr : &*found;
}

QueryText parseQuery(std::string_view text, std::vector<int> favourites) {
  QueryText parsed = Parser().parse(text);
  parsed.query.favourites = std::move(favourites);
  return parsed;
}

std::string whyNothing(const NoteLibrary& library, std::string_view text,
                       const std::vector<int>& favourites) {
  const QueryText parsed = parseQuery(text, favourites);
  if (const QueryTerm* term = parsed.notUnderstood()) return term->problem;
  for (const QueryTerm& term : parsed.terms)
    if (findsNothing(library, term.text, favourites)) return "no note matches “" + term.text + "”";
  for (const QueryTerm& term : parsed.terms) {
    const auto rest = parseQuery(joined(parsed.terms, &term), favourites);
    const auto hits = library.select(rest.query).size();
    if (hits > 0) return "without “" + term.text + "” there would be " + countText(hits, "note");
  }
  return "no note matches all of these terms";
}

}  // namespace timbre::dataset
