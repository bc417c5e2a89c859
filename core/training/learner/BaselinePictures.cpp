#include "training/learner/BaselinePictures.h"

#include <ATen/ATen.h>

#include "sampler/MuLaw.h"

namespace timbre::training {

namespace {

constexpr std::int64_t kFft = 1024, kHop = 256, kFrames = 256;
constexpr double kRangeDb = 120, kFloor = 1e-13;

at::Tensor soundOf(const at::Tensor& classes) {
  at::Tensor table = at::empty({256}, at::kFloat);
  for (int c = 0; c < 256; ++c) table.data_ptr<float>()[c] = sampler::muLawSample(c);
  return table.to(classes.device()).index_select(0, classes.reshape({-1})).view(classes.sizes());
}

}  // namespace

at::Tensor baselinePictures(const at::Tensor& classes) {
  const at::Tensor sound = soundOf(classes);
  const at::Tensor padded =
      at::reflection_pad1d(sound.unsqueeze(1), {kFft / 2, kFft / 2}).squeeze(1);
  const at::Tensor window = at::hann_window(kFft, sound.options());
  const at::Tensor power =
      at::fft_rfft(padded.unfold(1, kFft, kHop) * window).abs().square();  // [B, times, bins]
  const at::Tensor loudest = power.amax({1, 2}, true);
  const at::Tensor db =
      10 * at::log10(power.clamp_min(kFloor)) - 10 * at::log10(loudest.clamp_min(kFloor));
  at::Tensor picture = (db.clamp_min(-kRangeDb) / kRangeDb + 1) * (loudest > kFloor).to(at::kFloat);
  picture = picture.narrow(2, 0, kFft / 2).transpose(1, 2);
  return at::constant_pad_nd(picture, {0, kFrames - picture.size(2)}).unsqueeze(1).contiguous();
}

}  // namespace timbre::training
