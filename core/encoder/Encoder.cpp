#include "encoder/Encoder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <string>
#include <thread>

#include "encoder/Stream.h"
#include "sampler/FlushDenormals.h"

namespace timbre::encoder {
namespace {

/// Long enough that what is computed for a segment's ends alone is a few per cent, short enough
/// that no core is left with much when the others are done.
constexpr std::int64_t kLongestSegment = 20 * 16000;

std::vector<Segment> segmentsOf(std::int64_t frames, int threads, int hop) {
  const std::int64_t most = std::max<std::int64_t>(1, kLongestSegment / hop);
  const std::int64_t step = std::min(most, (frames + threads - 1) / threads);
  std::vector<Segment> segments;
  for (std::int64_t first = 0; first < frames; first += step)
    segments.push_back({first, std::min(frames, first + step)});
  return segments;
}

/// The segments of a sound. Each thread takes one after another and computes it alone, so that none
/// waits for another.
class Queue {
 public:
  Queue(const PackedEncoder& encoder, std::span<const float> samples, int threads)
      : encoder_(encoder),
        samples_(samples),
        segments_(segmentsOf(static_cast<std::int64_t>(samples.size()) / encoder.shape.hop, threads,
                             encoder.shape.hop)) {
    embedding_.frames = static_cast<int>(segments_.back().last);
    embedding_.channels = encoder.shape.z;
    embedding_.values.resize(static_cast<std::size_t>(segments_.back().last) *
                             static_cast<std::size_t>(encoder.shape.z));
    for (const auto& segment : segments_)
      steps_ += stepsOf(encoder, static_cast<std::int64_t>(samples.size()), segment);
  }

  std::size_t segments() const { return segments_.size(); }
  /// `goOn` false stops every thread.
  void work(const std::function<bool()>& goOn) {
    const sampler::FlushDenormals fast;
    Stream stream(encoder_, samples_);
    const auto stepDone = [&] {
      ++done_;
      if (!goOn()) stop();
      return !stopped_;
    };
    for (std::size_t i = next_++; i < segments_.size() && !stopped_; i = next_++)
      stream.run(segments_[i], embedding_.values.data() + segments_[i].first * embedding_.channels,
                 stepDone);
  }
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  double done() const {
    return std::min(1.0, static_cast<double>(done_) / static_cast<double>(steps_));
  }
  latent::Embedding take() { return std::move(embedding_); }

 private:
  const PackedEncoder& encoder_;
  std::span<const float> samples_;
  std::vector<Segment> segments_;
  latent::Embedding embedding_;
  std::int64_t steps_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> done_{0};
  std::atomic<bool> stopped_{false};
};

Result<latent::Embedding> encodeAll(Queue& queue, int threads, Progress& progress) {
  const auto goOn = [&] {
    progress.advanced(queue.done());
    return !progress.cancelled();
  };
  {
    std::vector<std::future<void>> others;
    const auto helpers = std::min(static_cast<std::size_t>(threads), queue.segments()) - 1;
    try {
      for (std::size_t i = 0; i < helpers; ++i)
        others.push_back(
            std::async(std::launch::async, [&queue] { queue.work([] { return true; }); }));
      queue.work(goOn);
      for (auto& other : others) {
        while (other.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
          if (!goOn()) queue.stop();
        other.get();
      }
    } catch (...) {
      queue.stop();  // the other futures wait for their threads
      throw;
    }
  }
  if (queue.stopped()) return cancelled();
  progress.advanced(1);
  return queue.take();
}

}  // namespace

Result<latent::Embedding> encode(const PackedEncoder& encoder, std::span<const float> samples,
                                 int threads, Progress& progress) {
  const auto hop = static_cast<std::size_t>(encoder.shape.hop);
  const std::size_t whole = samples.size() / hop * hop;
  if (whole == 0)
    return fail(ErrorCode::BadFormat, "The sound has " + std::to_string(samples.size()) +
                                          " samples, but a frame needs " + std::to_string(hop));
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  threads = std::max(threads, 1);
  try {
    Queue queue(encoder, samples.first(whole), threads);
    return encodeAll(queue, threads, progress);
  } catch (const std::exception&) {
    return fail(ErrorCode::Internal,
                "There is not enough memory to encode the sound; close other programs");
  }
}

}  // namespace timbre::encoder
