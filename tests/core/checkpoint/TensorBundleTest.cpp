// external/tf-checkpoints: other people's checkpoints as TensorFlow wrote them, with what an
// independent reader found in them.
#include "checkpoint/TensorBundle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/BundleWriter.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;
using test::BundleToWrite;
using test::tensor;

namespace {

Unwatched quiet;

Result<std::vector<float>> numbersOf(const TensorBundle& bundle, const std::string& name) {
  std::vector<float> all;
  const std::vector<std::string> names{name};
  const auto read = bundle.read(
      names,
      [&](std::size_t, std::span<const float> numbers) -> Result<void> {
        all.insert(all.end(), numbers.begin(), numbers.end());
        return {};
      },
      quiet);
  if (!read) return tl::unexpected(read.error());
  return all;
}

/// Three tensors over two shards.
BundleToWrite someBundle() {
  BundleToWrite bundle;
  bundle.shards = 2;
  bundle.tensors["a"] = tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  bundle.tensors["a/b"] = tensor({}, {-0.5f});
  bundle.tensors["a/b"].shard = 1;
  bundle.tensors["c"] = tensor({2}, {7, 8});
  return bundle;
}

/// What opening this bundle, or else reading "a", says; empty when both work.
std::string complaint(BundleToWrite bundle) {
  const test::TemporaryFolder folder;
  bundle.write(folder / "m");
  const auto opened = TensorBundle::open(folder / "m", quiet);
  if (!opened) {
    test::expectSentence(opened.error(), folder.path());
    return opened.error().message;
  }
  const auto numbers = numbersOf(*opened, "a");
  if (!numbers) test::expectSentence(numbers.error(), folder.path());
  return numbers ? std::string() : numbers.error().message;
}

void expectContains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

}  // namespace

class TensorFlows : public testing::TestWithParam<const char*> {};

