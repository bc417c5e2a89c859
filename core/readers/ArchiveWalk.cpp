#include "readers/ArchiveWalk.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

#include "readers/ArchiveFeed.h"

namespace timbre::readers {
namespace fs = std::filesystem;

namespace {

using Reader = std::unique_ptr<::archive, decltype(&archive_read_free)>;

[[noreturn]] void encrypted(const fs::path& file) {
  throw Unreadable{{ErrorCode::BadFormat, file.string() +
                                              " is encrypted; unpack it with its "
                                              "password and choose the unpacked folder"}};
}

[[noreturn]] void damaged(const fs::path& file, Format format, const ArchiveFeed& feed) {
  feed.rethrow();
  const char* const kind = format == Format::Zip ? "zip" : "tar";
  throw Unreadable{{ErrorCode::BadFormat, file.string() + " is damaged, cut short or not a " +
                                              kind + " archive; copy or download it again"}};
}

/// libarchive knows a name in the encoding of the locale, or as UTF-8, or both.
std::string either(const char* utf8, const char* local) {
  return utf8 ? utf8 : local ? local : "";
}

/// "./a//b/../c" -> "a/c"; zips made on Windows may have backslashes.
std::string tidy(std::string name, Format format) {
  if (format == Format::Zip) std::replace(name.begin(), name.end(), '\\', '/');
  std::string plain = fs::path(name).relative_path().lexically_normal().generic_string();
  while (plain.starts_with("../")) plain.erase(0, 3);
  return plain == "." || plain == ".." ? std::string() : plain;
}

/// What a link stands for; empty for what is none.
std::string linkOf(archive_entry* entry, const std::string& name, Format format) {
  if (const auto hard = either(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry));
      !hard.empty())
    return tidy(hard, format);
  if (archive_entry_filetype(entry) != AE_IFLNK) return {};
  const auto soft = either(archive_entry_symlink_utf8(entry), archive_entry_symlink(entry));
  if (soft.empty() || soft.front() == '/') return {};
  return tidy((fs::path(name).parent_path() / soft).generic_string(), format);
}

Reader freshReader(Format format) {
  Reader reader(archive_read_new(), &archive_read_free);
  if (format == Format::Zip)
    archive_read_support_format_zip_streamable(reader.get());
  else
    archive_read_support_format_tar(reader.get());
  return reader;
}

}  // namespace

void walkArchive(const fs::path& file, Format format, ByteStream& stream, std::uint64_t from,
                 const std::function<bool(const Member&)>& visit) {
  ArchiveFeed source(stream);
  const Reader reader = freshReader(format);
  if (!source.open(reader.get())) damaged(file, format, source);
  bool isEncrypted = false;
  for (;;) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF) return;
    if (code < ARCHIVE_WARN && isEncrypted) encrypted(file);  // its members cannot be passed over
    if (code < ARCHIVE_WARN) damaged(file, format, source);
    Member member;
    member.name =
        tidy(either(archive_entry_pathname_utf8(entry), archive_entry_pathname(entry)), format);
    member.link = linkOf(entry, member.name, format);
    if (member.name.empty() || (member.link.empty() && archive_entry_filetype(entry) != AE_IFREG))
      continue;
    member.at = from + static_cast<std::uint64_t>(archive_read_header_position(reader.get()));
    member.size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
    isEncrypted = isEncrypted || archive_entry_is_encrypted(entry) != 0;
    member.read = [&](std::span<char> into) {
      if (archive_entry_is_encrypted(entry)) encrypted(file);
      const auto got = archive_read_data(reader.get(), into.data(), into.size());
      if (got < 0) damaged(file, format, source);
      return static_cast<std::size_t>(got);
    };
    if (!visit(member)) return;
  }
}

}  // namespace timbre::readers
