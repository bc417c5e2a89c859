/// Views of bytes, for tests of what reads them.
#pragma once

#include <gtest/gtest.h>

#include "audio/FileView.h"
#include "support/TemporaryFolder.h"

namespace timbre::test {

/// Of the whole of a new file in the folder that holds these bytes.
inline audio::FileView viewOf(const TemporaryFolder& folder, const std::string& bytes) {
  writeText(folder / "bytes", bytes);
  auto view = audio::FileView::open(folder / "bytes");
  EXPECT_TRUE(view);
  return std::move(*view);
}

}  // namespace timbre::test
