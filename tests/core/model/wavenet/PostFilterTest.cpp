// The post-filter as the WaveNet uses it, at tiny widths.
#include "model/PostFilterWeights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/catalogue/Catalogue.h"
#include "model/wavenet/PostFilter.h"
#include "model/wavenet/StreamingWaveNet.h"
#include "model/wavenet/WaveNetAutoencoder.h"
#include "support/Impatient.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::wavenet {
namespace {

constexpr WaveNetConfig kTiny{.width = 4,
                              .skip = 4,
                              .layers = 4,
                              .stages = 4,
                              .aeWidth = 4,
                              .aeLayers = 4,
                              .aeStages = 4,
                              .z = 2,
                              .hop = 512,
                              .pitchConditioned = true};
constexpr int kHidden = 3;

class PostFiltered : public testing::Test {
 protected:
  using Specs = std::vector<TensorSpec>;

  static Specs filtered(const WaveNetConfig& config) {
    Specs specs = tensorsOf(config);
    for (const auto& spec : postFilterTensors(config, kHidden)) specs.push_back(spec);
    return specs;
  }

  /// Numbers that look random; of a spectrum that lies at `level` throughout, but for what the
  /// embedding adds.
  std::filesystem::path write(const Specs& specs, const WaveNetConfig& config = kTiny,
                              float level = 0) const {
    std::map<std::string, std::vector<float>> numbers;
    std::map<std::string, TensorView> views;
    for (const auto& spec : specs) {
      std::int64_t count = 1;
      for (const auto size : spec.shape) count *= size;
      auto& values = numbers[spec.name];
      for (std::int64_t i = 0; i < count; ++i)
        values.push_back(0.2F * static_cast<float>(std::sin(12.9898 * static_cast<double>(i + 1))));
      if (spec.name == "post_filter_3/biases") std::fill(values.begin(), values.end(), level);
      views[spec.name] = {spec.shape, values};
    }
    const auto path = folder_ / "tiny.safetensors";
    EXPECT_TRUE(writeSafeTensors(path, views, {{"config", toJson(config)}}));
    return path;
  }

  static std::unique_ptr<Autoencoder> load(const std::filesystem::path& path) {
    return loadWaveNet(readCard(path).value(), 1).value();
  }
  std::vector<float> decoded(Autoencoder& model, DecodeOptions options = {}) {
    const auto clip = model.decode(z_, options, quiet_).value();
    return {clip.samples().begin(), clip.samples().end()};
  }

  /// From its first sample to its last.
  std::vector<float> live(StreamingDecoder& decoder) {
    EXPECT_TRUE(decoder.prepare(z_));
    std::vector<float> heard(6 * 512 + 1);
    heard.resize(decoder.render(heard, quiet_));
    return heard;
  }
  /// What the weights written last make, led in by so many frames: the sampled sound of an
  /// embedding that is so much longer, through the filter without its beginning.
  std::vector<float> ledIn(int leadIn, bool hasty) {
    auto longer = z_;
    longer.frames += leadIn;
    for (int i = 0; i < 2 * leadIn; ++i)
      longer.values.insert(longer.values.begin() + i, z_.values[static_cast<std::size_t>(i % 2)]);
    DecodeOptions without;
    without.postFilter = false;
    const auto path = folder_ / "tiny.safetensors";
    const auto sampled = load(path)->decode(longer, without, quiet_).value();
    const auto heard = sampled.samples().subspan(512 * static_cast<std::size_t>(leadIn));
    const auto filter =
        postFilter(PostFilter::of(SafeTensors::open(path).value(), kTiny).value(), hasty);
    const auto frames = postFilterFrames(z_, kTiny, 60);
    std::vector<float> made, out(512);
    for (std::size_t f = 0; f < 6; ++f)
      if (filter->push(std::span(frames).subspan(f * 134, 134), heard.subspan(f * 512, 512), out))
        made.insert(made.end(), out.begin(), out.end());
    while (filter->finish(out)) made.insert(made.end(), out.begin(), out.end());
    return made;
  }

