#include "dataset/ExamplesJson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using test::TemporaryFolder;

const std::string kId = "synth_lead_synthetic_004-060-127";

struct Read {
  std::vector<NoteInfo> notes;
  std::vector<Error> errors;
};

Read readNotes(const TemporaryFolder& folder, const std::string& json) {
  test::writeText(folder / "examples.json", json);
  Read all;
  Unwatched progress;
  const auto read = readExamplesJson(
      folder / "examples.json",
      [&](Result<NoteInfo> note) {
        if (note)
          all.notes.push_back(*note);
        else
          all.errors.push_back(note.error());
      },
      progress);
  EXPECT_TRUE(read) << read.error().message;
  return all;
}

/// The note's whole entry with one field changed, or taken out when `value` is empty.
std::string entryWith(const std::string& field, const std::string& value) {
  nlohmann::json note = {{"note", 7},
                         {"note_str", kId},
                         {"instrument", 42},
                         {"instrument_str", "synth_lead_synthetic_004"},
                         {"pitch", 60},
                         {"velocity", 127},
                         {"sample_rate", 16000},
                         {"qualities", {1, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
                         {"qualities_str", {"bright", "percussive"}},
                         {"instrument_family", 9},
                         {"instrument_family_str", "synth_lead"},
                         {"instrument_source", 2},
                         {"instrument_source_str", "synthetic"}};
  if (value.empty())
    note.erase(field);
  else
    note[field] = nlohmann::json::parse(value);
  return nlohmann::json{{kId, note}}.dump();
}

void expectTheNote(const NoteInfo& note) {
  EXPECT_EQ(note.id, kId);
  EXPECT_EQ(note.instrument, "synth_lead_synthetic_004");
  EXPECT_EQ(note.pitch, 60);
  EXPECT_EQ(note.velocity, 127);
  EXPECT_EQ(note.sampleRate, 16000);
  EXPECT_EQ(kFamilies[static_cast<std::size_t>(note.family)], "synth_lead");
  EXPECT_EQ(kSources[static_cast<std::size_t>(note.source)], "synthetic");
}

TEST(ExamplesJson, ReadsEveryField) {
  const TemporaryFolder folder;
  const auto read = readNotes(folder, entryWith("pitch", "60"));
  ASSERT_EQ(read.notes.size(), 1u);
  expectTheNote(read.notes[0]);
  EXPECT_EQ(read.notes[0].note, 7);
  EXPECT_EQ(read.notes[0].instrumentNumber, 42);
  EXPECT_EQ(read.notes[0].qualities.to_string(),
            "0010000001");  // bright and percussive, highest bit first
}

TEST(ExamplesJson, FloatsForWholeNumbersAreRead) {
  const TemporaryFolder folder;
  for (const auto* field :
       {"pitch", "velocity", "instrument_family", "instrument_source", "sample_rate"}) {
    const std::string value = nlohmann::json::parse(entryWith("x", "1"))[kId][field].dump() + ".0";
    const auto read = readNotes(folder, entryWith(field, value));
    ASSERT_EQ(read.notes.size(), 1u) << field;
    expectTheNote(read.notes[0]);
  }
  const auto flags =
      readNotes(folder, entryWith("qualities", "[1.0, 0.0, 0, 0, 0, 0, 0, true, false, 0]"));
  ASSERT_EQ(flags.notes.size(), 1u);
  EXPECT_EQ(flags.notes[0].qualities.to_string(), "0010000001");
}

TEST(ExamplesJson, WhatTheNameSaysNeedNotBeSaidAgain) {
  const TemporaryFolder folder;
  for (const auto* field :
       {"note", "note_str", "instrument", "instrument_str", "pitch", "velocity", "sample_rate",
        "qualities", "qualities_str", "instrument_family", "instrument_family_str",
        "instrument_source", "instrument_source_str"}) {
    const auto read = readNotes(folder, entryWith(field, ""));
    ASSERT_EQ(read.notes.size(), 1u) << field;
    expectTheNote(read.notes[0]);
  }
  const auto bare = readNotes(folder, "{\"" + kId + "\": {}}");
  ASSERT_EQ(bare.notes.size(), 1u);
  expectTheNote(bare.notes[0]);
  EXPECT_TRUE(bare.notes[0].qualities.none());
}

TEST(ExamplesJson, QualitiesByNameAreEnough) {
  const TemporaryFolder folder;
  const auto read = readNotes(folder, entryWith("qualities", ""));
  ASSERT_EQ(read.notes.size(), 1u);
  EXPECT_EQ(read.notes[0].qualities.to_string(), "0010000001");
}

TEST(ExamplesJson, PitchesOfTheWholeMidiRangeAreReal) {
  const TemporaryFolder folder;
  for (const int pitch : {0, 9, 116, 127}) {
    const auto read = readNotes(folder, entryWith("pitch", std::to_string(pitch)));
    ASSERT_EQ(read.notes.size(), 1u);
    EXPECT_EQ(read.notes[0].pitch, pitch);
  }
}

TEST(ExamplesJson, ANoteThatCannotBeUnderstoodIsToldOfAndTheOthersAreThere) {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> faults{
      {"pitch", "128"},
      {"pitch", "-1"},
      {"pitch", "60.5"},
      {"pitch", "\"high\""},
      {"pitch", "1e300"},
      {"velocity", "128"},
      {"velocity", "[1]"},
      {"instrument_family", "11"},
      {"instrument_source", "3"},
      {"qualities", "[1]"},
      {"qualities", "\"bright\""},
      {"note_str", "7"},
      {"note_str", "\"../../etc/passwd\""},
      {"note_str", "\"\""},
      {"sample_rate", "0"},
      {"instrument_str", "5"}};
  for (const auto& [field, value] : faults) {
    std::string json = entryWith(field, value);
    json.insert(json.size() - 1, ", \"flute_acoustic_000-069-127\": {}");
    const auto read = readNotes(folder, json);
    EXPECT_EQ(read.notes.size(), 1u) << field << " = " << value;
    ASSERT_EQ(read.errors.size(), 1u) << field << " = " << value;
    test::expectSentence(read.errors[0], folder / "examples.json");
    EXPECT_THAT(read.errors[0].message, testing::HasSubstr(kId));
    EXPECT_THAT(read.errors[0].message, testing::HasSubstr(field));
  }
}

TEST(ExamplesJson, AMissingFieldThatTheNameDoesNotTellIsNamed) {
  const TemporaryFolder folder;
  const std::string whole =
      R"("instrument_str":"x","pitch":60,"velocity":100,"instrument_family":1,"instrument_source":1)";
  EXPECT_EQ(readNotes(folder, "{\"my note\": {" + whole + "}}").notes.size(), 1u);
  for (const std::string field :
       {"instrument_str", "pitch", "velocity", "instrument_family", "instrument_source"}) {
    auto note = nlohmann::json::parse("{" + whole + "}");
    note.erase(field);
    const auto read = readNotes(folder, nlohmann::json{{"my note", note}}.dump());
    ASSERT_EQ(read.errors.size(), 1u);
    EXPECT_THAT(read.errors[0].message, testing::HasSubstr("without " + field));
  }
}

TEST(ExamplesJson, EntriesThatAreNoObjectsAreToldOf) {
  const TemporaryFolder folder;
  const auto read = readNotes(
      folder, R"({"a": 1, "b": [1, {"pitch": 3}], "c": null, "flute_acoustic_000-069-127": {}})");
  EXPECT_EQ(read.notes.size(), 1u);
  EXPECT_EQ(read.errors.size(), 3u);
}

TEST(ExamplesJson, WhatIsNoTableIsRefused) {
  const TemporaryFolder folder;
  const std::string whole = entryWith("pitch", "60");
  Unwatched progress;
  for (const std::string& json :
       {std::string(), std::string("hello"), std::string("[]"), std::string("7"),
        std::string("null"), whole.substr(0, whole.size() / 2), whole + "x",
        std::string("\xff\xfe{}"), std::string(100000, '[')}) {
    test::writeText(folder / "examples.json", json);
    const auto read = readExamplesJson(
        folder / "examples.json", [](const Result<NoteInfo>&) {}, progress);
    ASSERT_FALSE(read) << json.substr(0, 40);
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat);
    test::expectSentence(read.error(), folder / "examples.json");
  }
}

/// The same two notes in another form, or with one thing in them that JSON does not know.
void expectTwoNotes(const std::string& json) {
  const TemporaryFolder folder;
  const auto read = readNotes(folder, json);
  EXPECT_TRUE(read.errors.empty()) << read.errors.front().message;
  ASSERT_EQ(read.notes.size(), 2u) << json;
  std::vector<std::string> ids{read.notes[0].id, read.notes[1].id};
  EXPECT_THAT(ids, testing::UnorderedElementsAre("flute_acoustic_000-069-127", kId));
  for (const NoteInfo& note : read.notes)
    if (note.id == kId) expectTheNote(note);
}

const std::string kFlute = R"("flute_acoustic_000-069-127": {})";

TEST(ExamplesJson, OtherFormsOfTheTableAreRead) {
  const std::string note = nlohmann::json::parse(entryWith("x", "1"))[kId].dump();
  const std::string flute = R"({"note_str": "flute_acoustic_000-069-127"})";
  expectTwoNotes("[" + note + ",\n" + flute + "]");
  expectTwoNotes(note + "\n" + flute + "\n");
  expectTwoNotes(note + "\r\n\r\n" + flute);
  expectTwoNotes("{\"" + kId + "\": " + note + "}\n{" + kFlute + "}");
  expectTwoNotes(R"({"pitch": {"a": 60, "b": 69}, "note_str": {"a": ")" + kId +
                 R"(", "b": "flute_acoustic_000-069-127"}})");
  expectTwoNotes(R"({"pitch": [60, 69], "note_str": [")" + kId +
                 R"(", "flute_acoustic_000-069-127"]})");
}

