#include "importing/InstrumentName.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "dataset/NoteInfo.h"

namespace timbre::importing {
namespace {

/// How much a phrase says. Strong ones are instruments; weak ones have other meanings too.
enum class Weight { None, Weak, Strong };

struct Phrase {
  std::string_view words;   ///< lower case, single blanks between
  std::string_view family;  ///< empty: the words are no instrument, and are passed over
  Weight weight = Weight::Strong;
};

constexpr Weight kWeak = Weight::Weak;

/// The longest phrase that fits at a word counts.
constexpr std::array kPhrases{
    // What is not an instrument though a word of it is one.
    Phrase{"voice recorder", ""},
    Phrase{"sound recorder", ""},
    Phrase{"audio recorder", ""},
    Phrase{"tape recorder", ""},
    Phrase{"field recorder", ""},
    Phrase{"easy recorder", ""},
    Phrase{"smart recorder", ""},
    Phrase{"zoom recorder", ""},
    Phrase{"voice memo", ""},
    Phrase{"voice note", ""},
    Phrase{"voice message", ""},
    Phrase{"voice recording", ""},
    Phrase{"mezzo piano", ""},
    Phrase{"mezzopiano", ""},
    Phrase{"piano pianissimo", ""},
    Phrase{"piano forte", ""},
    Phrase{"forte piano", ""},
    Phrase{"subito piano", ""},
    Phrase{"bass clef", ""},
    Phrase{"bass drum", ""},
    Phrase{"whistle tone", ""},
    Phrase{"string noise", ""},
    // bass
    Phrase{"bass guitar", "bass"},
    Phrase{"electric bass", "bass"},
    Phrase{"fretless bass", "bass"},
    Phrase{"finger bass", "bass"},
    Phrase{"pick bass", "bass"},
    Phrase{"slap bass", "bass"},
    Phrase{"synth bass", "bass"},
    Phrase{"upright bass", "bass"},
    Phrase{"fingerbass", "bass"},
    Phrase{"fretless", "bass"},
    Phrase{"bassguitar", "bass"},
    Phrase{"synthbass", "bass"},
    Phrase{"bass", "bass", kWeak},
    // brass
    Phrase{"trumpet", "brass"},
    Phrase{"trombone", "brass"},
    Phrase{"tuba", "brass"},
    Phrase{"french horn", "brass"},
    Phrase{"frenchhorn", "brass"},
    Phrase{"flugelhorn", "brass"},
    Phrase{"cornet", "brass"},
    Phrase{"euphonium", "brass"},
    Phrase{"sousaphone", "brass"},
    Phrase{"brass", "brass"},
    Phrase{"bugle", "brass"},
    Phrase{"horn", "brass"},
    // flute
    Phrase{"flute", "flute"},
    Phrase{"piccolo", "flute"},
    Phrase{"alto recorder", "flute"},
    Phrase{"tenor recorder", "flute"},
    Phrase{"bass recorder", "flute"},
    Phrase{"soprano recorder", "flute"},
    Phrase{"treble recorder", "flute"},
    Phrase{"descant recorder", "flute"},
    Phrase{"sopranino recorder", "flute"},
    Phrase{"recorder", "flute", kWeak},
    Phrase{"ocarina", "flute"},
    Phrase{"whistle", "flute"},
    Phrase{"shakuhachi", "flute"},
    Phrase{"panpipe", "flute"},
    Phrase{"fife", "flute"},
    // guitar
    Phrase{"guitar", "guitar"},
    Phrase{"banjo", "guitar"},
    Phrase{"ukulele", "guitar"},
    Phrase{"mandolin", "guitar"},
    Phrase{"sitar", "guitar"},
    Phrase{"lute", "guitar"},
    Phrase{"shamisen", "guitar"},
    Phrase{"bouzouki", "guitar"},
    Phrase{"oud", "guitar"},
    Phrase{"telecaster", "guitar"},
    Phrase{"stratocaster", "guitar"},
    // keyboard
    Phrase{"harpsichord", "keyboard"},
    Phrase{"clavinet", "keyboard"},
    Phrase{"clavichord", "keyboard"},
    Phrase{"electric piano", "keyboard"},
    Phrase{"grand piano", "keyboard"},
    Phrase{"upright piano", "keyboard"},
    Phrase{"acoustic piano", "keyboard"},
    Phrase{"prepared piano", "keyboard"},
    Phrase{"toy piano", "keyboard"},
    Phrase{"honky tonk", "keyboard"},
    Phrase{"rhodes", "keyboard"},
    Phrase{"wurlitzer", "keyboard"},
    Phrase{"wurli", "keyboard"},
    Phrase{"pianet", "keyboard"},
    Phrase{"steinway", "keyboard"},
    Phrase{"pianoforte", "keyboard"},
    Phrase{"fortepiano", "keyboard"},
    Phrase{"piano", "keyboard", kWeak},
    Phrase{"keyboard", "keyboard"},
    Phrase{"keys", "keyboard", kWeak},
    // mallet
    Phrase{"celesta", "mallet"},
    Phrase{"celeste", "mallet"},
    Phrase{"glockenspiel", "mallet"},
    Phrase{"glocken", "mallet"},
    Phrase{"marimba", "mallet"},
    Phrase{"vibraphone", "mallet"},
    Phrase{"vibes", "mallet"},
    Phrase{"xylophone", "mallet"},
    Phrase{"xylo", "mallet"},
    Phrase{"kalimba", "mallet"},
    Phrase{"mbira", "mallet"},
    Phrase{"steel drum", "mallet"},
    Phrase{"steeldrum", "mallet"},
    Phrase{"steel pan", "mallet"},
    Phrase{"bell", "mallet"},
    Phrase{"tubular bell", "mallet"},
    Phrase{"chime", "mallet"},
    Phrase{"crotale", "mallet"},
    Phrase{"mallet", "mallet", kWeak},
    Phrase{"music box", "mallet"},
    Phrase{"dulcimer", "mallet"},
    Phrase{"gong", "mallet"},
    Phrase{"handpan", "mallet"},
    // organ
    Phrase{"organ", "organ"},
    Phrase{"reed organ", "organ"},
    Phrase{"pipe organ", "organ"},
    Phrase{"hammond", "organ"},
    Phrase{"accordion", "organ"},
    Phrase{"harmonium", "organ"},
    Phrase{"drawbar", "organ"},
    Phrase{"bandoneon", "organ"},
    // reed
    Phrase{"saxophone", "reed"},
    Phrase{"sax", "reed"},
    Phrase{"altosax", "reed"},
    Phrase{"tenorsax", "reed"},
    Phrase{"clarinet", "reed"},
    Phrase{"bassclarinet", "reed"},
    Phrase{"oboe", "reed"},
    Phrase{"oboe d amore", "reed"},
    Phrase{"bassoon", "reed"},
    Phrase{"contrabassoon", "reed"},
    Phrase{"basset horn", "reed"},
    Phrase{"bassethorn", "reed"},
    Phrase{"english horn", "reed"},
    Phrase{"englishhorn", "reed"},
    Phrase{"cor anglais", "reed"},
    Phrase{"harmonica", "reed"},
    Phrase{"bagpipe", "reed"},
    Phrase{"shawm", "reed"},
    Phrase{"duduk", "reed"},
    Phrase{"reed", "reed", kWeak},
    // string
    Phrase{"violin", "string"},
    Phrase{"viola", "string"},
    Phrase{"cello", "string"},
    Phrase{"violoncello", "string"},
    Phrase{"contrabass", "string"},
    Phrase{"double bass", "string"},
    Phrase{"doublebass", "string"},
    Phrase{"string bass", "string"},
    Phrase{"harp", "string"},
    Phrase{"celticharp", "string"},
    Phrase{"fiddle", "string"},
    Phrase{"koto", "string"},
    Phrase{"erhu", "string"},
    Phrase{"string section", "string"},
    Phrase{"violinsection", "string"},
    Phrase{"pizzicato", "string", kWeak},
    Phrase{"string", "string", kWeak},
    // synth_lead
    Phrase{"synth lead", "synth_lead"},
    Phrase{"synthlead", "synth_lead"},
    Phrase{"saw lead", "synth_lead"},
    Phrase{"square lead", "synth_lead"},
    Phrase{"lead synth", "synth_lead"},
    Phrase{"lead", "synth_lead", kWeak},
    // vocal
    Phrase{"choir", "vocal"},
    Phrase{"vocal", "vocal"},
    Phrase{"vox", "vocal"},
    Phrase{"soprano voice", "vocal"},
    Phrase{"singer", "vocal"},
    Phrase{"singing", "vocal"},
    Phrase{"voice", "vocal", kWeak},
};

bool isUpper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}

/// The words of letters in a name, in lower case: "AltoSax-C#4_mf" -> alto, sax, c, mf. Numbers
/// stand as "0".
std::vector<std::string> wordsIn(std::string_view name) {
  std::vector<std::string> words(1);
  char before = 0;
  for (const char c : name) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = isUpper(c) || isLower(c) || (c & 0x80) != 0;
    if ((isUpper(c) && isLower(before)) || !letter) words.emplace_back();
    if (letter) words.back() += c;
    if (digit && (before < '0' || before > '9')) words.back() = "0", words.emplace_back();
    before = c;
  }
  std::erase(words, "");
  for (std::string& word : words)
    for (char& c : word)
      if (isUpper(c)) c = static_cast<char>(c - 'A' + 'a');
  return words;
}

