#include "model/TrainRequestJson.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/TemporaryFolder.h"

namespace timbre::model {
namespace {

/// No option at its default.
TrainRequest unusual() {
  TrainRequest r;
  r.config = R"({"kind":"wavenet","width":8})";
  r.notes = {{"/some/notes", 2}, {"/a/pack.safetensors", 0.5}};
  r.init = "/weights.safetensors";
  r.steps = 5;
  r.minutes = 1.5;
  r.scheduleSteps = 7;
  r.batch = 3;
  r.crop = 1024;
  r.rate = 0.125;
  r.recipe = "paper";
  r.recipeOptions = {false, false, false, false, false, false, true, 3, 4, 5};
  r.seed = ~std::uint64_t{0};
  r.device = "cuda";
  r.threads = 2;
  r.reportSeconds = 1;
  r.checkpointSeconds = 2;
  return r;
}

TEST(TrainRequestJson, keepsEveryOption) {
  const std::string text = toJson(unusual());
  const auto read = parseTrainRequest(text, "config.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(toJson(*read), text);
  // Every value differs from its default, so that one that is forgotten shows.
  const auto said = nlohmann::json::parse(text);
  TrainRequest defaults;
  defaults.config = "{}";
  const auto plain = nlohmann::json::parse(toJson(defaults));
  ASSERT_EQ(said.size(), plain.size());
  for (const auto& [key, value] : said.items()) EXPECT_NE(value, plain[key]) << key;
  for (const auto& [key, value] : said["recipe_options"].items())
    EXPECT_NE(value, plain["recipe_options"][key]) << key;
  EXPECT_EQ(said["recipe_options"].size(), 10u) << "one for each member";
  EXPECT_EQ(read->seed, ~std::uint64_t{0});
}

TEST(TrainRequestJson, givesDefaultsForWhatIsNotSaid) {
  const auto read = parseTrainRequest(R"({"model": {"kind": "wavenet"}, "notes": [{"path": "a"}]})",
                                      "config.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->notes[0].share, 1);
  EXPECT_EQ(read->crop, TrainRequest{}.crop);
  EXPECT_TRUE(read->recipeOptions.spectralAux);
}

TEST(TrainRequestJson, readsTheKeysOfVersion01) {
  const auto read = parseTrainRequest(
      R"({"model": {}, "tricks": {"history": false, "hint": false, "quiet": false, "cents": 5}})",
      "config.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(read->recipeOptions.inputCorruption);
  EXPECT_FALSE(read->recipeOptions.spectralAux);
  EXPECT_FALSE(read->recipeOptions.quiet);
  EXPECT_EQ(read->recipeOptions.cents, 5);
  EXPECT_TRUE(read->recipeOptions.attacks);
}

TEST(TrainRequestJson, makesPathsAbsolute) {
  TrainRequest r;
  r.config = "{}";
  r.notes = {{"notes", 1}};
  r.init = "w.safetensors";
  const auto said = nlohmann::json::parse(toJson(r));
  EXPECT_TRUE(said["notes"][0]["path"].get<std::string>().starts_with('/'));
  EXPECT_TRUE(said["init"].get<std::string>().starts_with('/'));
}

TEST(TrainRequestJson, namesTheValueThatIsOfAnotherKind) {
  for (const char* wrong :
       {R"("steps": "many")", R"("seed": -1)", R"("batch": 1.5)", R"("batch": 1e300)",
        R"("device": 3)", R"("tricks": {"hint": 1})", R"("recipe_options": {"spectral_loss": 1})",
        R"("recipe_options": [])", R"("notes": {})", R"("notes": [{"share": 1}])",
        R"("notes": [{"path": "a", "share": "b"}])", R"("init": 3)"}) {
    const auto read =
        parseTrainRequest(R"({"model": {}, )" + std::string(wrong) + "}", "/run/config.json");
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat);
    EXPECT_NE(read.error().message.find("/run/config.json"), std::string::npos);
  }
  for (const char* text : {"", "{", "[]", "3", "{}", R"({"model": 3})", "\xff\xfe"})
    EXPECT_FALSE(parseTrainRequest(text, "config.json")) << text;
}

TEST(TrainRequestJson, readsTheFolderOfARun) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(readTrainRequest(folder.path()).error().code, ErrorCode::NotFound);
  test::writeText(folder / "config.json", toJson(unusual()));
  const auto read = readTrainRequest(folder.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->run, folder.path());
  EXPECT_EQ(read->steps, 5);
}

TEST(TrainRequestJson, leavesOutOfALineWhatWasNotMeasured) {
  TrainReport report;
  report.step = 3;
  report.loss = 2.5;
  const auto line = nlohmann::json::parse(toJsonLine(report));
  EXPECT_EQ(line["step"], 3);
  EXPECT_FALSE(line.contains("held_out"));
  EXPECT_FALSE(line.contains("remark"));
  report.remark = "a\nb";
  EXPECT_EQ(toJsonLine(report).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace timbre::model
