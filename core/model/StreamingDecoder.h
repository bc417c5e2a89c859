/// A sound that continues while its embedding changes, so that the model itself follows a slider.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "latent/Embedding.h"
#include "model/ModelCard.h"
#include "model/StreamingFilter.h"

namespace timbre::model {

/// Made by Autoencoder::live(), and then independent of it. One thread renders; prepare() waits
/// for no render to be under way, change() and repeat() may be called by another thread at any
/// moment.
class StreamingDecoder {
 public:
  /// `pitch`: MIDI, instead of the embeddings' own, for pitch-conditioned models. `filter`: what
  /// the sound passes, none: nothing.
  StreamingDecoder(ModelCard card, std::optional<double> pitch,
                   std::unique_ptr<StreamingFilter> filter = nullptr);
  virtual ~StreamingDecoder() = default;
  StreamingDecoder& operator=(const StreamingDecoder&) = delete;

  const ModelCard& card() const { return card_; }

  /// The next sample is the first one of this embedding. BadFormat as Autoencoder::decode().
  Result<void> prepare(const latent::Embedding& embedding);
  /// From the next frame on (within `hop` samples plus the filter's latency) the sound uses this
  /// embedding, at the current position; it does not restart. BadFormat as above, and nothing
  /// changes.
  Result<void> change(const latent::Embedding& embedding);
  /// After the last frame the first one follows, without a break.
  void repeat(bool on);

  /// Fills `out` with the next samples and returns how many: fewer at the end of the last frame, or
  /// once `progress` is cancelled, which it checks about every millisecond of work. The samples do
  /// not depend on how the sound is sliced. Locks once per frame, and does not allocate but
  /// before the first sample.
  std::size_t render(std::span<float> out, const Progress& progress);
  /// This embedding from its first sample to its last, `hop` samples per frame. `heard`, unless
  /// empty, receives each frame as soon as it is made. BadFormat as prepare(); Cancelled.
  Result<audio::AudioClip> renderAll(const latent::Embedding& embedding,
                                     const std::function<void(std::span<const float>)>& heard,
                                     Progress& progress);

  /// A copy of this sound in its present state. Both continue independently with the same samples.
  /// Not while a render is running.
  virtual std::unique_ptr<StreamingDecoder> copy() const = 0;

 protected:
  StreamingDecoder(const StreamingDecoder& other);

 private:
  struct Frames;
  Result<std::shared_ptr<const Frames>> framesOf(const latent::Embedding& embedding) const;
  bool atFrame();
  std::size_t makeSome(std::span<float> out);
  void filterSome();
  /// The model's memory as before the first sample.
  virtual void doBegin() = 0;
  /// A piece of what the model does before its first sample, `condition` being the first frame's.
  /// `unheard`: room for about a millisecond's samples. True while there is more to do.
  virtual bool doLeadIn(std::span<const float> /*condition*/, std::span<float> /*unheard*/) {
    return false;
  }
  /// What the model is given of these frames, [frames][any fixed count].
  virtual std::vector<float> doCondition(const latent::Embedding& embedding,
                                         double pitch) const = 0;
  /// The next samples, all of one frame.
  virtual void doRender(std::span<const float> condition, std::span<float> out) = 0;

  const ModelCard card_;
  const std::optional<double> pitch_;
  const std::size_t piece_;  // samples between two looks at the progress

  mutable std::mutex mutex_;
  std::shared_ptr<const Frames> wanted_;  // the mutex's
  bool repeat_ = false;                   // the mutex's

  // The rendering thread's.
  std::shared_ptr<const Frames> frames_;
  std::size_t frame_ = 0;    // which one comes next, or is under way
  std::size_t inFrame_ = 0;  // samples of it that are made
  bool leadingIn_ = false;
  std::vector<float> unheard_;  // [piece_]
  // Where the sound passes a filter: the frame under way, the one that came out, and what of that
  // one has not been fetched yet.
  std::unique_ptr<StreamingFilter> filter_;
  std::vector<float> making_, made_;
  std::size_t waiting_ = 0;
};

}  // namespace timbre::model
