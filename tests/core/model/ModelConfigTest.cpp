#include "model/ModelConfig.h"

#include <gtest/gtest.h>

#include <set>

namespace timbre::model {

TEST(ModelConfig, countsTheReleasedModels) {
  EXPECT_EQ(parametersOf(WaveNetConfig{}), 61'804'048);
  EXPECT_EQ(tensorsOf(WaveNetConfig{}).size(), 374u);
  EXPECT_EQ(parametersOf(BaselineConfig{}), 36'761'665);
  EXPECT_EQ(tensorsOf(BaselineConfig{}).size(), 87u);
}

TEST(ModelConfig, countsTheirPartsToo) {
  const auto numbers = [](const ModelConfig& config, auto counts) {
    std::int64_t sum = 0;
    for (const auto& tensor : tensorsOf(config)) {
      std::int64_t size = 1;
      for (const auto extent : tensor.shape) size *= static_cast<std::int64_t>(extent);
      if (counts(tensor)) sum += size;
    }
    return sum;
  };
  const auto ofEncoder = [](const TensorSpec& t) { return t.name.starts_with("ae_"); };
  EXPECT_EQ(numbers(WaveNetConfig{}, ofEncoder), 1'976'336);
  const auto trainedOf = [](const char* side) {
    return [side](const TensorSpec& t) { return t.trained && t.name.starts_with(side); };
  };
  EXPECT_EQ(numbers(BaselineConfig{}, trainedOf("encoder/")), 16'196'288);
  EXPECT_EQ(numbers(BaselineConfig{}, trainedOf("decoder/")), 20'565'377);
  EXPECT_EQ(numbers(BaselineConfig{}, [](const TensorSpec& t) { return !t.trained; }), 18'048);
}

TEST(ModelConfig, namesEachTensorOnce) {
  for (const ModelConfig& config : {ModelConfig(WaveNetConfig{}), ModelConfig(BaselineConfig{})}) {
    std::set<std::string> names;
    for (const auto& tensor : tensorsOf(config))
      EXPECT_TRUE(names.insert(tensor.name).second) << tensor.name;
  }
}

TEST(ModelConfig, reachesAsFarAsTheLayersTogether) {
  EXPECT_EQ(WaveNetConfig{}.encoderContext(), 3070);
}

TEST(ModelConfig, comesBackFromItsJson) {
  const WaveNetConfig compact{.width = 64, .skip = 128, .aeWidth = 64, .pitchConditioned = true};
  EXPECT_EQ(parseConfig(toJson(compact), "x").value(), ModelConfig(compact));
  const BaselineConfig quarter{.divide = 4, .z = 496, .pitchConditioned = false};
  EXPECT_EQ(parseConfig(toJson(quarter), "x").value(), ModelConfig(quarter));
}

TEST(ModelConfig, conditionedOnPitchHas128NumbersMoreAFrame) {
  WaveNetConfig config;
  const auto plain = parametersOf(config);
  config.pitchConditioned = true;
  EXPECT_EQ(parametersOf(config) - plain, 30 * 128 * 1024 + 128 * 256);
}

TEST(ModelConfig, saysWhatIsWrongWithIt) {
  const auto complaint = [](std::string text) {
    const auto parsed = parseConfig(text, "w.safetensors");
    return parsed ? std::string() : parsed.error().message;
  };
  const std::string good = toJson(WaveNetConfig{});
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(complaint(good), "");
  EXPECT_NE(complaint(with("\"skip\":256", "\"skop\":256")).find("lacks \"skip\""),
            std::string::npos);
  EXPECT_NE(complaint(with("\"layers\":30", "\"layers\":30000000")).find("\"layers\""),
            std::string::npos);
  EXPECT_NE(complaint(with("\"width\":512", "\"width\":0")).find("\"width\""), std::string::npos);
  EXPECT_NE(complaint(with("\"width\":512", "\"width\":\"512\"")).find("\"width\""),
            std::string::npos);
  EXPECT_NE(complaint(with("16000", "44100")).find("sample_rate"), std::string::npos);
  EXPECT_NE(complaint(with("wavenet", "diffusion")).find("diffusion"), std::string::npos);
  EXPECT_NE(complaint("[]"), "");
  EXPECT_NE(complaint("{"), "");
  EXPECT_NE(
      complaint(
          R"({"kind":"baseline","divide":5,"z":496,"fft":1024,"hop":256,"sample_rate":16000})"),
      "");
}

}  // namespace timbre::model
