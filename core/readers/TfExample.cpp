#include "readers/TfExample.h"

#include <google/protobuf/arena.h>

#include "readers/example.pb.h"

namespace timbre::readers {

namespace {

TfFeature featureOf(example::Feature& from) {
  TfFeature feature;
  switch (from.kind_case()) {
    case example::Feature::kBytesList:
      for (auto& bytes : *from.mutable_bytes_list()->mutable_value())
        feature.bytes.push_back(std::move(bytes));
      break;
    case example::Feature::kFloatList:
      feature.floats.assign(from.float_list().value().begin(), from.float_list().value().end());
      break;
    case example::Feature::kInt64List:
      feature.ints.assign(from.int64_list().value().begin(), from.int64_list().value().end());
      break;
    default:
      break;
  }
  return feature;
}

}  // namespace

std::optional<TfExample> parseTfExample(std::string_view bytes,
                                        bool (*wanted)(std::string_view name)) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  google::protobuf::Arena arena;
  auto* const message = google::protobuf::Arena::CreateMessage<example::Example>(&arena);
  if (bytes.size() > kMost ||
      !message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return {};
  TfExample example;
  example.sequence = message->has_feature_lists();
  for (auto& entry : *message->mutable_features()->mutable_feature())
    if (wanted(entry.key()))
      example.features.insert_or_assign(entry.key(), featureOf(*entry.mutable_value()));
  return example;
}

}  // namespace timbre::readers
