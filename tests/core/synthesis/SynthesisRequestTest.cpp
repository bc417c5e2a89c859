#include "synthesis/SynthesisRequest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>

#include "support/Sentences.h"

namespace timbre::synthesis {
namespace {

model::ModelCard sampling() {
  model::ModelCard card;
  card.name = "wavenet-compact";
  card.hash = "0123456789abcdef0123456789abcdef";
  card.samples = card.streams = card.postFilter = card.pitchConditioned = true;
  return card;
}

model::ModelCard iterating() {
  model::ModelCard card;
  card.name = "baseline-compact";
  card.hash = "fedcba9876543210fedcba9876543210";
  card.iterations = 200;
  return card;
}

SynthesisRequest morph() {
  SynthesisRequest request;
  request.kind = SynthesisKind::Morph;
  SourceNote a, b;
  a.note = {"flute-060-127", "aa"};
  a.soft = NoteReference{"flute-060-025", "ab"};
  a.dynamics = 0.25;
  a.weight = 0.4;
  a.pitch = 60;
  b.note = {"organ-060-075", "bb"};
  b.weight = 0.6;
  request.notes = {a, b};
  model::DecodeOptions options;
  options.seed = 18446744073709551615u;
  options.temperature = 0.3f;
  options.postFilter = false;
  options.pitch = 61.5;
  setModel(request, sampling(), options);
  request.program = "0.2.0";
  return request;
}

SynthesisRequest original() {
  SynthesisRequest request;
  SourceNote source;
  source.note = {"flute-060-127", "aa"};
  request.notes = {source};
  request.program = "0.2.0";
  return request;
}

/// The JSON of morph() with `from` replaced by `to`.
std::string changed(const std::string& from, const std::string& to) {
  std::string json = toJson(std::array{morph()});
  const auto at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from << " is not in " << json;
  return json.replace(at, from.size(), to);
}

}  // namespace

TEST(SynthesisRequest, ReadsBackFromItsJson) {
  auto preview = morph();
  preview.quality = SynthesisQuality::Preview;
  SynthesisRequest decoded;
  decoded.kind = SynthesisKind::DecodedEmbedding;
  decoded.embedding = NoteReference{"z \"quoted\" \\ Ä", "cc"};
  setModel(decoded, iterating(), {});
  const std::vector<SynthesisRequest> all{original(), morph(), preview, decoded};
  const auto back = parseRequests(toJson(all), "x.wav");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, all);
}

TEST(SynthesisRequest, KeepsOnlyTheOptionsThatItsModelKnows) {
  model::DecodeOptions options;
  options.pitch = 60;
  SynthesisRequest request;
  setModel(request, iterating(), options);
  EXPECT_EQ(request.griffinLimIterations, 200);
  EXPECT_FALSE(request.temperature || request.postFilter || request.pitch);
  setModel(request, sampling(), options);
  EXPECT_FALSE(request.griffinLimIterations || request.paperGriffinLim);
  EXPECT_EQ(request.temperature, 1.0);
  EXPECT_EQ(request.postFilter, true);
  EXPECT_EQ(request.pitch, 60.0);
}

TEST(SynthesisRequest, JsonIsOneLineOfAsciiWhateverTheNames) {
  auto request = original();
  request.notes[0].note.id = "fl\xc3\xb6te\n\xff";  // the last byte is not UTF-8
  const std::string json = toJson(std::array{request});
  EXPECT_TRUE(std::ranges::all_of(json, [](char c) { return c >= ' ' && c <= '~'; })) << json;
  EXPECT_TRUE(parseRequests(json, "x"));
}

TEST(SynthesisRequest, IsFoundInAComment) {
  const std::vector<SynthesisRequest> all{original(), morph()};
  const std::string comment = "said by another program {ha}\n" + toComment(all) + "\n";
  EXPECT_EQ(requestsIn(comment, "x").value(), all);
  EXPECT_TRUE(requestsIn("made with love {}", "x").value().empty());
}

TEST(SynthesisRequest, DescribesWhatItSays) {
  EXPECT_EQ(describe(original()), "Note flute-060-127 as recorded");
  EXPECT_EQ(describe(morph()),
            "Morph of flute-060-127 (40 %) and organ-060-075 (60 %), dynamics 25 % by "
            "wavenet-compact (0123456789ab), pitch 61.5, seed 18446744073709551615, temperature "
            "0.3, post-filter off");
  auto preview = original();
  preview.kind = SynthesisKind::Reconstruction;
  preview.quality = SynthesisQuality::Preview;
  setModel(preview, iterating(), {});
  EXPECT_EQ(describe(preview),
            "Preview: Note flute-060-127 reconstructed by baseline-compact (fedcba987654), seed 1, "
            "200 iterations");
}

TEST(SynthesisRequest, NamesItsFile) {
  EXPECT_EQ(fileStem(original()), "flute-060-127");
  EXPECT_EQ(fileStem(morph()), "flute-060-127_to_organ-060-075_t60_d25-wavenet-compact");
  auto odd = original();
  odd.notes[0].note.id = "-../a/b";
  EXPECT_EQ(fileStem(odd), "_.._a_b");
  auto longest = morph();
  for (auto& source : longest.notes) source.note.id = std::string(250, 'x');
  EXPECT_LE(fileStem(longest).size(), 200u);
  EXPECT_NE(fileStem(longest).find("_t60_d25"), std::string::npos);
}

TEST(SynthesisRequest, OfANewerVersionSaysSo) {
  const auto read = parseRequests(changed("{\"timbrescope\":1", "{\"timbrescope\":2"), "x.wav");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::Unsupported);
  test::expectSentence(read.error(), "x.wav");
}

TEST(SynthesisRequest, DamagedSaysSo) {
  const std::string whole = toJson(std::array{morph()});
  std::vector<std::string> broken{
      changed("\"morph\"", "\"melody\""),
      changed("0.4", "\"0.4\""),
      changed("0.4", "1e999"),
      changed("\"seed\":18446744073709551615", "\"seed\":-1"),
      changed("\"post_filter\":false", "\"post_filter\":0"),
      changed("\"quality\"", "\"qality\""),
      changed("\"id\":\"flute-060-127\"", "\"id\":7"),
      changed("\"sounds\":[", "\"sounds\":7,\"others\":["),
      changed("{\"timbrescope\":1", "{\"timbrescope\":null"),
      changed("\"flute-060-127\"", '"' + std::string(5000, 'x') + '"'),
      "{\"timbrescope\":1}",
      "{\"timbrescope\":1,\"sounds\":[]}",
      "{\"timbrescope\":1,\"sounds\":[7]}",
      "[1]",
  };
  for (std::size_t length = 0; length < whole.size(); ++length)
    broken.push_back(whole.substr(0, length));
  for (const auto& text : broken) {
    const auto read = parseRequests(text, "x.wav");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat) << text;
    test::expectSentence(read.error(), "x.wav");
  }
}

TEST(SynthesisRequest, HashesASoundByItsSamplesAndRate) {
  const std::vector<float> samples{0.5f, -0.25f};
  const audio::AudioClip clip(samples, SampleRate(16000));
  EXPECT_EQ(hashOf(clip), hashOf(audio::AudioClip(samples, SampleRate(16000))));
  EXPECT_NE(hashOf(clip), hashOf(audio::AudioClip(samples, SampleRate(44100))));
  EXPECT_NE(hashOf(clip), hashOf(audio::AudioClip({0.5f}, SampleRate(16000))));
}

}  // namespace timbre::synthesis
