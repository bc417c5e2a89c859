/// Files that libarchive compresses or packs for tests. Link PkgConfig::ARCHIVE.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>

#include "support/TemporaryFolder.h"

namespace timbre::test {

using ArchiveSetting = int (*)(::archive*);

/// `content` as the one entry of what `format` and `filter` make of it. Its size is not said
/// beforehand, as when one program pipes into the next.
inline std::string archived(const std::string& content, ArchiveSetting format,
                            ArchiveSetting filter = &archive_write_add_filter_none,
                            const char* name = "data") {
  const TemporaryFolder folder;
  ::archive* const out = archive_write_new();
  filter(out);
  format(out);
  archive_write_open_filename(out, (folder / "archive").c_str());
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_pathname(entry, name);
  archive_write_header(out, entry);
  archive_write_data(out, content.data(), content.size());
  archive_write_close(out);
  archive_write_free(out);
  archive_entry_free(entry);
  return textOf(folder / "archive");
}

/// `content` through xz, bzip2, zstd ...
inline std::string compressed(const std::string& content, ArchiveSetting filter) {
  return archived(content, &archive_write_set_format_raw, filter);
}

}  // namespace timbre::test
