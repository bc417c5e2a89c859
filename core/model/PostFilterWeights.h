/// The tensors of a WaveNet's spectral post-filter, as its weights file may hold them: a small
/// network that predicts each frame's spectrum from the embedding. No torch here.
#pragma once

#include <optional>
#include <vector>

#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"

namespace timbre::model {

/// Its output for a frame: log10 of the magnitude, and at least kPostFilterFloor, of each bin of
/// a transform of this many samples around the frame's middle, with a periodic Hann window, neither
/// scaled (a sine of amplitude 1 on a bin has the magnitude 512).
inline constexpr int kPostFilterWindow = 2048;
inline constexpr int kPostFilterBins = kPostFilterWindow / 2 + 1;
inline constexpr float kPostFilterFloor = 1e-3F;

/// Three affine layers, rectified between: the embeddings of the frame before, of the frame and of
/// the one after (at the ends the frame itself once more), then for a pitch-conditioned network the
/// pitch as 128 one-hot -> `hidden` -> `hidden` -> kPostFilterBins. Named post_filter_1 to _3, in
/// the layout of the network's own 1 x 1 convolutions: W [1, 1, in, out] and biases [out].
std::vector<TensorSpec> postFilterTensors(const WaveNetConfig& config, int hidden);

/// `hidden` of the post-filter in a weights file; none when it has none. BadFormat when a tensor is
/// missing or has another shape, or the network's frames are not a quarter of the window.
Result<std::optional<int>> postFilterHidden(const SafeTensors& file, const WaveNetConfig& config);

}  // namespace timbre::model
