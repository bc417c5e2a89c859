// One reader under libFuzzer: TIMBRE_FUZZ_READER is a function of support/Readers.h, and
// TIMBRE_FUZZ_FILE the name of the file it is given. Seeds: any small file of the kind.
#include <cstdint>
#include <cstdlib>

#include "support/Readers.h"
#include "support/TemporaryFolder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  [[maybe_unused]] static const int inMemory = ::setenv("TMPDIR", "/dev/shm", 1);
  static const timbre::test::TemporaryFolder folder;
  const auto file = folder / TIMBRE_FUZZ_FILE;
  timbre::test::writeText(file, {reinterpret_cast<const char*>(data), size});
  timbre::test::TIMBRE_FUZZ_READER(file);
  return 0;
}
