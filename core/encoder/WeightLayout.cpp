#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/CatchExceptions.h"
#include "encoder/WeightLayout.h"
#include "sampler/Sampler.h"

namespace timbre::encoder {
namespace {

Result<void> checkShape(const EncoderShape& s) {
  const struct {
    const char* name;
    int value, most;
  } sizes[] = {{"width", s.width, 4096},
               {"number of layers", s.layers, 1000},
               {"stages", s.stages, 16},
               {"number of embedding channels", s.z, 65536},
               {"hop", s.hop, 1 << 20}};
  for (const auto& size : sizes)
    if (size.value < 1 || size.value > size.most)
      return fail(ErrorCode::Unsupported,
                  std::string("An encoder with ") + size.name + " " + std::to_string(size.value) +
                      " is not supported; it must be from 1 to " + std::to_string(size.most));
  double numbers = 0;
  for (int i = 0; i < s.layers; ++i) numbers += std::ldexp(3.0 * s.width, i % s.stages);
  if (numbers > double(1 << 28))
    return fail(ErrorCode::Unsupported,
                "An encoder of this width and dilation needs more than 1 GB for each core");
  return {};
}

Result<void> check(const EncoderWeights& w) {
  const EncoderShape& s = w.shape;
  if (auto shaped = checkShape(s); !shaped) return shaped;
  if (auto checked = sampler::check(w.start, {"ae_startconv", 3, 1, s.width}); !checked)
    return checked;
  if (auto checked = sampler::check(w.dilated, {"ae_dilatedconv", 3, s.width, s.width}, s.layers);
      !checked)
    return checked;
  if (auto checked = sampler::check(w.res, {"ae_res", 1, s.width, s.width}, s.layers); !checked)
    return checked;
  return sampler::check(w.bottleneck, {"ae_bottleneck", 1, s.width, s.z});
}

Result<const Kernels*> kernelsFor(std::string_view target) {
  std::string names;
  for (const Kernels* one : kernelsHere()) {
    if (target.empty() || target == one->name) return one;
    names += std::string(names.empty() ? "" : ", ") + one->name;
  }
  return fail(ErrorCode::Unsupported, "This processor cannot run the encoder for " +
                                          std::string(target) + "; choose " + names);
}

/// The encoder's own kind for the one that is asked for in the sampler's words.
std::string_view wantedTarget(std::string_view target) {
  const char* variable = target.empty() ? std::getenv(sampler::kTargetVariable) : nullptr;
  if (!variable) return target;
  const std::string_view asked = variable;
  if (asked.starts_with("avx512")) return "avx512";
  return asked.starts_with("avx") ? "avx2" : "portable";
}

int paddedWidth(int width) {
  return (width + kWidthStep - 1) / kWidthStep * kWidthStep;
}

/// Copies, zeros, and panels; see Layer.
class Packer {
 public:
  Packer(sampler::Arena& arena, int width, int panel)
      : arena_(arena), width_(width), panel_(panel) {}

  const float* numbers(const std::vector<float>& bias) {
    float* const out = arena_.take<float>(static_cast<std::size_t>(width_));
    std::copy(bias.begin(), bias.end(), out);
    return out;
  }
  const float* panels(const Affine& affine) {
    const auto width = static_cast<std::size_t>(width_), panel = static_cast<std::size_t>(panel_);
    float* const all = arena_.take<float>(static_cast<std::size_t>(affine.taps) * width * width);
    const float* from = affine.weight.data();
    for (int tap = 0; tap < affine.taps; ++tap)
      for (int in = 0; in < affine.in; ++in)
        for (std::size_t out = 0; out < static_cast<std::size_t>(affine.out); ++out) {
          const std::size_t row =
              static_cast<std::size_t>(tap) * width + static_cast<std::size_t>(in);
          const std::size_t rows = static_cast<std::size_t>(affine.taps) * width;
          all[(out / panel * rows + row) * panel + out % panel] = *from++;
        }
    return all;
  }
  const float* taps(const Affine& affine) {
    float* const all = arena_.take<float>(static_cast<std::size_t>(3 * width_));
    for (int tap = 0; tap < 3; ++tap)
      std::copy_n(affine.weight.begin() + static_cast<long>(tap) * affine.out, affine.out,
                  all + static_cast<long>(tap) * width_);
    return all;
  }

 private:
  sampler::Arena& arena_;
  int width_, panel_;
};

/// The four combinations of three taps that mixed rows are multiplied by; see Kernels::paired.
Affine pairedTaps(const Affine& a) {
  const std::size_t tap = a.weight.size() / 3;
  Affine out{4, a.in, a.out, std::vector<float>(4 * tap), {}};
  for (std::size_t i = 0; i < tap; ++i) {
    const double outer = double{a.weight[i]} + a.weight[2 * tap + i], middle = a.weight[tap + i];
    out.weight[i] = a.weight[i];
    out.weight[tap + i] = static_cast<float>((outer + middle) / 2);
    out.weight[2 * tap + i] = static_cast<float>((outer - middle) / 2);
    out.weight[3 * tap + i] = a.weight[2 * tap + i];
  }
  return out;
}

std::shared_ptr<const PackedEncoder> packed(const EncoderWeights& w, const Kernels& kernels) {
  const int width = paddedWidth(w.shape.width);
  const auto squares = static_cast<std::size_t>(w.shape.layers) * 8;
  auto out = std::make_shared<PackedEncoder>();
  out->arena = sampler::Arena((squares * static_cast<std::size_t>(width) + squares + 8) *
                              static_cast<std::size_t>(width) * sizeof(float));
  Packer packer(out->arena, width, kernels.panel);
  out->shape = w.shape;
  out->kernels = &kernels;
  out->start = {width, packer.taps(w.start), packer.numbers(w.start.bias)};
  for (std::size_t i = 0; i < w.dilated.size(); ++i)
    out->layers.push_back({width, packer.panels(w.dilated[i]),
                           packer.panels(pairedTaps(w.dilated[i])),
                           packer.numbers(w.dilated[i].bias), packer.panels(w.res[i]),
                           packer.numbers(w.res[i].bias)});
  out->bottleneck = w.bottleneck;
  return out;
}

}  // namespace

Result<std::shared_ptr<const PackedEncoder>> pack(const EncoderWeights& weights,
                                                  std::string_view target) {
  if (auto checked = check(weights); !checked) return tl::unexpected(std::move(checked.error()));
  const auto kernels = kernelsFor(wantedTarget(target));
  if (!kernels) return tl::unexpected(kernels.error());
  constexpr ExceptionText kText{"There is not enough memory for this encoder; close other programs",
                                "The encoder's weights could not be prepared"};
  return catchExceptions(kText, [&]() -> Result<std::shared_ptr<const PackedEncoder>> {
    return packed(weights, **kernels);
  });
}

std::vector<std::string> targetsHere() {
  std::vector<std::string> names;
  for (const Kernels* one : kernelsHere()) names.emplace_back(one->name);
  return names;
}

}  // namespace timbre::encoder
