// Small good files of every kind: make-seeds FOLDER writes FOLDER/<reader>/seed-<what>.
#include "dataset/IndexFile.h"
#include "fuzz/FuzzReaders.h"
#include "support/SoundFiles.h"
#include "support/ToyCheckpoint.h"
#include "support/ToyLibrary.h"

namespace timbre::test {
namespace {

namespace fs = std::filesystem;

class Seeds {
 public:
  explicit Seeds(fs::path folder) : folder_(std::move(folder)) {}

  void put(const std::string& reader, const std::string& what, const std::string& bytes) const {
    fs::create_directories(folder_ / reader);
    writeText(folder_ / reader / ("seed-" + what), bytes);
  }

 private:
  fs::path folder_;
};

model::WaveNetConfig tiniest() {
  model::WaveNetConfig c = toyWaveNet();
  c.width = c.skip = c.aeWidth = c.z = c.layers = c.aeLayers = 1;
  return c;
}

void putTables(const Seeds& seeds, const TemporaryFolder& at) {
  (void)dataset::writeExamplesJson(at.path(),
                                   std::vector{toyNote("flute_acoustic_000-069-127", {1}),
                                               toyNote("bass_synthetic_001-040-025")});
  const std::string own = textOf(at / "examples.json");
  seeds.put("examples", "nsynth", own);
  std::string wide = "\xff\xfe";
  for (const char c : own) wide += {c, '\0'};
  seeds.put("examples", "utf16", wide);
  const std::string note = R"({"note_str": "flute_acoustic_000-069-127", "pitch": "69"})";
  seeds.put("examples", "list", "[" + note + ", " + note + "]");
  seeds.put("examples", "lines", note + "\n" + note + "\n");
  seeds.put("examples", "columns",
            R"({"note_str": ["flute_acoustic_000-069-127"], "pitch": [69]})");
  seeds.put("examples", "python",
            "# by hand\n{'flute_acoustic_000-069-127': {'pitch': 69, 'qualities': None,},}");
}

void putArchives(const Seeds& seeds, const TemporaryFolder& at) {
  (void)audio::writeWav(at / "x.wav", sine(440, 0.5, 20));
  seeds.put("archive", "tar", textOf(packTiny(at, "a.tar")));
  seeds.put("archive", "gz", textOf(packTiny(at, "a.tar.gz")));
  seeds.put("archive", "tfrecord", textOf(recordToy(at, "a.tfrecord")));
  const std::string wav = textOf(at / "x.wav");
  seeds.put("zip", "stored",
            zipOf({{"d/examples.json", R"({"flute_acoustic_000-069-127": {}})"},
                   {"d/audio/flute_acoustic_000-069-127.wav", wav}}));
  seeds.put("gzip", "tar", textOf(packTiny(at, "b.tar.gz")));
  seeds.put("record", "nsynth", toyExample("flute_acoustic_000-069-127", 0.25f));
  const std::string theirs = feature("id", 1, field(1, std::string("flute_acoustic_000-069-127"))) +
                             number("pitch", 69) + number("instrument/family", 2) +
                             number("qualities/dark", 1) +
                             feature("audio", 3, field(1, varint(99)));
  seeds.put("record", "tfds", field(1, theirs));
}

void putModels(const Seeds& seeds, const TemporaryFolder& at) {
  std::map<std::string, model::TensorView> tensors;
  std::map<std::string, std::vector<float>> numbers;
  for (const auto& spec : model::tensorsOf(tiniest())) {
    numbers[spec.name] = toyNumbers(spec);
    tensors[spec.name] = {spec.shape, numbers[spec.name]};
  }
  (void)model::writeSafeTensors(at / "w", tensors, {{"config", model::toJson(tiniest())}});
  seeds.put("safetensors", "wavenet", textOf(at / "w"));
  auto bundle = toyBundle(tiniest(), false);
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [end, bytes] : bundle.files()) members.emplace_back("m" + end, bytes);
  seeds.put("checkpoint", "tar", tarOf(members));
  std::string rows;
  bundle.table.hurt = [&](std::string& block) {
    if (rows.empty()) rows = block;
  };
  bundle.write(at / "m");
  seeds.put("table", "rows", rows);
}

void putSounds(const Seeds& seeds, const TemporaryFolder& at) {
  std::vector<std::string> kinds(kSoundKinds.begin(), kSoundKinds.end());
  kinds.emplace_back("8svx");  // one channel only
  for (const std::string& kind : kinds) {
    const auto file = at / ("a." + kind);
    if (writeSound(file, {sine(440, 0.4, 200, SampleRate(16000))}))
      seeds.put("sound", kind, textOf(file));
  }
  (void)audio::writeWav(at / "f.wav", sine(440, 0.4, 200), audio::SampleFormat::Float32,
                        {.title = "a title"});
  seeds.put("sound", "float", textOf(at / "f.wav"));
  (void)writeNpy(at / "a.npy", std::vector<std::int64_t>{2, 3},
                 std::vector<float>{1, 2, 3, 4, 5, 6});
  seeds.put("npy", "float", textOf(at / "a.npy"));
}

/// In small pages: the index of one note is some kilobytes then.
void putIndex(const Seeds& seeds, const TemporaryFolder& at) {
  fs::create_directory(at / "notes");
  (void)dataset::writeExamplesJson(at / "notes",
                                   std::vector{toyNote("flute_acoustic_000-069-127", {1})});
  const auto found = dataset::findSources(at / "notes");
  Unwatched quiet;
  auto made = dataset::openIndexFile(found->sources.front(), at / "indexes", quiet);
  made->database->run("PRAGMA journal_mode=DELETE; PRAGMA page_size=512; VACUUM");
  made->database.reset();
  seeds.put("index", "one-note", textOf(made->path));
}

}  // namespace
}  // namespace timbre::test

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const timbre::test::TemporaryFolder at;
  const timbre::test::Seeds seeds(argv[1]);
  timbre::test::putTables(seeds, at);
  timbre::test::putArchives(seeds, at);
  timbre::test::putModels(seeds, at);
  timbre::test::putSounds(seeds, at);
  timbre::test::putIndex(seeds, at);
  return 0;
}
