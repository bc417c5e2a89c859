/// A sound and how it was made: they go through the program together.
#pragma once

#include "audio/AudioClip.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {

/// Cheap to copy, never changed: any thread.
struct RenderedSound {
  audio::AudioClip clip;
  SynthesisRequest request;
};

}  // namespace timbre::synthesis
