#include "synthesis/DiskCache.h"

#include <sys/utsname.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <system_error>

#include "base/AtomicFile.h"
#include "base/CacheTrouble.h"
#include "base/ContentHash.h"
#include "base/FileLock.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic = "timbre-cache";
constexpr std::uint32_t kVersion = 1;
constexpr std::string_view kEnding = ".cache";
constexpr double kSweepTo = 0.9;                         // of the limit: not at every entry again
constexpr auto kAbandonedAfter = std::chrono::hours(1);  // a part that nobody writes any more

template <class T>
void put(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}
void put(std::string& bytes, const std::string& text) {
  put(bytes, static_cast<std::uint64_t>(text.size()));
  bytes += text;
}

/// Takes one value after another off the front; fails for good where there is too little.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool skip(std::string_view expected) {
    if (!left_.starts_with(expected)) return false;
    left_.remove_prefix(expected.size());
    return true;
  }
  template <class T>
  bool get(T& value) {
    if (left_.size() < sizeof value) return false;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return true;
  }
  bool get(std::string& text) {
    std::uint64_t size = 0;
    if (!get(size) || size > left_.size()) return false;
    text = left_.substr(0, size);
    left_.remove_prefix(size);
    return true;
  }
  bool get(std::vector<float>& numbers) {
    std::uint64_t count = 0;
    if (!get(count) || count > left_.size() / sizeof(float)) return false;
    numbers.resize(count);
    std::memcpy(numbers.data(), left_.data(), count * sizeof(float));
    left_.remove_prefix(count * sizeof(float));
    return true;
  }
  bool atEnd() const { return left_.empty(); }

 private:
  std::string_view left_;
};

std::string pack(const std::string& key, const std::string& machine, const CacheEntry& entry) {
  std::string bytes(kMagic);
  put(bytes, kVersion);
  put(bytes, machine);
  put(bytes, key);
  put(bytes, entry.description);
  put(bytes, static_cast<std::uint64_t>(entry.numbers.size()));
  const auto numbers = std::as_bytes(std::span(entry.numbers));
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size());
  return bytes + contentHashOf(bytes).hex();
}

constexpr std::size_t kHashDigits = 32;

/// The entry, or what is wrong with the file, as the end of a sentence.
tl::expected<CacheEntry, std::string> unpack(std::string_view bytes, const std::string& key,
                                             const std::string& machine) {
  const auto wrong = [](const char* what) { return tl::unexpected<std::string>(what); };
  if (bytes.size() < kMagic.size() + kHashDigits) return wrong("is cut short");
  const auto body = bytes.substr(0, bytes.size() - kHashDigits);
  if (contentHashOf(body).hex() != bytes.substr(body.size())) return wrong("is damaged");
  Reader reader(body);
  std::uint32_t version = 0;
  if (!reader.skip(kMagic) || !reader.get(version) || version != kVersion)
    return wrong("is from another version of the program");
  std::string from, of;
  if (!reader.get(from) || from != machine) return wrong("is from another machine");
  CacheEntry entry;
  if (!reader.get(of) || of != key || !reader.get(entry.description) ||
      !reader.get(entry.numbers) || !reader.atEnd())
    return wrong("holds something else");
  return entry;
}

struct CachedFile {
  fs::path path;
  fs::file_time_type used;
  std::uintmax_t size = 0;
};

/// The entries of a folder; parts of entries that nobody writes any more are removed.
std::vector<CachedFile> entriesIn(const fs::path& folder) {
  std::vector<CachedFile> files;
  std::error_code code;
  const auto now = fs::file_time_type::clock::now();
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    std::error_code gone;  // another process sweeps too
    // Older versions of the program kept sounds as .wav.
    if (it->path().extension() == ".wav") fs::remove(it->path(), gone);
    if (it->path().extension() != kEnding) continue;
    const CachedFile file{it->path(), it->last_write_time(gone), it->file_size(gone)};
    if (gone) continue;
    if (file.path.filename().string().front() != '.') {
      files.push_back(file);
    } else if (now - file.used > kAbandonedAfter) {
      fs::remove(file.path, gone);
    }
  }
  return files;
}

std::string_view vectorUnit() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni")) return "avx512vnni";
  if (__builtin_cpu_supports("avx512f")) return "avx512";
  if (__builtin_cpu_supports("avx2")) return "avx2";
  if (__builtin_cpu_supports("ssse3")) return "ssse3";
#endif
  return "any";
}

}  // namespace

std::string machineName() {
  utsname system{};
  ::uname(&system);
  const char* const forced = std::getenv("TIMBRE_CPU");  // see sampler::kTargetVariable
  return std::string(system.machine) + ' ' + (forced ? forced : std::string(vectorUnit())) +
         (std::endian::native == std::endian::little ? " little" : " big");
}

DiskCache::DiskCache(DiskCacheOptions options)
    : options_([&] {
        if (options.machine.empty()) options.machine = machineName();
        return std::move(options);
      }()) {}

fs::path DiskCache::fileOf(const std::string& key) const {
  return options_.folder / (contentHashOf(key).hex() + std::string(kEnding));
}

void DiskCache::log(const std::string& sentence) const {
  if (options_.log) options_.log(sentence);
}

std::optional<CacheEntry> DiskCache::load(const std::string& key) {
  if (options_.folder.empty()) return {};
  const fs::path file = fileOf(key);
  std::error_code code;
  if (!fs::exists(file, code)) return {};
  const auto bytes = readBytes(file);
  if (!bytes) {  // another process has removed it since
    if (fs::exists(file, code)) log(bytes.error().message + "; rebuilding it");
    return {};
  }
  auto entry = unpack(*bytes, key, options_.machine);
  if (!entry) {
    log("The cached file " + file.string() + " " + entry.error() + "; rebuilding it");
    fs::remove(file, code);
    return {};
  }
  fs::last_write_time(file, fs::file_time_type::clock::now(), code);  // when it was last wanted
  return std::move(*entry);
}

void DiskCache::keep(const std::string& key, const CacheEntry& entry) {
  if (options_.folder.empty()) return;
  std::error_code ignored;
  fs::create_directories(options_.folder, ignored);
  const std::string bytes = pack(key, options_.machine, entry);
  const auto written = writeBytesAtomically(fileOf(key), std::as_bytes(std::span(bytes)));
  if (!written) return reportCacheTrouble(written.error());
  {
    const std::scoped_lock lock(mutex_);
    if (bytes_) *bytes_ += bytes.size();
    if (bytes_ && *bytes_ <= options_.mostBytes) return;
  }
  sweep();
}

void DiskCache::sweep() {
  const FileLock turn(options_.folder / "sweep.lock", FileLock::When::Now);
  if (!turn.held() && turn.busy()) return;  // another process is at it
  auto files = entriesIn(options_.folder);
  std::uintmax_t total = 0;
  for (const CachedFile& file : files) total += file.size;
  if (total > options_.mostBytes) {
    std::ranges::sort(files, {}, &CachedFile::used);
    const auto target =
        static_cast<std::uintmax_t>(kSweepTo * static_cast<double>(options_.mostBytes));
    std::error_code code;
    for (const CachedFile& file : files) {
      if (total <= target) break;
      if (fs::remove(file.path, code) || !code) total -= file.size;
    }
  }
  const std::scoped_lock lock(mutex_);
  bytes_ = total;
}

}  // namespace timbre::synthesis