/// How many of the words from `at` on the phrase takes; 0 when it does not fit. A plural fits.
std::size_t fits(const Phrase& phrase, const std::vector<std::string>& words, std::size_t at) {
  std::size_t taken = 0;
  std::string_view rest = phrase.words;
  while (!rest.empty()) {
    const auto blank = std::min(rest.find(' '), rest.size());
    const std::string_view wanted = rest.substr(0, blank);
    rest.remove_prefix(std::min(blank + 1, rest.size()));
    if (at + taken >= words.size()) return 0;
    const std::string& word = words[at + taken];
    const bool plural =
        word.size() == wanted.size() + 1 && word.starts_with(wanted) && word.ends_with('s');
    if (word != wanted && !plural) return 0;
    ++taken;
  }
  return taken;
}

}  // namespace

int familyCalled(std::string_view family) {
  return static_cast<int>(std::ranges::find(dataset::kFamilies, family) -
                          dataset::kFamilies.begin());
}

std::optional<int> familyNamed(std::string_view name) {
  const auto words = wordsIn(name);
  std::optional<int> family;
  Weight weight = Weight::None;
  for (std::size_t at = 0; at < words.size();) {
    const Phrase* best = nullptr;
    std::size_t taken = 0;
    for (const Phrase& phrase : kPhrases)
      if (const std::size_t count = fits(phrase, words, at); count > taken)
        taken = count, best = &phrase;
    // "Recorder 12" and "Voice 001" are what programs call their recordings.
    const bool numbered = best && (best->words == "recorder" || best->words == "voice") &&
                          at + 1 < words.size() && words[at + 1] == "0";
    // Of two instruments the last one named is what it is: "bass trombone", "steel guitar".
    if (best && !best->family.empty() && !numbered && best->weight >= weight) {
      family = familyCalled(best->family);
      weight = best->weight;
    }
    at += std::max<std::size_t>(taken, 1);
  }
  return family;
}

int sourceNamed(std::string_view name) {
  const auto words = wordsIn(name);
  const auto has = [&](std::string_view start) {
    return std::ranges::any_of(words,
                               [&](const std::string& word) { return word.starts_with(start); });
  };
  if (has("synth")) return 2;
  for (const char* word : {"electr", "rhodes", "wurli", "pianet", "hammond", "drawbar", "clavinet"})
    if (has(word)) return 1;
  return 0;
}

}  // namespace timbre::importing
