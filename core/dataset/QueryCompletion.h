/// What a half-typed term of a query may become.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/NoteLibrary.h"

namespace timbre::dataset {

struct Completion {
  std::string term;  ///< the whole term, with its minus: "quality:bright"
  int notes = -1;    ///< that have it in the library; negative: not counted
  bool operator==(const Completion&) const = default;
};

/// Where the term that the cursor (in bytes) touches begins; the cursor itself between terms.
std::size_t termBegin(std::string_view text, std::size_t cursor);

/// What the term that ends at the cursor could become, likeliest first, at most `most`: fields,
/// values that notes of the library have, and names of instruments. None for an empty term.
std::vector<Completion> completions(const NoteLibrary& library, std::string_view text,
                                    std::size_t cursor, std::size_t most = 12);

}  // namespace timbre::dataset
