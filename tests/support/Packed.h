/// The toy notes packed as datasets are: tar, tar.gz, TFRecord. Link timbre_dataset, ZLIB.
#pragma once

#include <zlib.h>

#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "base/Crc32c.h"
#include "support/Protobuf.h"
#include "support/ToyLibrary.h"

namespace timbre::test {

inline void writeGzip(const std::filesystem::path& path, const std::string& content) {
  const gzFile file = gzopen(path.c_str(), "wb1");
  gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
  gzclose(file);
}

/// One member in the oldest of tar's formats that everybody reads.
inline std::string tarMember(const std::string& name, const std::string& content) {
  char head[512] = {};
  std::snprintf(head, 100, "%s", name.c_str());
  std::memcpy(head + 100, "0000644", 7);
  std::snprintf(head + 124, 12, "%011o", static_cast<unsigned>(content.size()));
  std::memcpy(head + 136, "00000000000", 11);
  std::memset(head + 148, ' ', 8);
  head[156] = '0';
  std::memcpy(head + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (const char c : head) sum += static_cast<unsigned char>(c);
  std::snprintf(head + 148, 8, "%06o", sum);
  std::string member(head, sizeof head);
  member += content;
  member.resize((member.size() + 511) / 512 * 512);
  return member;
}

/// Stored members, as every zip program writes them on request.
inline std::string zipOf(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string zip, directory;
  const auto put = [](std::string& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i));
  };
  for (const auto& [name, content] : members) {
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    std::string common;
    put(common, 20, 2);
    put(common, 0, 8);
    put(common, sum, 4);
    put(common, content.size(), 4);
    put(common, content.size(), 4);
    put(common, name.size(), 2);
    put(common, 0, 2);
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += common;
    put(directory, 0, 6);
    put(directory, 0, 4);
    put(directory, zip.size(), 4);
    directory += name;
    zip += "PK\x03\x04" + common + name + content;
  }
  std::string end = "PK\x05\x06";
  put(end, 0, 4);
  put(end, members.size(), 2);
  put(end, members.size(), 2);
  put(end, directory.size(), 4);
  put(end, zip.size(), 4);
  put(end, 0, 2);
  return zip + directory + end;
}

inline std::filesystem::path packFolder(const TemporaryFolder& from, const TemporaryFolder& to,
                                        const std::string& name) {
  std::string content;
  std::vector<std::filesystem::path> sounds;
  for (const auto& entry : std::filesystem::directory_iterator(from / "audio"))
    sounds.push_back(entry.path());
  std::sort(sounds.begin(), sounds.end());
  for (const auto& sound : sounds)
    content += tarMember("nsynth-toy/audio/" + sound.filename().string(), textOf(sound));
  content += tarMember("nsynth-toy/examples.json", textOf(from / "examples.json"));
  content += std::string(1024, '\0');
  if (name.ends_with(".gz"))
    writeGzip(to / name, content);
  else
    writeText(to / name, content);
  return to / name;
}

inline std::filesystem::path packToy(const TemporaryFolder& folder, const std::string& name) {
  const TemporaryFolder toy;
  makeToyLibrary(toy);
  return packFolder(toy, folder, name);
}

/// One note of 20 samples.
inline std::filesystem::path packTiny(const TemporaryFolder& folder, const std::string& name) {
  const TemporaryFolder tiny;
  const auto note = toyNote("flute_acoustic_000-069-127");
  std::filesystem::create_directory(tiny / "audio");
  (void)audio::writeWav(tiny / "audio" / (note.id + ".wav"), sine(440, 0.5, 20));
  (void)dataset::writeExamplesJson(tiny.path(), std::vector{note});
  return packFolder(tiny, folder, name);
}

inline std::string feature(const std::string& name, int kind, const std::string& list) {
  return field(1, field(1, name) + field(2, field(kind, list)));
}

inline std::string number(const std::string& name, std::uint64_t value) {
  return feature(name, 3, field(1, varint(value)));
}

/// A tf.Example as in NSynth's records, with a sound of eight samples.
inline std::string toyExample(const std::string& id, float level) {
  const auto note = toyNote(id);
  std::string samples, qualities;
  for (int i = 0; i < 8; ++i) samples.append(reinterpret_cast<const char*>(&level), sizeof level);
  for (int i = 0; i < 10; ++i) qualities += varint(i == 0 ? 1 : 0);
  return field(1, feature("audio", 2, field(1, samples)) + feature("note_str", 1, field(1, id)) +
                      feature("instrument_str", 1, field(1, note.instrument)) + number("note", 3) +
                      number("instrument", 7) +
                      number("pitch", static_cast<std::uint64_t>(note.pitch)) +
                      number("velocity", static_cast<std::uint64_t>(note.velocity)) +
                      number("sample_rate", 16000) + feature("qualities", 3, field(1, qualities)) +
                      feature("qualities_str", 1, field(1, "bright")) +
                      number("instrument_family", static_cast<std::uint64_t>(note.family)) +
                      number("instrument_source", static_cast<std::uint64_t>(note.source)));
}

/// A record around the content, with its checksums.
inline std::string framed(const std::string& content) {
  const std::uint64_t length = content.size();
  const std::string head(reinterpret_cast<const char*>(&length), sizeof length);
  const auto sum = [](const std::string& bytes) {
    const std::uint32_t masked = maskedCrc(crc32c(bytes));
    return std::string(reinterpret_cast<const char*>(&masked), sizeof masked);
  };
  return head + sum(head) + content + sum(content);
}

inline std::filesystem::path recordToy(const TemporaryFolder& folder, const std::string& name) {
  writeText(folder / name, framed(toyExample("flute_acoustic_000-069-127", 0.25f)) +
                               framed(toyExample("flute_acoustic_000-069-025", 0.125f)));
  return folder / name;
}

}  // namespace timbre::test
