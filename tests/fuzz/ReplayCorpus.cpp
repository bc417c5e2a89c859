// Runs a reader over the files that its fuzzer starts from and those it once fell over.
//   replay-corpus READER FOLDER
// Seeds, called seed-*, must be read; of the others nothing is asked but that they do no harm.
#include <cstdio>

#include "fuzz/FuzzReaders.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto& reader = timbre::test::fuzzReader(argv[1]);
  const timbre::test::TemporaryFolder folder;
  const auto file = folder / std::string(reader.file);
  int count = 0, unread = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
    const std::string name = entry.path().filename().string();
    timbre::test::writeText(file, timbre::test::textOf(entry.path()));
    const bool read = reader.read(file);
    ++count;
    if (!read && name.starts_with("seed-")) {
      std::fprintf(stderr, "%s was not read\n", entry.path().c_str());
      ++unread;
    }
  }
  std::printf("%d files\n", count);
  return count > 0 && unread == 0 ? 0 : 1;
}
