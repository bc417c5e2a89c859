#include "base/ProcessRank.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace timbre {
namespace {

std::string_view variable(const char* name) {
  const char* const text = std::getenv(name);
  return text ? text : "";
}

Result<int> numberOf(const char* name, int least, int most) {
  const std::string_view text = variable(name);
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return fail(ErrorCode::BadFormat,
                std::string(name) + (text.empty() ? " is not set" : " is " + std::string(text)) +
                    "; the launcher must set it to a number from " + std::to_string(least) +
                    " to " + std::to_string(most));
  return value;
}

}  // namespace

Result<ProcessRank> processRank(bool meeting) {
  constexpr int kMost = 1 << 16;
  ProcessRank process;
  if (variable("WORLD_SIZE").empty()) return process;
  const auto size = numberOf("WORLD_SIZE", 1, kMost);
  if (!size) return tl::unexpected(size.error());
  process.size = *size;
  if (*size == 1) return process;
  const auto rank = numberOf("RANK", 0, *size - 1);
  if (!rank) return tl::unexpected(rank.error());
  process.rank = *rank;
  if (!meeting) return process;
  const auto port = numberOf("MASTER_PORT", 1, 65535);
  if (!port) return tl::unexpected(port.error());
  process.port = static_cast<std::uint16_t>(*port);
  process.address = variable("MASTER_ADDR");
  if (process.address.empty())
    return fail(ErrorCode::BadFormat,
                "MASTER_ADDR is not set; the launcher must set it to the name of the machine that "
                "runs rank 0");
  if (!variable("LOCAL_RANK").empty()) {
    const auto local = numberOf("LOCAL_RANK", 0, kMost);
    if (!local) return tl::unexpected(local.error());
    process.local = *local;
  }
  return process;
}

}  // namespace timbre
