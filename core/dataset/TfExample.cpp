#include "dataset/TfExample.h"

#include <cstring>

namespace timbre::dataset {

namespace {

struct Malformed {};

enum class Wire { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// One message, field by field.
class Message {
 public:
  explicit Message(std::string_view bytes) : rest_(bytes) {}

  /// False at the end; else field() and what is told below are those of the next field.
  bool next() {
    if (rest_.empty()) return false;
    const std::uint64_t tag = varint(rest_);
    field_ = static_cast<int>(tag >> 3);
    switch (wire_ = static_cast<Wire>(tag & 7); wire_) {
      case Wire::Varint:
        number_ = varint(rest_);
        return true;
      case Wire::Fixed64:
        content_ = take(8);
        return true;
      case Wire::Bytes:
        content_ = take(varint(rest_));
        return true;
      case Wire::Fixed32:
        content_ = take(4);
        return true;
      default:
        throw Malformed();  // groups died before tf.Example was born
    }
  }
  int field() const { return field_; }
  Wire wire() const { return wire_; }
  std::uint64_t number() const { return number_; }
  std::string_view content() const { return content_; }
  /// The content of a field that must be a text, a list or another message.
  std::string_view bytes() const {
    if (wire_ != Wire::Bytes) throw Malformed();
    return content_;
  }

  static std::uint64_t varint(std::string_view& from) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (from.empty()) throw Malformed();
      const auto byte = static_cast<unsigned char>(from.front());
      from.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    throw Malformed();
  }

 private:
  std::string_view take(std::uint64_t length) {
    if (length > rest_.size()) throw Malformed();
    const auto taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  std::string_view rest_;
  std::string_view content_;
  std::uint64_t number_ = 0;
  int field_ = 0;
  Wire wire_ = Wire::Varint;
};

void addBytes(std::string_view list, TfFeature& feature) {
  for (Message m(list); m.next();)
    if (m.field() == 1) feature.bytes.push_back(m.bytes());
}

/// Packed, or one by one.
void addFloats(std::string_view list, TfFeature& feature) {
  for (Message m(list); m.next();) {
    if (m.field() != 1) continue;
    if (m.wire() == Wire::Varint || m.content().size() % sizeof(float) != 0) throw Malformed();
    const std::size_t had = feature.floats.size();
    feature.floats.resize(had + m.content().size() / sizeof(float));
    std::memcpy(feature.floats.data() + had, m.content().data(), m.content().size());
  }
}

void addInts(std::string_view list, TfFeature& feature) {
  for (Message m(list); m.next();) {
    if (m.field() != 1) continue;
    if (m.wire() == Wire::Varint) {
      feature.ints.push_back(static_cast<std::int64_t>(m.number()));
      continue;
    }
    for (std::string_view packed = m.bytes(); !packed.empty();)
      feature.ints.push_back(static_cast<std::int64_t>(Message::varint(packed)));
  }
}

TfFeature featureOf(std::string_view bytes) {
  TfFeature feature;
  for (Message m(bytes); m.next();) {
    if (m.field() == 1) addBytes(m.bytes(), feature);
    if (m.field() == 2) addFloats(m.bytes(), feature);
    if (m.field() == 3) addInts(m.bytes(), feature);
  }
  return feature;
}

void addEntry(std::string_view entry, TfExample& example) {
  std::string name;
  TfFeature feature;
  for (Message m(entry); m.next();) {
    if (m.field() == 1) name = m.bytes();
    if (m.field() == 2) feature = featureOf(m.bytes());
  }
  example.insert_or_assign(std::move(name), std::move(feature));
}

}  // namespace

std::optional<TfExample> parseTfExample(std::string_view bytes) try {
  TfExample example;
  for (Message whole(bytes); whole.next();) {
    if (whole.field() != 1) continue;
    for (Message features(whole.bytes()); features.next();)
      if (features.field() == 1) addEntry(features.bytes(), example);
  }
  return example;
} catch (const Malformed&) {
  return {};
}

}  // namespace timbre::dataset
