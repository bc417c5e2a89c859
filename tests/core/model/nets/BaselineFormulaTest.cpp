// The baseline network against its formulas, written as plain loops in double precision: padding,
// batch normalisation, the pitch table, the loss.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/nets/BaselineNet.h"
#include "model/nets/TorchRuntime.h"

namespace timbre::model::nets {

namespace {

struct Picture {
  int channels, height, width;
  std::vector<double> values = std::vector<double>(std::size_t(channels) * height * width);

  double& at(int c, int y, int x) { return values[(std::size_t(c) * height + y) * width + x]; }
  double at(int c, int y, int x) const { return values[(std::size_t(c) * height + y) * width + x]; }
};

/// Weights whose statistics are anything but those of a batch.
Weights unevenWeights(const BaselineConfig& config) {
  Weights weights = freshWeights(config, 5, false);
  at::manual_seed(5);
  for (auto& [name, tensor] : weights) {
    if (name.ends_with("beta") || name.ends_with("biases") || name.ends_with("moving_mean"))
      tensor.uniform_(-0.3, 0.3);
    if (name.ends_with("moving_variance")) tensor.uniform_(0.2, 0.8);
  }
  return weights;
}

class Plainly {
 public:
  Plainly(const BaselineConfig& config, const Weights& weights)
      : config_(config), weights_(weights) {}

  Picture encoded(Picture x) const {
    for (const auto& layer : kBaselineEncoder) x = leaky(down(x, layer));
    return down(x, {"z", 1, 1, 1, 0});
  }

  Picture decoded(const Picture& z, int pitch) const {
    Picture x{config_.condition(), 1, 1};
    std::ranges::copy(z.values, x.values.begin());
    const float* table = numbers("decoder/PitchEmbedding/embedding_weights") + 128 * pitch;
    std::copy(table, table + 128, x.values.begin() + config_.z);
    for (const auto& layer : kBaselineDecoder) x = leaky(up(x, layer));
    Picture painted{1, x.height, x.width};
    for (int i = 0; i < x.height * x.width; ++i) {
      double sum = numbers("decoder/mag_Layer/mag/biases")[0];
      for (int c = 0; c < x.channels; ++c)
        sum += numbers("decoder/mag_Layer/mag/weights")[c] *
               x.values[std::size_t(c) * x.height * x.width + i];
      painted.values[i] = 1 / (1 + std::exp(-sum));
    }
    return painted;
  }

 private:
  const float* numbers(const std::string& name) const {
    return weights_.at(name).data_ptr<float>();
  }
  static std::string under(const char* side, std::string_view scope) {
    return std::string(side) + "/" + std::string(scope) + "_Layer/" + std::string(scope) + "/";
  }
  static Picture leaky(Picture x) {
    for (double& value : x.values) value = std::max(value, 0.1 * value);
    return x;
  }
  /// beta + (x - mean) / sqrt(variance + 0.001), with the averages that the file keeps.
  Picture normalised(Picture x, const std::string& scope) const {
    const float* beta = numbers(scope + "BatchNorm/beta");
    const float* mean = numbers(scope + "BatchNorm/moving_mean");
    const float* variance = numbers(scope + "BatchNorm/moving_variance");
    const std::size_t size = std::size_t(x.height) * x.width;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      const std::size_t c = i / size;
      x.values[i] = beta[c] + (x.values[i] - mean[c]) / std::sqrt(variance[c] + 0.001);
    }
    return x;
  }

  /// Padding by the sheet: 4 taps have one zero before, 5 taps of stride 2 on an even size too.
  Picture down(const Picture& x, const BaselineLayer& layer) const {
    const std::string scope = under("encoder", layer.scope);
    const int taps = layer.kernel, before = taps == 1 ? 0 : 1;
    const int out = static_cast<int>(weights_.at(scope + "weights").size(3));
    const float* w = numbers(scope + "weights");  // [taps, taps, in, out]
    Picture y{out, (x.height + layer.strideHeight - 1) / layer.strideHeight,
              (x.width + layer.strideWidth - 1) / layer.strideWidth};
    for (int row = 0; row < y.height; ++row)
      for (int column = 0; column < y.width; ++column)
        for (int i = 0; i < taps * taps; ++i) {
          const int fromRow = row * layer.strideHeight + i / taps - before;
          const int fromColumn = column * layer.strideWidth + i % taps - before;
          if (fromRow < 0 || fromRow >= x.height || fromColumn < 0 || fromColumn >= x.width)
            continue;
          for (int in = 0; in < x.channels; ++in)
            for (int o = 0; o < out; ++o)
              y.at(o, row, column) +=
                  x.at(in, fromRow, fromColumn) * w[(i * x.channels + in) * out + o];
        }
    return normalised(std::move(y), scope);
  }

