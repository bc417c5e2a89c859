#include "encoder/Encoder.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/CatchExceptions.h"
#include "base/CountText.h"
#include "base/ParallelFor.h"
#include "encoder/Stream.h"
#include "sampler/FlushDenormals.h"

namespace timbre::encoder {
namespace {

/// Long enough that what is computed for a segment's ends alone is a few per cent, short enough
/// that no core is left with much when the others are done.
constexpr std::int64_t kLongestSegment = 20 * 16000;
constexpr ExceptionText kText{
    "There is not enough memory to encode the sound; close other programs",
    "The sound could not be encoded"};

std::vector<Segment> segmentsOf(std::int64_t frames, int threads, int hop) {
  const std::int64_t most = std::max<std::int64_t>(1, kLongestSegment / hop);
  const std::int64_t step = std::min(most, (frames + threads - 1) / threads);
  std::vector<Segment> segments;
  for (std::int64_t first = 0; first < frames; first += step)
    segments.push_back({first, std::min(frames, first + step)});
  return segments;
}

/// The segments of a sound. Each is computed alone, so that no thread waits for another.
class Segments {
 public:
  Segments(const PackedEncoder& encoder, std::span<const float> samples, std::size_t threads)
      : encoder_(encoder),
        samples_(samples),
        segments_(segmentsOf(static_cast<std::int64_t>(samples.size()) / encoder.shape.hop,
                             static_cast<int>(threads), encoder.shape.hop)),
        streams_(threads) {
    embedding_.frames = static_cast<int>(segments_.back().last);
    embedding_.channels = encoder.shape.z;
    embedding_.values.resize(static_cast<std::size_t>(segments_.back().last) *
                             static_cast<std::size_t>(encoder.shape.z));
  }

  std::size_t count() const { return segments_.size(); }

  Result<void> encode(std::size_t index, ParallelWorker& worker) {
    const sampler::FlushDenormals fast;
    auto& stream = streams_[worker.number()];
    if (!stream) stream = std::make_unique<Stream>(encoder_, samples_);
    const Segment& segment = segments_[index];
    const auto steps = static_cast<double>(stream->steps(segment));
    double done = 0;
    const bool whole =
        stream->run(segment, embedding_.values.data() + segment.first * embedding_.channels, [&] {
          worker.advanced(std::min(1.0, ++done / steps));
          return !worker.cancelled();
        });
    if (!whole) return cancelled();
    return {};
  }
  latent::Embedding take() { return std::move(embedding_); }

 private:
  const PackedEncoder& encoder_;
  std::span<const float> samples_;
  std::vector<Segment> segments_;
  std::vector<std::unique_ptr<Stream>> streams_;  ///< one for each thread
  latent::Embedding embedding_;
};

}  // namespace

Result<latent::Embedding> encode(const PackedEncoder& encoder, std::span<const float> samples,
                                 int threads, Progress& progress) {
  const auto hop = static_cast<std::size_t>(encoder.shape.hop);
  const std::size_t whole = samples.size() / hop * hop;
  if (whole == 0)
    return fail(ErrorCode::BadFormat, "The sound has " + countText(samples.size(), "sample") +
                                          ", but one frame needs " + std::to_string(hop));
  return catchExceptions(kText, [&]() -> Result<latent::Embedding> {
    const std::size_t most = workersFor(whole / hop, threads);
    Segments segments(encoder, samples.first(whole), most);
    const auto done = parallelFor(
        segments.count(), static_cast<int>(most), progress,
        [&](std::size_t i, ParallelWorker& worker) { return segments.encode(i, worker); });
    if (!done) return tl::unexpected(done.error());
    return segments.take();
  });
}

}  // namespace timbre::encoder
