/// Containers whose headers lie about the place or the length of their sound: WAV (RIFF, RIFX,
/// RF64, BW64), AIFF, CAF, Wave64 and AU. Recorders that lost power leave lengths at 0 or at a
/// placeholder, programs that write to a pipe cannot know them, some count the header in, some
/// forget the byte that pads an odd chunk (agfline/wavfix#12, naudio/NAudio#688,
/// usc-imi/aeo-light#21). Here the samples that are there are found. The view then shows only what
/// decoding needs: libsndfile 1.2.0 can loop for ever over a damaged list of titles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/FileView.h"

namespace timbre::audio {

struct CutShort {
  std::uint64_t claimed = 0;  ///< bytes of sound the header announces
  std::uint64_t present = 0;
};

struct ContainerLayout {
  bool mpeg = false;  ///< the view now shows a bare MPEG audio stream
  /// More is missing than a block of samples and than a slip of the writer explains.
  std::optional<CutShort> cut{};
  std::vector<std::string> remarks{};  ///< sentences without a full stop or the file's name
};

/// Changes what `file` shows to the same sound under a right header. Nothing where the file is none
/// of these containers, or too damaged to tell; then `file` shows what it did.
std::optional<ContainerLayout> layOut(FileView& file);

/// Whether a file whose first twelve bytes are `start` is a WAV or one of its 64-bit kin.
bool isWav(std::string_view start);

/// The members of a WAV's first LIST chunk of kind INFO, at most 16 MiB; empty where there is none.
/// The view stays as it is.
std::string wavInfo(FileView& file);

/// WAV and its 64-bit kin alone; `start`: the first twelve bytes.
std::optional<ContainerLayout> layOutWav(FileView& file, const std::string& start);

/// Whether a length is one that writers put in before they know better: 0, or within 128 bytes (a
/// header) of a multiple of 16 MiB from 256 MiB on, as 0x70000000, 0x7fffffff or 0xffffffff are.
bool isPlaceholder(std::uint64_t length);

/// `layout.cut` or a remark where `claimed` is more than `present`. Silence where at most a block
/// is missing or `claimed` is the length of the whole file, with or without eight bytes.
void judgeLength(ContainerLayout& layout, CutShort lengths, std::uint64_t block,
                 std::uint64_t fileSize);

}  // namespace timbre::audio
