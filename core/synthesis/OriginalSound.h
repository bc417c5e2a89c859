/// A note as it was recorded, with the description that files carry.
#pragma once

#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "synthesis/RenderedSound.h"

namespace timbre::synthesis {

/// At the rate of its file. Some milliseconds; any thread. Fails as dataset::readNote().
Result<RenderedSound> originalSound(const dataset::NoteInfo& note);

}  // namespace timbre::synthesis
