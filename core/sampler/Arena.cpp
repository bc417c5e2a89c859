#include "sampler/Arena.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace timbre::sampler {
namespace {

constexpr std::size_t kLine = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;

}  // namespace

void Arena::Free::operator()(std::byte* block) const {
  std::free(block);
}

void Arena::addBlock(std::size_t bytes) {
  // Weights on 4 KB pages lose a fifth to a half of the cache bandwidth; small things are not worth
  // a huge page.
  const bool huge = bytes >= kHugePage / 2;
  const std::size_t page = huge ? kHugePage : kLine;
  const std::size_t size = (bytes + page - 1) / page * page;
  auto* block = static_cast<std::byte*>(std::aligned_alloc(page, size));
  if (!block) throw std::bad_alloc();
  blocks_.emplace_back(block);
#ifdef __linux__
  if (huge) madvise(block, size, MADV_HUGEPAGE);  // a refusal costs speed only
#endif
  next_ = block;
  left_ = size;
}

void* Arena::takeBytes(std::size_t bytes) {
  bytes = (bytes + kLine - 1) / kLine * kLine;
  if (bytes > left_) addBlock(std::max(bytes, expected_ > taken_ ? expected_ - taken_ : 0));
  void* part = next_;
  std::memset(part, 0, bytes);
  next_ += bytes;
  left_ -= bytes;
  taken_ += bytes;
  return part;
}

}  // namespace timbre::sampler
