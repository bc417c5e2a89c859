#include "base/ContentHash.h"

#include <xxhash.h>

#include <array>
#include <charconv>
#include <fstream>
#include <memory>
#include <vector>

namespace timbre {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kDigits = 16;  // of each half

ContentHash of(const XXH128_hash_t& hash) {
  return {hash.high64, hash.low64};
}

std::string digitsOf(std::uint64_t half) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(kDigits, '0');
  for (std::size_t i = kDigits; i-- > 0; half >>= 4) text[i] = kHex[half & 15];
  return text;
}

std::optional<std::uint64_t> halfOf(std::string_view digits) {
  std::uint64_t half = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), half, 16);
  if (error != std::errc() || end != digits.end()) return {};
  return half;
}

}  // namespace

std::string ContentHash::hex() const {
  return digitsOf(high) + digitsOf(low);
}

std::optional<ContentHash> ContentHash::fromHex(std::string_view text) {
  if (text.size() != 2 * kDigits) return {};
  const auto high = halfOf(text.substr(0, kDigits)), low = halfOf(text.substr(kDigits));
  if (!high || !low) return {};
  return ContentHash{*high, *low};
}

ContentHash contentHashOf(std::span<const std::byte> bytes) {
  return of(XXH3_128bits(bytes.data(), bytes.size()));
}

ContentHash contentHashOf(std::string_view text) {
  return contentHashOf(std::as_bytes(std::span(text)));
}

Result<ContentHash> contentHashOfFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(ErrorCode::NotFound, "Cannot open " + file.string() + "; check that it is there");
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              &XXH3_freeState);
  if (!state) return fail(ErrorCode::Internal, "There is not enough memory to hash a file");
  XXH3_128bits_reset(state.get());
  std::vector<char> piece(kPiece);
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    XXH3_128bits_update(state.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof())
    return fail(ErrorCode::BadFormat,
                "Cannot read " + file.string() + " to the end; copy it again");
  return of(XXH3_128bits_digest(state.get()));
}

}  // namespace timbre