TEST_P(TensorFlows, checkpointIsReadWithItsValues) {
  const fs::path folder = fs::path(TIMBRE_EXTERNAL) / "tf-checkpoints" / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  const auto expected = nlohmann::json::parse(test::textOf(folder / "expected.json"));
  const auto bundle = TensorBundle::open(folder, quiet);
  ASSERT_TRUE(bundle) << bundle.error().message;
  ASSERT_EQ(bundle->tensors().size(), expected["tensors"].size());
  for (const auto& wanted : expected["tensors"]) {
    const std::string name = wanted["name"];
    SCOPED_TRACE(name);
    const Tensor& found = bundle->tensors().at(name);
    EXPECT_EQ(nameOf(found.type), wanted["dtype"].get<std::string>());
    EXPECT_EQ(found.shape, wanted["shape"].get<model::Shape>());
    EXPECT_EQ(found.offset, wanted["offset"].get<std::uint64_t>());
    EXPECT_EQ(found.bytes, wanted["size"].get<std::uint64_t>());
    EXPECT_EQ(found.shard, wanted["shard"].get<int>());
    EXPECT_EQ(found.sliced, wanted["slices"].get<int>() > 0);
    if (found.type == Type::Float32) {
      const auto numbers = numbersOf(*bundle, name);  // compares the checksum too
      ASSERT_TRUE(numbers) << numbers.error().message;
      const auto first = wanted["first"].get<std::vector<double>>();
      ASSERT_GE(numbers->size(), first.size());
      for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_EQ((*numbers)[i], static_cast<float>(first[i]));
    } else {
      EXPECT_EQ(numbersOf(*bundle, name).error().code, ErrorCode::Unsupported);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, TensorFlows,
                         testing::Values("v2_serving_saved_model_counter",
                                         "v2_serving_saved_model_half_plus_two_cpu",
                                         "v2_serving_saved_model_half_plus_two_mkl",
                                         "v2_serving_saved_model_half_plus_two_tf2_cpu",
                                         "v2_serving_tf_text_regression"),
                         [](const auto& one) { return std::string(one.param); });

TEST(TensorBundle, ComesBackFromSeveralShardsAndSnappy) {
  for (const bool snappy : {false, true}) {
    const test::TemporaryFolder folder;
    BundleToWrite bundle = someBundle();
    bundle.table.snappy = snappy;
    bundle.table.blockBytes = 1;  // a block for each row
    bundle.write(folder / "model.ckpt-7");
    const auto opened = TensorBundle::open(folder.path(), quiet);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->name(), "model.ckpt-7");
    EXPECT_EQ(opened->tensors().size(), 3u);
    EXPECT_EQ(opened->tensors().at("a").shape, (model::Shape{2, 3}));
    EXPECT_EQ(numbersOf(*opened, "a").value(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(numbersOf(*opened, "a/b").value(), std::vector<float>{-0.5f});
    EXPECT_EQ(numbersOf(*opened, "c").value(), (std::vector<float>{7, 8}));
  }
}

TEST(TensorBundle, HalvesAreReadAsFloats) {
  const test::TemporaryFolder folder;
  BundleToWrite bundle;
  bundle.tensors["half"] = {{2}, std::string("\x00\x3c\x00\xc0", 4), 19};
  bundle.tensors["brain"] = {{1}, std::string("\x80\xbf", 2), 14};
  bundle.write(folder / "m");
  const auto opened = TensorBundle::open(folder.path(), quiet).value();
  EXPECT_EQ(numbersOf(opened, "half").value(), (std::vector<float>{1, -2}));
  EXPECT_EQ(numbersOf(opened, "brain").value(), std::vector<float>{-1});
}

TEST(TensorBundle, IsFoundByEveryPathThatPeopleGive) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "f");
  const fs::path prefix = folder / "f/model.ckpt-7";
  auto bundle = someBundle();
  bundle.write(prefix);
  const auto files = bundle.files();
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [end, bytes] : files) members.emplace_back("f/model.ckpt-7" + end, bytes);
  const std::string tar = test::tarOf(members);
  test::writeText(folder / "f.tar", tar);
  test::writeText(folder / "named-anyhow", tar);
  test::writeText(folder / "double.tar", test::tarOf({{"readme", "words"}, {"ckpt-inside", tar}}));
  test::writeText(folder / "triple.tar", test::tarOf({{"x.tar", test::tarOf({{"y.tar", tar}})}}));
  for (const fs::path& place :
       {folder / "f", folder / "f/", prefix, fs::path(prefix.string() + ".index"),
        fs::path(prefix.string() + ".data-00001-of-00002"), fs::path(prefix.string() + ".meta"),
        folder / "f.tar", folder / "named-anyhow", folder / "double.tar", folder / "triple.tar"}) {
    const auto opened = TensorBundle::open(place, quiet);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->name(), "model.ckpt-7") << place;
    EXPECT_EQ(numbersOf(*opened, "c").value(), (std::vector<float>{7, 8})) << place;
    EXPECT_EQ(numbersOf(*opened, "a/b").value(), std::vector<float>{-0.5f}) << place;
  }
}

TEST(TensorBundle, OfSeveralIsTheOneThatTheFileCheckpointNames) {
  const test::TemporaryFolder folder;
  auto bundle = someBundle();
  bundle.write(folder / "model.ckpt-7");
  bundle.write(folder / "model.ckpt-8");
  const auto which = TensorBundle::open(folder.path(), quiet);
  ASSERT_FALSE(which);
  expectContains(which.error().message, "model.ckpt-7, model.ckpt-8");
  test::writeText(folder / "checkpoint",
                  "model_checkpoint_path: \"/home/jesse/run/model.ckpt-7\"\n"
                  "all_model_checkpoint_paths: \"/home/jesse/run/model.ckpt-8\"\n");
  EXPECT_EQ(TensorBundle::open(folder.path(), quiet).value().name(), "model.ckpt-7");
  EXPECT_EQ(TensorBundle::open(folder / "checkpoint", quiet).value().name(), "model.ckpt-7");
  EXPECT_EQ(TensorBundle::open(folder / "model.ckpt-8", quiet).value().name(), "model.ckpt-8");
}

