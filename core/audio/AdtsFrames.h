/// AAC as radio recorders keep it: ADTS frames (ISO/IEC 14496-3, 1.A.2.2) without a container. They
/// look like MPEG audio of layer 0, and what is in them like MP3 frames by chance.
#pragma once

#include "audio/FileView.h"

namespace timbre::audio {

/// Whether whole frames follow one another from a place near the view's start, behind its tags.
bool holdsAdts(FileView& file);

}  // namespace timbre::audio
