/// The sorted table in which a TensorFlow V2 checkpoint keeps its index (LevelDB's format).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Result.h"

namespace timbre::checkpoint {

/// Whether these are the last bytes of such a table. V1 checkpoints are one table as a whole.
bool endsAsSSTable(std::string_view lastBytes);

using SSTableRows = std::vector<std::pair<std::string, std::string>>;

/// Key and value of every row, keys ascending. Blocks may be compressed with Snappy; each one's
/// CRC-32C is checked. BadFormat, the sentence beginning with `origin`, for anything that is not
/// exactly such a table; what is allocated stays within some tens of times `bytes`.
Result<SSTableRows> readSSTable(std::string_view bytes, const std::string& origin);

}  // namespace timbre::checkpoint