  test::TemporaryFolder folder_;
  Unwatched quiet_;
  const latent::Embedding z_{6, 2, {0, 1, -1, 2, 3, -2, 0.5F, 0.25F, 1, 1, -3, 2}, "", 60};
};

/// Counts how often it is asked.
class Counting final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return ++looks < 0; }
  mutable int looks = 0;
};

double powerOf(const std::vector<float>& samples) {
  double sum = 0;
  for (const float x : samples) sum += x * x;
  return sum;
}

}  // namespace

TEST_F(PostFiltered, isToldByTheCard) {
  EXPECT_TRUE(readCard(write(filtered(kTiny))).value().postFilter);
  EXPECT_FALSE(readCard(write(tensorsOf(kTiny))).value().postFilter);
}

TEST_F(PostFiltered, readsTheSpectrumAsItsLayersSay) {
  const auto path = write(filtered(kTiny), kTiny, 0.5F);
  const auto file = SafeTensors::open(path).value();
  const auto network = PostFilter::of(file, kTiny).value();
  ASSERT_EQ(network->inputs(), 3 * 2 + 128);
  const auto frames = postFilterFrames(z_, kTiny, 60);
  ASSERT_EQ(frames.size(), 6u * 134);
  // The first frame has none before it and stands in for it.
  const std::vector<float> begin(frames.begin(), frames.begin() + 6);
  EXPECT_EQ(begin, (std::vector<float>{0, 1, 0, 1, -1, 2}));
  EXPECT_EQ(frames[6 + 60], 1);
  EXPECT_EQ(std::count(frames.begin() + 6, frames.begin() + 134, 0.0F), 127);

  std::vector<double> x(frames.begin() + 134, frames.begin() + 268);
  for (int layer = 1; layer <= 3; ++layer) {
    const std::string name = "post_filter_" + std::to_string(layer);
    const auto weight = file.floats(name + "/W").value(),
               bias = file.floats(name + "/biases").value();
    std::vector<double> next(bias.begin(), bias.end());
    for (std::size_t i = 0; i < x.size(); ++i)
      for (std::size_t o = 0; o < next.size(); ++o) next[o] += x[i] * weight[i * next.size() + o];
    if (layer < 3)
      for (double& v : next) v = std::max(v, 0.0);
    x = next;
  }
  std::vector<float> room(2 * kHidden), out(kPostFilterBins);
  network->spectrum(std::span(frames).subspan(134, 134), room, out);
  for (int bin = 0; bin < kPostFilterBins; ++bin) ASSERT_NEAR(out[bin], x[bin], 1e-5) << bin;
}

TEST_F(PostFiltered, soundsAreBroughtToTheirSpectra) {
  // 80 dB apart in what is asked for; of what the bounds of boost and cut leave, 70 % of the
  // loudness is undone.
  auto soft = load(write(filtered(kTiny), kTiny, -3));
  const double softly = powerOf(decoded(*soft));
  auto loud = load(write(filtered(kTiny), kTiny, 1));
  EXPECT_GT(powerOf(decoded(*loud)), 10 * softly);
}

TEST_F(PostFiltered, canBeLeftOut) {
  auto plain = load(write(tensorsOf(kTiny)));
  const auto expected = decoded(*plain);
  auto model = load(write(filtered(kTiny)));
  DecodeOptions without;
  without.postFilter = false;
  EXPECT_EQ(decoded(*model, without), expected);
  EXPECT_NE(decoded(*model), expected);
}

TEST_F(PostFiltered, areLedInByTheirFirstFrameWhichNobodyHears) {
  auto model = load(write(filtered(kTiny), kTiny, 0.5F));
  EXPECT_EQ(decoded(*model), ledIn(kLeadInFrames, false));
  EXPECT_EQ(live(*model->live({}).value()), ledIn(kLiveLeadInFrames, true));
}