TEST(ExamplesJson, WhatOtherToolsLeaveInATableIsNoFault) {
  const std::string note = entryWith("x", "1");
  const std::string inner = note.substr(1, note.size() - 2);
  const std::string two = "{" + inner + ", " + kFlute + "}";
  expectTwoNotes("\xef\xbb\xbf" + two);
  expectTwoNotes("// made by hand\n" + two + " # the end");
  expectTwoNotes("{" + inner + ", " + kFlute + ",\n}");
  expectTwoNotes(two + std::string(3, '\0') + "\x1a");
  expectTwoNotes("{" + inner + "\n" + kFlute + "}");
  std::string python = two;
  std::replace(python.begin(), python.end(), '"', '\'');
  expectTwoNotes(python);
  std::string wide = "\xff\xfe";
  for (const char c : two) wide += {c, '\0'};
  expectTwoNotes(wide);
}

TEST(ExamplesJson, NumbersInQuotesAndNamesOfFilesAreRead) {
  const TemporaryFolder folder;
  for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{
           {"pitch", "\"60\""},
           {"velocity", "\"127.0\""},
           {"note_str", "\"" + kId + ".wav\""},
           {"note_str", "\"" + kId + ".FLAC\""},
           {"qualities", R"(["1","0","0","0","0","0","0","1","0","0"])"}}) {
    const auto read = readNotes(folder, entryWith(field, value));
    ASSERT_EQ(read.notes.size(), 1u) << field << ": " << read.errors.front().message;
    expectTheNote(read.notes[0]);
  }
}