TEST(TensorBundle, ThatIsNotThereOrNoneSaysWhatWasExpected) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(TensorBundle::open(folder / "no", quiet).error().code, ErrorCode::NotFound);
  EXPECT_EQ(TensorBundle::open(folder / "no.index", quiet).error().code, ErrorCode::NotFound);
  expectContains(TensorBundle::open(folder.path(), quiet).error().message, ".index");
  test::writeText(folder / "words", "These are words and no checkpoint");
  EXPECT_FALSE(TensorBundle::open(folder / "words", quiet));
  test::writeText(folder / "empty.tar", test::tarOf({{"readme", "words"}}));
  expectContains(TensorBundle::open(folder / "empty.tar", quiet).error().message, "V2");
  test::writeText(folder / "v1.ckpt-5", test::TableWriter().table({{"", "meta"}, {"x", "data"}}));
  const auto v1 = TensorBundle::open(folder / "v1.ckpt-5", quiet);
  EXPECT_EQ(v1.error().code, ErrorCode::Unsupported);
  expectContains(v1.error().message, "V1");
}

TEST(TensorBundle, WithoutOneOfItsShardsNamesIt) {
  const test::TemporaryFolder folder;
  someBundle().write(folder / "m");
  fs::remove(folder / "m.data-00001-of-00002");
  expectContains(TensorBundle::open(folder / "m", quiet).error().message, "m.data-00001-of-00002");
}

TEST(TensorBundle, ThatCannotBeTrustedIsRefused) {
  EXPECT_EQ(complaint(someBundle()), "");
  auto bundle = someBundle();
  bundle.bigEndian = true;
  expectContains(complaint(bundle), "big-endian");
  bundle = someBundle();
  bundle.tensors["a"].type = 9;
  bundle.tensors["a"].shape = {3};
  expectContains(complaint(bundle), "int64");
  bundle = someBundle();
  bundle.tensors["a"].sliced = true;
  expectContains(complaint(bundle), "slices");
  bundle = someBundle();
  bundle.tensors["a"].shape = {7};
  expectContains(complaint(bundle), "[7]");
}

TEST(TensorBundle, WithALyingRecordIsRefused) {
  const auto lied = [](std::uint64_t offset, std::uint64_t size, model::Shape shape, int shard) {
    auto bundle = someBundle();
    auto& a = bundle.tensors["a"];
    a.lie = [=](std::string& record) {
      auto t = tensor(shape, {});
      t.shard = shard;
      record = BundleToWrite::recordOf(t, offset, size, 0);
    };
    return complaint(bundle);
  };
  EXPECT_NE(lied(1000, 24, {6}, 0), "");
  EXPECT_NE(lied(0, 1000, {250}, 0), "");
  EXPECT_NE(lied(~std::uint64_t{0} - 7, 24, {6}, 0), "");
  EXPECT_NE(lied(std::uint64_t{1} << 62, std::uint64_t{1} << 62, {std::int64_t{1} << 60}, 0), "");
  EXPECT_NE(lied(0, 0, {std::int64_t{1} << 32, std::int64_t{1} << 32}, 0), "");
  EXPECT_NE(lied(0, 24, {-6}, 0), "");
  EXPECT_NE(lied(0, 24, {6}, 2), "");
  expectContains(lied(0, 24, {6}, 0), "checksum");
}

TEST(TensorBundle, WithTensorsThatShareBytesIsRefused) {
  const test::TemporaryFolder folder;
  auto bundle = someBundle();
  bundle.tensors["c"].lie = [](std::string& record) {
    record = BundleToWrite::recordOf(tensor({2}, {}), 4, 8, 0);
  };
  bundle.write(folder / "m");
  const auto opened = TensorBundle::open(folder.path(), quiet).value();
  const auto order = opened.inOrder({"a", "c"});
  ASSERT_FALSE(order);
  expectContains(order.error().message, "overlap");
  EXPECT_EQ(opened.inOrder({"a/b", "a"}).value(), (std::vector<std::string>{"a", "a/b"}));
}

}  // namespace timbre::checkpoint
