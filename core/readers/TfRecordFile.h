/// TensorFlow's record files: length, checksum, content, checksum, one after the other.
#pragma once

#include <string>
#include <string_view>

#include "readers/ByteStream.h"

namespace timbre::readers {

/// Whether these are the first bytes of a record file: the frame of a record, checksum and all.
bool looksLikeTfRecord(std::string_view head);

/// The records of one file, in order.
class TfRecordFile {
 public:
  /// `stream` stands at byte `at` of the content, where a record begins. `file` is for the
  /// sentences.
  TfRecordFile(std::filesystem::path file, ByteStream& stream, std::uint64_t at);

  std::uint64_t at() const { return at_; }  ///< of the next one

  /// False at the end. Throws Unreadable when a checksum or a length is wrong or the file breaks
  /// off. Memory grows with what is there: a length is only a claim.
  bool next(std::string& content);

 private:
  void readContent(std::string& content, std::uint64_t length);
  [[noreturn]] void wrong(const char* what) const;

  std::filesystem::path file_;
  std::uint64_t at_;
  ByteStream& stream_;
};

}  // namespace timbre::readers
