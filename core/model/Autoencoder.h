/// The interface of every model: a note in, an embedding out, and back. No torch here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "latent/Embedding.h"
#include "model/ModelCard.h"
#include "model/StreamingDecoder.h"

namespace timbre::model {

struct DecodeOptions {
  std::uint64_t seed = 1;  ///< same seed, same samples
  float temperature =
      1.0f;  ///< WaveNet: 0 = always the most likely class; 1 = the network's own distribution
  /// Baseline: the paper uses 1000; more than 200 make hardly any audible difference. Unused below
  /// C3 where the model is given the pitch: model/nets/BaselineAutoencoder.h.
  int griffinLimIterations = 200;
  bool postFilter = true;  ///< WaveNet: through the weights' post-filter, where they have one
  /// baseline: phases, momentum and scale as in the paper's code instead of ours: random phases of
  /// half a circle, none, the largest sample (not the largest magnitude) becomes 1
  bool paperGriffinLim = false;
  SampleRate rate = kModelRate;  ///< of the sound: the card's, or a multiple where it can
  std::optional<double>
      pitch;  ///< MIDI; for pitch-conditioned models, instead of the embedding's own
  /// Called on the decoding thread with each new run of samples (model rate, in order, together the
  /// whole clip), so that playing can begin before the end. Models that make everything at once
  /// call it once.
  std::function<void(std::span<const float>)> onSamples;
};

/// What a stream of samples is made for.
enum class StreamUse {
  Live,  ///< changed while it plays: as few cores as real time needs, post-filter with low latency
  Offline  ///< the whole sound at its best: on every core that the model may use
};

/// One of many sounds to be made.
struct DecodeJob {
  latent::Embedding embedding;
  DecodeOptions options;  ///< `onSamples` is not called
};

/// One model with its weights. Not thread-safe: one call at a time, from any thread. The public
/// functions check, the private ones compute.
class Autoencoder {
 public:
  explicit Autoencoder(ModelCard card) : card_(std::move(card)) {}
  virtual ~Autoencoder() = default;
  Autoencoder(const Autoencoder&) = delete;
  Autoencoder& operator=(const Autoencoder&) = delete;

  const ModelCard& card() const { return card_; }

  /// `clip` at the model's rate, else Unsupported. A fixed-length model cuts or pads with silence
  /// at the end; others drop what does not fill a frame. BadFormat when no frame is left or a
  /// sample is not finite. `pitch`: MIDI, kept in the embedding; negative when unknown.
  Result<latent::Embedding> encode(const audio::AudioClip& clip, double pitch, Progress& progress);

  /// A clip at the model's rate: frames * hop samples, for a fixed-length model
  /// card().fixedSamples; Unsupported for another rate that the model cannot render. BadFormat when
  /// the embedding has another shape, belongs to another model, or holds a value that is not
  /// finite; BadFormat too when a pitch-conditioned model is given no pitch. Cancel is obeyed
  /// within 20 ms for either kind of model.
  Result<audio::AudioClip> decode(const latent::Embedding& embedding, const DecodeOptions& options,
                                  Progress& progress);

  /// Negative log-likelihood of a sound: mean cross-entropy in nats per sample of its mu-law
  /// classes, each predicted from the embedding and the true samples before it, over the
  /// embedding's frames. BadFormat as decode(), or when the clip is shorter than the frames;
  /// Unsupported for models that make a note as a whole. Cancellable.
  Result<double> nllPerSample(const latent::Embedding& embedding, const audio::AudioClip& clip,
                              const DecodeOptions& options, Progress& progress) const;

  /// The clips that decode() makes of these, in their order; a WaveNet makes several at a time on
  /// every core, which takes a fraction of the time. Fails as decode() does, for the first job that
  /// cannot be made.
  Result<std::vector<audio::AudioClip>> decodeAll(std::span<const DecodeJob> jobs,
                                                  Progress& progress);

  /// A decoder whose embedding can be changed while it plays, at the options' seed, temperature
  /// and pitch. Its post-filter has a lower latency, so the samples differ from decode()'s.
  /// Unsupported for models that make a note as a whole. Costs only one note's memory; needs this
  /// object only during the call.
  Result<std::unique_ptr<StreamingDecoder>> live(const DecodeOptions& options) const;

  /// Another one for another thread; both use the weights that lie in memory once. Unsupported for
  /// models that cannot share them.
  virtual Result<std::unique_ptr<Autoencoder>> clone() const;

 protected:
  /// The model's Offline stream, run to its end.
  Result<audio::AudioClip> decodeByStream(const latent::Embedding& embedding,
                                          const DecodeOptions& options, Progress& progress) const;

 private:
  virtual Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) = 0;
  /// Uses the stream; models that make a note as a whole override it. The options have their
  /// pitch.
  virtual Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                            const DecodeOptions& options, Progress& progress);
  virtual Result<double> doNats(const latent::Embedding& embedding, const audio::AudioClip& clip,
                                const DecodeOptions& options, Progress& progress) const;
  /// One after another, unless the model overrides it. The options have their pitch.
  virtual Result<std::vector<audio::AudioClip>> doDecodeAll(std::span<const DecodeJob> jobs,
                                                            Progress& progress);
  Result<DecodeOptions> checked(const latent::Embedding& embedding,
                                const DecodeOptions& options) const;
  virtual Result<std::unique_ptr<StreamingDecoder>> doStream(const DecodeOptions& options,
                                                             StreamUse use) const;
  ModelCard card_;
};

}  // namespace timbre::model