TEST(ExamplesJson, OneBadValueCostsOneNoteWhichIsNamed) {
  const TemporaryFolder folder;
  const std::string good = ", " + kFlute + "}";
  const auto with = [&](const std::string& fields) {
    return "{\"" + kId + "\": {" + fields + "}" + good;
  };
  for (const auto& [json, word] : std::vector<std::pair<std::string, std::string>>{
           {with("\"note\": NaN"), "NaN"},
           {with("\"velocity\": -Infinity"), "-Infinity"},
           {with("\"instrument_str\": NaN"), "instrument_str"},
           {with(R"("qualities_str": ["\q"])"), "\\q"},
           {with("\"pitch\": 6 0"), "JSON"},
           {with(std::string("\"pitch\": 60\0", 12)), "zero byte"},
           {with("\"pitch\""), "JSON"}}) {
    const auto read = readNotes(folder, json);
    EXPECT_EQ(read.notes.size(), 1u) << json;
    ASSERT_EQ(read.errors.size(), 1u) << json;
    test::expectSentence(read.errors[0], folder / "examples.json");
    EXPECT_THAT(read.errors[0].message, testing::HasSubstr(kId));
    EXPECT_THAT(read.errors[0].message, testing::HasSubstr(word));
  }
}

TEST(ExamplesJson, TextsInLatinOneAreRead) {
  const TemporaryFolder folder;
  const auto read = readNotes(folder, "{\"" + kId + "\": {\"instrument_name\": \"Fl\xfcgel\"}}");
  ASSERT_EQ(read.notes.size(), 1u);
  EXPECT_EQ(read.notes[0].name, "Flügel");
}

