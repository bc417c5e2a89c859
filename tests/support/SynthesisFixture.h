/// Toy notes, fake models, and a service that makes sounds of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/FakeBackend.h"
#include "support/TemporaryFolder.h"
#include "support/WindowNotes.h"
#include "synthesis/SynthesisService.h"

namespace timbre::test {

class SynthesisFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened =
        dataset::NoteLibrary::open(writeToyLibrary(folder_ / "toy"), quiet_, folder_ / "indexes");
    ASSERT_TRUE(opened) << opened.error().message;
    library_ = std::move(*opened);
  }

  std::unique_ptr<synthesis::SynthesisService> service(const std::filesystem::path& cache = {}) {
    const auto log = [this](const std::string& sentence) { logged_.push_back(sentence); };
    return std::make_unique<synthesis::SynthesisService>(
        [this]() -> Result<model::ModelBackend*> { return &backend_; },
        synthesis::SynthesisOptions{cache, 1, log});
  }
  /// Of the toy notes, by their place in kToyNotes.
  dataset::NoteInfo note(std::size_t toy) const {
    return library_.find(infoOf(kToyNotes[toy]).id).value();
  }
  /// From the brass, which has two layers, to the flute, which has one.
  synthesis::ResolvedRequest morph(double timbre, double dynamics = 1) const {
    synthesis::ResolvedRequest request;
    request.a = synthesis::endpointOf(library_, note(0), dynamics);
    request.b = synthesis::endpointOf(library_, note(2), dynamics);
    request.timbre = timbre;
    request.model = fakeCard("wavenet");
    return request;
  }

  TemporaryFolder folder_;
  Unwatched quiet_;
  dataset::NoteLibrary library_;
  std::shared_ptr<FakeTuning> tuning_ = std::make_shared<FakeTuning>();
  FakeBackend backend_{tuning_};
  std::vector<std::string> logged_;
};

}  // namespace timbre::test
