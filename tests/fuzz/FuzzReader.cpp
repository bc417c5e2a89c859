// One reader under libFuzzer: TIMBRE_FUZZ_READER is its name in FuzzReaders.h.
#include <cstdint>

#include "fuzz/FuzzReaders.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  [[maybe_unused]] static const int inMemory = ::setenv("TMPDIR", "/dev/shm", 1);
  static const timbre::test::TemporaryFolder folder;
  static const auto& reader = timbre::test::fuzzReader(TIMBRE_FUZZ_READER);
  const auto file = folder / std::string(reader.file);
  timbre::test::writeText(file, {reinterpret_cast<const char*>(data), size});
  reader.read(file);
  return 0;
}