TEST(ExamplesJson, OnlyNSynthsOwnFormCanBeEnteredInTheMiddle) {
  const auto places = [](const std::string& json) {
    std::vector<std::uint64_t> ends;
    std::size_t at = 0;
    Unwatched quiet;
    const ExamplesSource source{"x", [&](std::span<char> into) {
                                  const auto count = json.copy(into.data(), into.size(), at);
                                  at += count;
                                  return count;
                                }};
    (void)readExamples(
        source, [&](const Result<NoteInfo>&, std::uint64_t end) { ends.push_back(end); }, quiet);
    return ends;
  };
  const std::string own = "{\"" + kId + "\": {}, " + kFlute + "}";
  EXPECT_THAT(places(own), testing::ElementsAre(own.find(", "), own.size() - 1));
  EXPECT_THAT(places("[{\"note_str\": \"" + kId + "\"}]"), testing::ElementsAre(0));
  std::string wide;
  for (const char c : own) wide += {c, '\0'};
  EXPECT_THAT(places(wide), testing::ElementsAre(0, 0));
}

TEST(ExamplesJson, ReadingCanBeCancelled) {
  const TemporaryFolder folder;
  std::vector<NoteInfo> notes(1000, test::toyNote("flute_acoustic_000-069-127"));
  ASSERT_TRUE(writeExamplesJson(folder.path(), notes));
  test::Impatient impatient(1);
  int seen = 0;
  const auto read = readExamplesJson(
      folder / "examples.json", [&](const Result<NoteInfo>&) { ++seen; }, impatient);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::Cancelled);
  EXPECT_LT(seen, 1000);
}

TEST(ExamplesJson, WritesEveryFieldOfNSynthAndReadsItBack) {
  const TemporaryFolder folder;
  NoteInfo note = test::toyNote(kId, {0, 7});
  note.note = 7;
  note.instrumentNumber = 42;
  note.name = "Saw \"Lead\" \xC3\xA9";
  ASSERT_TRUE(writeExamplesJson(folder.path(), std::vector{note}));
  const auto json = nlohmann::json::parse(test::textOf(folder / "examples.json"));
  auto wanted = nlohmann::json::parse(entryWith("instrument_name", "\"\""));
  wanted[kId]["instrument_name"] = note.name;
  EXPECT_EQ(json, wanted);
  const auto back = readNotes(folder, json.dump());
  ASSERT_EQ(back.notes.size(), 1u);
  EXPECT_EQ(back.notes[0].name, note.name);
  EXPECT_EQ(back.notes[0].qualities, note.qualities);
}

TEST(ExamplesJson, AFolderThatCannotBeWrittenIsNamed) {
  const TemporaryFolder folder;
  const auto below = test::belowAFile(folder);
  const auto written = writeExamplesJson(below, std::vector{test::toyNote(kId)});
  ASSERT_FALSE(written);
  test::expectSentence(written.error(), below / "examples.json");
}

}  // namespace
}  // namespace timbre::dataset
