/// A note as it was recorded, with the description that files carry.
#pragma once

#include <string>

#include "base/Result.h"
#include "base/Units.h"
#include "dataset/NoteInfo.h"
#include "synthesis/RenderedSound.h"

namespace timbre::synthesis {

/// At the rate of its file. Some milliseconds; any thread. Fails as dataset::readNote().
Result<RenderedSound> originalSound(const dataset::NoteInfo& note);

/// hashOf() its sound at a model's rate; empty where it cannot be read. Any thread.
std::string hashOfNote(const dataset::NoteInfo& note, SampleRate rate = kModelRate);

}  // namespace timbre::synthesis