  /// Each input cell paints taps x taps output cells; one is cut at the start, two where 5 taps
  /// overlap without a stride.
  Picture up(const Picture& x, const BaselineLayer& layer) const {
    const std::string scope = under("decoder", layer.scope);
    const int taps = layer.kernel;
    const auto cut = [taps](int stride) {
      return taps == 1 ? 0 : taps == 5 && stride == 1 ? 2 : 1;
    };
    const int out = static_cast<int>(weights_.at(scope + "weights").size(2));
    const float* w = numbers(scope + "weights");  // [taps, taps, out, in]
    Picture y{out, x.height * layer.strideHeight, x.width * layer.strideWidth};
    for (int row = 0; row < x.height; ++row)
      for (int column = 0; column < x.width; ++column)
        for (int i = 0; i < taps * taps; ++i) {
          const int toRow = row * layer.strideHeight + i / taps - cut(layer.strideHeight);
          const int toColumn = column * layer.strideWidth + i % taps - cut(layer.strideWidth);
          if (toRow < 0 || toRow >= y.height || toColumn < 0 || toColumn >= y.width) continue;
          for (int o = 0; o < out; ++o)
            for (int in = 0; in < x.channels; ++in)
              y.at(o, toRow, toColumn) +=
                  x.at(in, row, column) * w[(i * out + o) * x.channels + in];
        }
    return normalised(std::move(y), scope);
  }

  const BaselineConfig& config_;
  const Weights& weights_;
};

class BaselineFormula : public testing::Test {
 protected:
  BaselineFormula() {
    at::manual_seed(9);
    seen_ = at::rand({1, 1, 512, 256});
    std::copy_n(seen_.data_ptr<float>(), 512 * 256, picture_.values.begin());
  }
  static double largestDifference(const at::Tensor& ours, const Picture& plain) {
    const at::Tensor flat = ours.contiguous();
    EXPECT_EQ(static_cast<std::size_t>(flat.numel()), plain.values.size());
    double worst = 0;
    for (std::size_t i = 0; i < plain.values.size(); ++i)
      worst = std::max(worst, std::abs(flat.data_ptr<float>()[i] - plain.values[i]));
    return worst;
  }

  InferenceCall call_{1};
  BaselineConfig config_{.divide = 64, .z = 7, .pitchConditioned = true};
  BaselineNet net_{config_, unevenWeights(config_)};
  at::Tensor seen_;
  Picture picture_{1, 512, 256};
};

// float32 through eleven layers, against double.
constexpr double kSame = 1e-4;

TEST_F(BaselineFormula, isWhatTheNetworkComputes) {
  const Plainly plainly(net_.config(), net_.weights());
  const Picture z = plainly.encoded(picture_);
  const at::Tensor code = net_.encode(seen_);
  EXPECT_LT(largestDifference(code, z), kSame);
  const Picture painted = plainly.decoded(z, 64);
  EXPECT_LT(largestDifference(net_.decode(code, at::full({1}, 64, at::kLong)), painted), kSame);
}

TEST_F(BaselineFormula, ofTheLossCountsTheLowerHalfUpToTenTimes) {
  const at::Tensor pitch = at::full({1}, 64, at::kLong);
  const at::Tensor painted = net_.decode(net_.encode(seen_), pitch).contiguous();
  double sum = 0;
  for (int bin = 0; bin < 512; ++bin)
    for (int t = 0; t < 256; ++t) {
      const double difference =
          painted.data_ptr<float>()[bin * 256 + t] - picture_.values[std::size_t(bin) * 256 + t];
      sum += (bin < 256 ? 10 - 9.0 * bin / 255 : 1.0) * difference * difference;
    }
  // A float32 mean of 131,072 numbers.
  EXPECT_NEAR(net_.loss(seen_, pitch).item<double>() / (sum / (512 * 256)), 1, 1e-5);
}

}  // namespace

}  // namespace timbre::model::nets
