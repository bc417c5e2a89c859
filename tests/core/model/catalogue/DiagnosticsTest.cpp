#include "model/catalogue/Diagnostics.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/Log.h"
#include "base/Version.h"
#include "support/TemporaryFolder.h"

namespace timbre::model {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Sets a variable for the length of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() { old_.empty() ? ::unsetenv(name_) : ::setenv(name_, old_.c_str(), 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string old_;
};

TEST(Diagnostics, sayWhatAHelperAsksFor) {
  const Variable models("TIMBRE_MODELS", TIMBRE_ASSETS "/models");
  logWarning("the sound server is gone");
  const std::string text = diagnostics();
  EXPECT_TRUE(holds(text, "Timbrescope " + std::string(programVersion()))) << text;
  EXPECT_TRUE(holds(text, "threads)"));
  EXPECT_TRUE(holds(text, "  cache: "));
  EXPECT_TRUE(holds(text, "wavenet-compact-")) << text;
  EXPECT_TRUE(holds(text, "warning: the sound server is gone"));
}

TEST(Diagnostics, nameFilesThatAreNoModels) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "broken.safetensors", "no header");
  const Variable models("TIMBRE_MODELS", folder.path().string());
  EXPECT_TRUE(holds(diagnostics(), "broken.safetensors"));
}

TEST(Diagnostics, doNotNameTheUser) {
  const test::TemporaryFolder folder;
  const Variable home("HOME", folder.path().string());
  logInfo("opened " + (folder / "notes").string());
  const std::string text = diagnostics();
  EXPECT_FALSE(holds(text, folder.path().string())) << text;
  EXPECT_TRUE(holds(text, "opened ~/notes"));
}

TEST(Diagnostics, haveNoControlCharacters) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a\x1b[31m\nb.safetensors", "no header");
  const Variable models("TIMBRE_MODELS", folder.path().string());
  EXPECT_FALSE(holds(diagnostics(), "\x1b"));
}

}  // namespace
}  // namespace timbre::model
