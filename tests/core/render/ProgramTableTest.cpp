#include "render/ProgramTable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::render {
namespace {

using test::TemporaryFolder;

constexpr std::string_view kMap =
    "bank,program,name,family,source,low,high,qualities,remark\r\n"
    "0,0,Acoustic Grand,keyboard,acoustic,21,24,,\n"
    "# a line that says something\n"
    "\n"
    "0,29,\"Guitar, overdriven\",guitar,electronic,40,42,distortion percussive,loud\n"
    "0,1,Bright Grand,keyboard,acoustic,21,22,,\n"
    "8,80,Sine Wave,synth_lead,synthetic,60,61,,\n";

std::vector<Program> programs(const TemporaryFolder& folder) {
  test::writeText(folder / "map.csv", kMap);
  auto read = readPrograms(folder / "map.csv");
  EXPECT_TRUE(read) << read.error().message;
  return read ? *read : std::vector<Program>();
}

TEST(ProgramTable, ReadsProgramsAndNumbersThemWithinFamilyAndSource) {
  const TemporaryFolder folder;
  const auto all = programs(folder);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].instrument, "keyboard_acoustic_000");
  EXPECT_EQ(all[1].instrument, "guitar_electronic_000");
  EXPECT_EQ(all[2].instrument, "keyboard_acoustic_001");
  EXPECT_EQ(all[3].instrument, "synth_lead_synthetic_000");
  EXPECT_EQ(all[3].instrumentNumber, 3);
  EXPECT_EQ(all[3].bank, 8);
  EXPECT_EQ(all[1].name, "Guitar, overdriven");
  EXPECT_EQ(all[1].qualities.to_string(), "0010000100");  // percussive, distortion
}

TEST(ProgramTable, AFaultIsNamedWithItsLine) {
  const TemporaryFolder folder;
  const std::string head = "bank,program,name,family,source,low,high,qualities\n";
  for (const std::string line :
       {"x,0,A,bass,acoustic,1,2,", "0,128,A,bass,acoustic,1,2,", "0,0,A,horn,acoustic,1,2,",
        "0,0,A,bass,wooden,1,2,", "0,0,A,bass,acoustic,1,200,", "0,0,A,bass,acoustic,1,2,shiny",
        "0,0"}) {
    test::writeText(folder / "map.csv", head + line + "\n");
    const auto read = readPrograms(folder / "map.csv");
    ASSERT_FALSE(read) << line;
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat);
    EXPECT_THAT(read.error().message, testing::HasSubstr("line 2"));
    test::expectSentence(read.error(), folder / "map.csv");
  }
  test::writeText(folder / "map.csv",
                  head + "0,0,A,bass,acoustic,1,2,\n0,0,B,bass,acoustic,1,2,\n");
  EXPECT_THAT(readPrograms(folder / "map.csv").error().message, testing::HasSubstr("line 3"));
  test::writeText(folder / "map.csv", "bank,program\n0,0\n");
  EXPECT_THAT(readPrograms(folder / "map.csv").error().message, testing::HasSubstr("\"name\""));
  EXPECT_EQ(readPrograms(folder / "none.csv").error().code, ErrorCode::NotFound);
}

TEST(ProgramTable, StepsGoThroughPitchesAndVelocities) {
  const TemporaryFolder folder;
  const auto notes =
      wantedNotes({.pitchStep = 2, .velocities = {127, 25, 127}, .instruments = {"acoustic grand"}},
                  programs(folder));
  ASSERT_TRUE(notes) << notes.error().message;
  std::vector<std::pair<int, int>> wanted;
  for (const auto& note : *notes) wanted.emplace_back(note.pitch, note.velocity);
  EXPECT_THAT(wanted, testing::ElementsAre(std::pair(21, 25), std::pair(21, 127), std::pair(23, 25),
                                           std::pair(23, 127)));
}

TEST(ProgramTable, InstrumentsAreChosenByPartsOfNamesOrByNumber) {
  const TemporaryFolder folder;
  const auto all = programs(folder);
  const auto names = [&](std::vector<std::string> wishes) {
    std::vector<std::string> found;
    const auto notes =
        wantedNotes({.pitchStep = 12, .velocities = {100}, .instruments = std::move(wishes)}, all);
    if (notes)
      for (const auto& note : *notes) found.push_back(note.program.name);
    return found;
  };
  EXPECT_THAT(names({}), testing::SizeIs(4));
  EXPECT_THAT(names({"GRAND"}), testing::ElementsAre("Acoustic Grand", "Bright Grand"));
  EXPECT_THAT(names({"8:80", "bright"}), testing::ElementsAre("Bright Grand", "Sine Wave"));
  const auto none = wantedNotes({.instruments = {"theremin"}}, all);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::NotFound);
  test::expectSentence(none.error(), "theremin");
}

TEST(ProgramTable, APlanIsFollowedToTheNote) {
  const TemporaryFolder folder;
  const auto all = programs(folder);
  RenderRequest request;
  request.plan = folder / "plan.csv";
  test::writeText(request.plan,
                  "bank,program,pitch,velocity\n8,80,60,25\n0,0,90,127\n8,80,60,25\n");
  const auto notes = wantedNotes(request, all);
  ASSERT_TRUE(notes) << notes.error().message;
  ASSERT_EQ(notes->size(), 2u) << "once each, also outside of the range of the table";
  EXPECT_EQ((*notes)[0].program.name, "Sine Wave");
  EXPECT_EQ((*notes)[1].pitch, 90);
  for (const std::string line : {"0,77,60,100", "0,0,128,100", "0,0,60,0", "0,0,60,"}) {
    test::writeText(request.plan, "bank,program,pitch,velocity\n" + line + "\n");
    const auto bad = wantedNotes(request, all);
    ASSERT_FALSE(bad) << line;
    test::expectSentence(bad.error(), request.plan);
  }
}

TEST(ProgramTable, ARequestForNothingIsRefused) {
  const TemporaryFolder folder;
  const auto all = programs(folder);
  EXPECT_FALSE(wantedNotes({.pitchStep = 0}, all));
  EXPECT_FALSE(wantedNotes({.velocities = {}}, all));
  EXPECT_FALSE(wantedNotes({.velocities = {0}}, all));
  EXPECT_FALSE(wantedNotes({.velocities = {128}}, all));
  EXPECT_FALSE(wantedNotes({}, {}));
}

TEST(ProgramTable, TheTableThatComesWithTheProgramIsSound) {
  const auto all = readPrograms(std::filesystem::path(TIMBRE_ASSETS) / "library" / "gm_map.csv");
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->size(), 100u);
  for (const Program& program : *all) EXPECT_LT(program.lowest, program.highest) << program.name;
}

}  // namespace
}  // namespace timbre::render
