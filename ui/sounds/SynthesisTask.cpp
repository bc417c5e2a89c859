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

Lane laneFor(const model::ModelCard& card) {
  return card.costly ? Lane::Model : Lane::Preview;
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
  if (const auto found = maker_.find(options.request)) {
    arrive(*found);
  } else {
    lookForReady();
  }
}

void SynthesisTask::cancel() {
  making_.cancel();
  picturing_.cancel();
  peeking_.stop();
  growing_.reset();
  box_.reset();
  pictured_ = 0;
  hasPicture_ = false;
  busy_ = false;
}

/// On disk and among what comes with the program.
void SynthesisTask::lookForReady() {
  making_ = jobs_.run(
      Lane::Lookup, this,
      [&maker = maker_, request = options_.request](Progress&)
          -> Result<std::optional<synthesis::RenderedSound>> { return maker.load(request); },
      [this](const Result<std::optional<synthesis::RenderedSound>>& found) {
        if (found && *found) {
          arrive(**found);
        } else {
          generate();
        }
      });
}

void SynthesisTask::generate() {
  box_ = std::make_shared<Box>();
  const bool streams = options_.request.model.streams;
  making_ = jobs_.run(
      laneFor(options_.request.model), this,
      [&maker = maker_, options = options_, box = box_, streams](Progress& progress) {
        synthesis::StreamCallbacks callbacks;
        if (streams) {
          callbacks.begins = [&](std::size_t samples,
                                 const synthesis::SynthesisRequest& described) {
            auto sound = synthesis::ProgressiveSound::create(samples, options.request.model.rate,
                                                             options.deviceRate, described);
            if (sound) box->put(*sound);
          };
          callbacks.samples = [&](std::span<const float> samples) {
            if (const auto sound = box->look()) sound->append(samples);
          };
        }
        auto made = maker.render(options.request, callbacks, progress);
        if (const auto sound = box->look()) sound->finish();
        return made;
      },
      [this](const Result<synthesis::RenderedSound>& sound) {
        if (sound) {
          arrive(*sound);
        } else {
          fall(sound.error());
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
        const double seconds =
            static_cast<double>(sound->made().samples().size()) / sound->made().rate().hz;
        return pictureOf(soFar(*sound), options.reference, options.colours, progress)
            .map([&](Picture&& picture) {
              picture.madeUntil = seconds;
              return std::move(picture);
            });
      },
      [this, sound = growing_](const Result<Picture>& picture) {
        if (picture && busy_) show(picture, sound->request(), false);
      });
}

void SynthesisTask::arrive(const synthesis::RenderedSound& sound) {
  peeking_.stop();
  picturing_.cancel();
  busy_ = false;
  // Sound first: what made() sets going is not to wait behind the picture.
  emit made(sound);
  picturing_ = jobs_.run(
      Lane::Compute, this,
      [clip = sound.clip, options = options_](Progress& progress) {
        return pictureOf(clip, options.reference, options.colours, progress);
      },
      [this, request = sound.request](const Result<Picture>& picture) {
        show(picture, request, true);
      },
      {.progress = {}, .priority = 5});
}

void SynthesisTask::show(const Result<Picture>& picture, const synthesis::SynthesisRequest& request,
                         bool whole) {
  if (!picture) return fall(picture.error());
  hasPicture_ = true;
  emit pictured(*picture, request, whole);
}

void SynthesisTask::fall(const Error& error) {
  peeking_.stop();
  busy_ = false;
  if (error.code != ErrorCode::Cancelled) emit failed(QString::fromStdString(error.message));
}

}  // namespace timbre::ui
