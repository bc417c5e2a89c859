/// full-library FOLDER [PART]: writes the synthetic dataset of 305,979 notes, or a part of it, for
/// trying the program at full size.
#include <cstdio>
#include <cstdlib>

#include "support/FullLibrary.h"

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "full-library FOLDER [PART]\n");
    return 2;
  }
  const double part = count > 2 ? std::atof(words[2]) : 1;
  if (timbre::test::writeFullLibrary(words[1], part)) return 0;
  std::fprintf(stderr, "full-library: cannot write %s\n", words[1]);
  return 1;
}
