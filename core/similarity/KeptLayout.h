/// A layout of notes found again in a file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "similarity/Pca.h"
#include "similarity/VectorFile.h"

namespace timbre::similarity {

/// Where notes lie, by row.
struct NoteLayout {
  std::vector<Point2> points;
  std::vector<char> placed;  ///< 0: this row has no point
};

/// The points of the notes with these keys (keyOf) as `kept`, a file of two columns, has them. A
/// note that it lacks lies among the nearest that it has; where such notes are so many that this
/// would take long, the last of them are not placed. None where it lacks more than half of them.
/// `places`: [keys x kPlaces], row-major. 300,000 notes: some 40 ms. Any thread.
std::optional<NoteLayout> keptLayout(const VectorFile& kept, std::span<const std::uint64_t> keys,
                                     std::span<const float> places);

/// Into the file, and to the disk. As VectorFile::flush().
Result<void> keepLayout(VectorFile& kept, std::span<const std::uint64_t> keys,
                        std::span<const Point2> points);

}  // namespace timbre::similarity
