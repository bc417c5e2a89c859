// golden/nsynth_wavenet_200000_tensors.json: every tensor of the released WaveNet checkpoint with
// its type, shape and place. Checkpoints of that size, a gigabyte, with other numbers.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/Stopwatch.h"
#include "checkpoint/Import.h"
#include "support/TemporaryFolder.h"
#include "support/ToyCheckpoint.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kWeightBytes = std::uint64_t{61'804'048} * 4;

/// Writes a shard of any size without holding it.
class BigBundle {
 public:
  explicit BigBundle(const fs::path& prefix)
      : prefix_(prefix.string()), data_(prefix_ + ".data-00000-of-00001", std::ios::binary) {
    rows_[""] = test::field(1, 1) + test::field(3, test::field(1, 1));
  }
  void add(const std::string& name, const model::Shape& shape, int type, std::uint64_t bytes) {
    // Different for each tensor; as floats small and positive.
    std::vector<float> some(bytes / 4, 0.001f * static_cast<float>(rows_.size()));
    const std::string_view raw(reinterpret_cast<const char*>(some.data()), bytes);
    test::TensorToWrite tensor{shape, {}, type};
    rows_[name] = test::BundleToWrite::recordOf(tensor, at_, bytes, maskedCrc(crc32c(raw)));
    data_.write(raw.data(), static_cast<std::streamsize>(raw.size()));
    at_ += bytes;
  }
  std::uint64_t size() const { return at_; }
  void finish() {
    test::TableWriter table;
    table.snappy = true;
    table.blockBytes = 4096;
    std::ofstream(prefix_ + ".index", std::ios::binary) << table.table(rows_);
    data_.close();
  }

 private:
  std::string prefix_;
  std::ofstream data_;
  std::map<std::string, std::string> rows_;
  std::uint64_t at_ = 0;
};

/// Kibibytes, "VmRSS" or "VmHWM".
long memory(const std::string& what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(what)) return std::stol(line.substr(what.size() + 1));
  return 0;
}

/// Imports, says how long it took and returns the bytes of memory it took at most.
std::uint64_t imported(const fs::path& folder, Result<Imported>& made) {
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak begins anew
  const long before = memory("VmRSS");
  const Stopwatch watch;
  Unwatched quiet;
  made = importCheckpoint(folder, folder / "out.safetensors", {}, quiet);
  const long took = memory("VmHWM") - before;
  std::cout << "imported in " << watch.seconds() << " s with " << took << " KiB\n";
  return static_cast<std::uint64_t>(std::max(0l, took)) * 1024;
}

}  // namespace

TEST(FullSize, WaveNetAsItWasReleasedIsImportedInLittleMemory) {
  const test::TemporaryFolder folder;
  const auto tensors = nlohmann::json::parse(
      test::textOf(fs::path(TIMBRE_GOLDEN) / "nsynth_wavenet_200000_tensors.json"));
  BigBundle bundle(folder / "model.ckpt-200000");
  for (const auto& t : tensors) {
    ASSERT_EQ(t["offset"].get<std::uint64_t>(), bundle.size());
    bundle.add(t["name"], t["shape"], t["dtype"] == "float32" ? 1 : 3, t["size"]);
  }
  bundle.finish();
  Result<Imported> made;
  const auto took = imported(folder.path(), made);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->card.parameters, 61'804'048);
  EXPECT_EQ(made->tensors, 374);
  EXPECT_EQ(made->ignored, static_cast<int>(tensors.size()) - 374);
  EXPECT_LT(took, kWeightBytes * 6 / 5);
  const auto file = model::SafeTensors::open(made->card.file);
  ASSERT_TRUE(file) << file.error().message;
  const auto config = model::configOf(*file);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(std::get<model::WaveNetConfig>(*config), model::WaveNetConfig());
}

TEST(FullSize, BaselineIsImportedInLittleMemory) {
  const test::TemporaryFolder folder;
  BigBundle bundle(folder / "model.ckpt-351648");
  std::map<std::string, model::Shape> tensors;
  for (const auto& spec : model::tensorsOf(model::BaselineConfig())) {
    tensors[spec.name] = spec.shape;
    if (!spec.trained) continue;
    tensors[spec.name + "/Adam"] = tensors[spec.name + "/Adam_1"] = spec.shape;
  }
  for (const auto& [name, shape] : tensors) bundle.add(name, shape, 1, 4 * test::countOf(shape));
  bundle.add("global_step", {}, 9, 8);
  bundle.finish();
  Result<Imported> made;
  const auto took = imported(folder.path(), made);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->card.parameters, 36'761'665);
  EXPECT_EQ(made->tensors, 87);
  EXPECT_LT(took, static_cast<std::uint64_t>(made->card.parameters) * 4 * 6 / 5);
}

}  // namespace timbre::checkpoint
