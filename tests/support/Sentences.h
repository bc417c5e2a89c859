/// What every failure told to a user has in common.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/Result.h"

namespace timbre::test {

/// One sentence that names the file and says what to do, as core/base/Result.h asks.
inline void expectSentence(const Error& error, const std::filesystem::path& names) {
  EXPECT_NE(error.message.find(names.string()), std::string::npos) << error.message;
  EXPECT_NE(error.message.find(';'), std::string::npos) << "nothing to do: " << error.message;
  EXPECT_NE(error.message.back(), '.') << error.message;
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
}

}  // namespace timbre::test
