#include "ui/sounds/SynthesisTask.h"

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
struct SynthesisTask::Box {
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

SynthesisTask::SynthesisTask(JobRunner& jobs, synthesis::SynthesisService& maker, QObject* parent)
    : QObject(parent), jobs_(jobs), maker_(maker), peeking_(this) {
  peeking_.setInterval(kPeekMs);
  connect(&peeking_, &QTimer::timeout, this, &SynthesisTask::peek);
}

void SynthesisTask::start(const TaskOptions& options) {
  cancel();
  options_ = options;
  busy_ = true;
  if (const auto found = maker_.cache().find(synthesis::keyOf(options.recipe))) {
    arrive(*found);
  } else if (options.recipe.model.kind == "wavenet") {
    lookOnDisk();
  } else {
    generate();
  }
}

void SynthesisTask::cancel() {
  making_.cancel();
  picturing_.cancel();
  peeking_.stop();
  growing_.reset();
  box_.reset();
  pictured_ = 0;
  busy_ = false;
}

void SynthesisTask::lookOnDisk() {
  making_ = jobs_.run(
      Lane::Compute, this,
      [&maker = maker_, key = keyOf(options_.recipe)](
          Progress&) -> Result<std::optional<audio::AudioClip>> { return maker.cache().load(key); },
      [this](const Result<std::optional<audio::AudioClip>>& found) {
        if (found && *found) {
          arrive(**found);
        } else {
          generate();
        }
      });
}

void SynthesisTask::generate() {
  box_ = std::make_shared<Box>();
  const bool streams = options_.recipe.model.kind == "wavenet";
  making_ = jobs_.run(
      options_.lane, this,
      [&maker = maker_, options = options_, box = box_, streams](Progress& progress) {
        synthesis::StreamCallbacks callbacks;
        if (streams) {
          callbacks.begins = [&](std::size_t samples) {
            auto sound = synthesis::ProgressiveSound::create(samples, options.recipe.model.rate,
                                                             options.deviceRate);
            if (sound) box->put(*sound);
          };
          callbacks.samples = [&](std::span<const float> samples) {
            if (const auto sound = box->look()) sound->append(samples);
          };
        }
        auto clip = maker.make(options.recipe, options.slot, callbacks, progress);
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
       .priority = options_.priority});
  sincePicture_.start();
  if (streams) peeking_.start();
}

void SynthesisTask::peek() {
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
      [sound = growing_, options = options_](Progress& progress) {
        return pictureOf(soFar(*sound), options.reference, options.colours, progress);
      },
      [this](const Result<Picture>& picture) {
        if (picture && busy_) emit pictured(*picture, false);
      });
}

void SynthesisTask::arrive(const audio::AudioClip& clip) {
  peeking_.stop();
  picturing_.cancel();
  busy_ = false;
  // Sound first: what made() sets going is not to wait behind the picture.
  emit made(clip);
  picturing_ = jobs_.run(
      Lane::Compute, this,
      [clip, options = options_](Progress& progress) {
        return pictureOf(clip, options.reference, options.colours, progress);
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

void SynthesisTask::fall(const Error& error) {
  peeking_.stop();
  busy_ = false;
  if (error.code != ErrorCode::Cancelled) emit failed(QString::fromStdString(error.message));
}

}  // namespace timbre::ui
