/// Turns sound into embedding frames: the WaveNet autoencoder's encoder, float32, no torch. Any
/// length in constant memory.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "latent/Embedding.h"
#include "sampler/Affine.h"

namespace timbre::encoder {

using sampler::Affine;

/// Sizes of a WaveNet encoder. Layer i (from 0) has dilation 2^(i mod stages) and three centred
/// taps.
struct EncoderShape {
  int width = 64;  ///< channels of every layer
  int layers = 30;
  int stages = 10;
  int z = 16;     ///< numbers per embedding frame
  int hop = 512;  ///< samples per frame
};

/// Every number of the encoder; vectors have one entry per layer. Tap 0 is the earliest sample.
struct EncoderWeights {
  EncoderShape shape;
  Affine start;                 ///< 3 taps, 1 -> width
  std::vector<Affine> dilated;  ///< 3 taps, width -> width
  std::vector<Affine> res;      ///< width -> width
  Affine bottleneck;            ///< width -> z
};

/// An encoder laid out for this processor. Immutable: any thread.
class PackedEncoder;

/// Checks every shape and every number. BadFormat names the first tensor that is wrong (as in the
/// released checkpoint), Unsupported when the sizes are beyond any sense or the target is not one
/// of targetsHere(). `target`: empty for what sampler::kTargetVariable says, or the
/// fastest.
Result<std::shared_ptr<const PackedEncoder>> pack(const EncoderWeights& weights,
                                                  std::string_view target = {});

/// The kinds of processor this machine can be, fastest first: of "avx512", "avx2" and "portable",
/// which is always there.
std::vector<std::string> targetsHere();

/// One frame for each whole hop of `samples` (finite, full scale [-1, 1]); the rest is ignored.
/// The frames are the same bits for any number of threads. `threads`: how many cores, 0: all.
/// `progress` is called on the calling thread. BadFormat when there is no whole frame,
/// Cancelled, Internal when memory or threads run out.
Result<latent::Embedding> encode(const PackedEncoder& encoder, std::span<const float> samples,
                                 int threads, Progress& progress);

}  // namespace timbre::encoder
