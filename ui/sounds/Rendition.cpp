#include "ui/sounds/Rendition.h"

#include <mutex>
#include <utility>
#include <vector>

#include "spectral/Rainbowgram.h"

namespace timbre::ui {
namespace {

constexpr int kPeekMs = 40;
constexpr int kPictureMs = 300;  // between pictures of a growing sound

/// What is there, and silence where the rest will be: the axes stay as they are.
audio::AudioClip soFar(const synthesis::ProgressiveSound& sound) {
  const auto made = sound.made().samples();
  return audio::fitted(audio::AudioClip({made.begin(), made.end()}, sound.made().rate()),
                       static_cast<int>(sound.made().capacity()));
}

}  // namespace

/// Written once by the maker's thread, read by the GUI's.
struct Rendition::Box {
  std::mutex mutex;
  std::shared_ptr<synthesis::ProgressiveSound> sound;

  void put(std::shared_ptr<synthesis::ProgressiveSound> made) {
    const std::scoped_lock lock(mutex);
    sound = std::move(made);
  }
  std::shared_ptr<synthesis::ProgressiveSound> look() {
    const std::scoped_lock lock(mutex);
    return sound;
  }
};

Result<Picture> pictureOf(const audio::AudioClip& clip, std::optional<double> reference,
                          const spectral::ColourParams& colours, Progress& progress) {
  spectral::RainbowgramParams params;
  params.referencePower = reference;
  return spectral::rainbowgram(clip, params, progress).map([&](spectral::Rainbowgram&& made) {
    return pictureOf(std::make_shared<const spectral::Rainbowgram>(std::move(made)), colours);
  });
}

Rendition::Rendition(JobRunner& jobs, synthesis::SynthesisService& maker, QObject* parent)
    : QObject(parent), jobs_(jobs), maker_(maker), peeking_(this) {
  peeking_.setInterval(kPeekMs);
  connect(&peeking_, &QTimer::timeout, this, &Rendition::peek);
}

void Rendition::start(const Order& order) {
  cancel();
  order_ = order;
  busy_ = true;
  if (const auto found = maker_.cache().find(synthesis::keyOf(order.recipe))) {
    arrive(*found);
  } else if (order.recipe.model.kind == "wavenet") {
    lookOnDisk();
  } else {
    generate();
  }
}

void Rendition::cancel() {
  making_.cancel();
  picturing_.cancel();
  peeking_.stop();
  growing_.reset();
  box_.reset();
  pictured_ = 0;
  busy_ = false;
}

void Rendition::lookOnDisk() {
  making_ = jobs_.run(
      Lane::Compute, this,
      [&maker = maker_, key = keyOf(order_.recipe)](
          Progress&) -> Result<std::optional<audio::AudioClip>> { return maker.cache().load(key); },
      [this](const Result<std::optional<audio::AudioClip>>& found) {
        if (found && *found) {
          arrive(**found);
        } else {
          generate();
        }
      });
}

void Rendition::generate() {
  box_ = std::make_shared<Box>();
  const bool streams = order_.recipe.model.kind == "wavenet";
  making_ = jobs_.run(
      order_.lane, this,
      [&maker = maker_, order = order_, box = box_, streams](Progress& progress) {
        synthesis::StreamCallbacks ears;
        if (streams) {
          ears.begins = [&](std::size_t samples) {
            auto sound = synthesis::ProgressiveSound::create(samples, order.recipe.model.rate,
                                                             order.deviceRate);
            if (sound) box->put(*sound);
          };
          ears.samples = [&](std::span<const float> samples) {
            if (const auto sound = box->look()) sound->append(samples);
          };
        }
        auto clip = maker.make(order.recipe, order.voice, ears, progress);
        if (const auto sound = box->look()) sound->finish();
        return clip;
      },
      [this](const Result<audio::AudioClip>& clip) {
        if (clip) {
          arrive(*clip);
        } else {
          fall(clip.error());
        }
      },
      {.progress = [this](JobProgress told) { emit progressed(told); },
       .priority = order_.priority});
  sincePicture_.start();
  if (streams) peeking_.start();
}

void Rendition::peek() {
  if (!growing_) {
    const auto sound = box_->look();
    if (!sound || sound->made().samples().empty()) return;
    growing_ = sound;
    emit growing(growing_);
  }
  const std::size_t made = growing_->made().samples().size();
  if (picturing_.running() || sincePicture_.elapsed() < kPictureMs || made == pictured_) return;
  pictured_ = made;
  sincePicture_.start();
  picturing_ = jobs_.run(
      Lane::Compute, this,
      [sound = growing_, order = order_](Progress& progress) {
        return pictureOf(soFar(*sound), order.reference, order.colours, progress);
      },
      [this](const Result<Picture>& picture) {
        if (picture && busy_) emit pictured(*picture, false);
      });
}

void Rendition::arrive(const audio::AudioClip& clip) {
  peeking_.stop();
  picturing_.cancel();
  busy_ = false;
  // Sound first: what made() sets going is not to wait behind the picture.
  emit made(clip);
  picturing_ = jobs_.run(
      Lane::Compute, this,
      [clip, order = order_](Progress& progress) {
        return pictureOf(clip, order.reference, order.colours, progress);
      },
      [this](const Result<Picture>& picture) {
        if (picture) {
          emit pictured(*picture, true);
        } else {
          fall(picture.error());
        }
      },
      {.progress = {}, .priority = 5});
}

void Rendition::fall(const Error& error) {
  peeking_.stop();
  busy_ = false;
  if (error.code != ErrorCode::Cancelled) emit failed(QString::fromStdString(error.message));
}

}  // namespace timbre::ui