TEST_F(PostFiltered, areLedInOnceForEachFirstFrame) {
  auto model = load(write(filtered(kTiny), kTiny, 0.5F));
  const auto expected = live(*model->live({}).value());
  const auto decoder = model->live({}).value();
  auto other = z_;
  other.values[0] += 1;
  Counting first, again;
  std::vector<float> one(1);
  ASSERT_TRUE(decoder->prepare(z_));
  decoder->render(one, first);
  ASSERT_TRUE(decoder->prepare(z_));
  decoder->render(one, again);
  EXPECT_EQ(first.looks - again.looks, kLiveLeadInFrames * 512 / 256 - 1)
      << "a look for every piece of 256 samples, or one for what is there";
  EXPECT_EQ(live(*decoder), expected);
  ASSERT_TRUE(decoder->prepare(other));
  Counting another;
  decoder->render(one, another);
  EXPECT_EQ(another.looks, first.looks);
  EXPECT_EQ(live(*decoder), expected) << "and what was kept is of the last one alone";
}

TEST_F(PostFiltered, areLedInByOneFrameHoweverTheyAreChanged) {
  auto model = load(write(filtered(kTiny), kTiny, 0.5F));
  const auto expected = live(*model->live({}).value());
  const auto decoder = model->live({}).value();
  auto other = z_;
  for (float& x : other.values) x = 3 - x;
  ASSERT_TRUE(decoder->prepare(z_));
  std::vector<float> one(1);
  EXPECT_EQ(decoder->render(one, test::Impatient(2)), 0u) << "not led in yet";
  ASSERT_TRUE(decoder->change(other));
  decoder->render(one, quiet_);
  EXPECT_EQ(live(*decoder), expected);
}

TEST_F(PostFiltered, soundTheSameAtOnceInPiecesAndTogether) {
  auto model = load(write(filtered(kTiny)));
  std::vector<float> pieces;
  DecodeOptions options;
  options.onSamples = [&](std::span<const float> some) {
    pieces.insert(pieces.end(), some.begin(), some.end());
  };
  const auto whole = decoded(*model, options);
  EXPECT_EQ(whole.size(), 6u * 512);
  EXPECT_EQ(pieces, whole);
  const std::vector<DecodeJob> jobs(2, {z_, {}});
  const auto clips = model->decodeAll(jobs, quiet_).value();
  for (const auto& clip : clips)
    EXPECT_TRUE(std::equal(whole.begin(), whole.end(), clip.samples().begin()));
}

TEST_F(PostFiltered, soundMuchTheSameLive) {
  auto model = load(write(filtered(kTiny), kTiny, -3));
  DecodeOptions without;
  without.postFilter = false;
  const auto whole = decoded(*model), plain = decoded(*model, without);
  EXPECT_EQ(live(*model->live(without).value()), plain);
  const auto heard = live(*model->live({}).value());
  ASSERT_EQ(heard.size(), whole.size());
  // Softer by as much, to a dB, and that is much.
  EXPECT_NEAR(10 * std::log10(powerOf(heard) / powerOf(whole)), 0, 1);
  EXPECT_GT(10 * std::log10(powerOf(plain) / powerOf(heard)), 6);
}

TEST_F(PostFiltered, refusesOnesThatDoNotFit) {
  auto specs = filtered(kTiny);
  std::erase_if(specs, [](const auto& spec) { return spec.name == "post_filter_2/W"; });
  EXPECT_EQ(readCard(write(specs)).error().code, ErrorCode::BadFormat);
  specs = filtered(kTiny);
  specs.back().shape = {1024};
  EXPECT_EQ(readCard(write(specs)).error().code, ErrorCode::BadFormat);
  auto other = kTiny;
  other.hop = 256;
  const auto refused = readCard(write(filtered(other), other));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("256"), std::string::npos) << refused.error().message;
}

TEST_F(PostFiltered, anEmbeddingFromNowhereGivesAFiniteSound) {
  auto model = load(write(filtered(kTiny)));
  auto far = z_;
  for (float& v : far.values) v *= 1e30F;
  const auto clip = model->decode(far, {}, quiet_).value();
  EXPECT_TRUE(std::all_of(clip.samples().begin(), clip.samples().end(),
                          [](float x) { return std::isfinite(x); }));
}

}  // namespace timbre::model::wavenet
