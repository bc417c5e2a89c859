#include "base/Ranks.h"

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
                    "; the launcher of several processes must set it to " + std::to_string(least) +
                    " to " + std::to_string(most));
  return value;
}

}  // namespace

Result<Ranks> ranksHere(bool meeting) {
  constexpr int kMost = 1 << 16;
  Ranks ranks;
  if (variable("WORLD_SIZE").empty()) return ranks;
  const auto size = numberOf("WORLD_SIZE", 1, kMost);
  if (!size) return tl::unexpected(size.error());
  ranks.size = *size;
  if (*size == 1) return ranks;
  const auto rank = numberOf("RANK", 0, *size - 1);
  if (!rank) return tl::unexpected(rank.error());
  ranks.rank = *rank;
  if (!meeting) return ranks;
  const auto port = numberOf("MASTER_PORT", 1, 65535);
  if (!port) return tl::unexpected(port.error());
  ranks.port = static_cast<std::uint16_t>(*port);
  ranks.address = variable("MASTER_ADDR");
  if (ranks.address.empty())
    return fail(
        ErrorCode::BadFormat,
        "MASTER_ADDR is not set; the launcher of several processes must set it to the name of "
        "the machine that rank 0 runs on");
  if (!variable("LOCAL_RANK").empty()) {
    const auto local = numberOf("LOCAL_RANK", 0, kMost);
    if (!local) return tl::unexpected(local.error());
    ranks.local = *local;
  }
  return ranks;
}

}  // namespace timbre
