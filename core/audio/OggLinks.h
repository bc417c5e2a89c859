/// The links of a chained Ogg file (RFC 3533): whole streams one behind the other, as radio
/// recorders and `cat` make them.
#pragma once

#include <cstdint>
#include <vector>

#include "audio/FileView.h"

namespace timbre::audio {

struct OggLinks {
  struct Range {
    std::int64_t offset = 0;
    std::int64_t length = 0;
  };
  std::vector<Range> links{};  ///< empty: not an Ogg file
  bool cut = false;            ///< the last page is not whole, or does not say that it is the last
};

/// Walks over the pages of the file, wherever the first one starts.
OggLinks oggLinks(FileView& file);

}  // namespace timbre::audio
