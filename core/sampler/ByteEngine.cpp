/// The memory of one note of the integer network; what is computed is in ByteBody.h.
#include <algorithm>
#include <vector>

#include "sampler/Engine.h"
#include "sampler/Packed.h"
#include "sampler/kernels/Bytes.h"

namespace timbre::sampler {
namespace {

std::size_t bytesOf(const ByteNetwork& net) {
  std::size_t bytes = 16 * (net.width + net.skip) * sizeof(float) + 4096;
  for (int i = 0; i < net.layerCount; ++i) {
    const ByteLayer& layer = net.layers[i];
    bytes +=
        static_cast<std::size_t>(2 * layer.dilation + layer.block) * layer.planes * net.width + 256;
    bytes += static_cast<std::size_t>(layer.block + 1) * 2 * net.width * sizeof(float);
  }
  return bytes;
}

class ByteEngine final : public Engine {
 public:
  explicit ByteEngine(const PackedDecoder& decoder);
  void hold(const float* frame, std::uint64_t sample) override {
    kernels_.holdBytes(net_, note_, frame, sample);
  }
  const float* nextLogits(const float* inputs, std::uint64_t sample) override {
    kernels_.runBytes(net_, note_, inputs, sample);
    return note_.logits;
  }
  void assign(const Engine& other) override;

 private:
  ByteRing ringOf(const ByteLayer& layer);

  const ByteNetwork& net_;
  const Kernels& kernels_;
  Arena memory_;
  std::vector<ByteRing> rings_;
  ByteNote note_;
};

/// What was before the first sample is zero, which is not the byte 0.
ByteRing ByteEngine::ringOf(const ByteLayer& layer) {
  const std::size_t stride = static_cast<std::size_t>(layer.planes) * net_.width;
  ByteRing ring;
  ring.length = 2 * layer.dilation + layer.block;
  ring.ring = memory_.take<std::uint8_t>(ring.length * stride);
  for (int at = 0; at < ring.length; ++at)
    std::fill_n(ring.ring + at * stride, net_.width, std::uint8_t{128});
  ring.past = memory_.take<float>(static_cast<std::size_t>(layer.block) * 2 * net_.width);
  ring.condition = memory_.take<float>(2 * static_cast<std::size_t>(net_.width));
  return ring;
}

ByteEngine::ByteEngine(const PackedDecoder& decoder)
    : net_(*decoder.bytes), kernels_(*decoder.kernels), memory_(bytesOf(net_)) {
  for (int i = 0; i < net_.layerCount; ++i) rings_.push_back(ringOf(net_.layers[i]));
  const auto floats = [&](int count) { return memory_.take<float>(count); };
  const auto bytes = [&](int count) {  // for the finest layer
    return memory_.take<std::uint8_t>(2 * static_cast<std::size_t>(count));
  };
  note_.rings = rings_.data();
  note_.headCondition = floats(net_.skip);
  note_.sums = floats(net_.width + net_.skip);
  note_.gate = floats(2 * net_.width);
  for (auto& gated : note_.gated) gated = bytes(net_.width);
  note_.rectified = bytes(net_.skip);
  note_.hidden = bytes(net_.skip);
  note_.logits = floats(256);
}

/// The rest of a note's memory lasts for one sample only.
void ByteEngine::assign(const Engine& other) {
  const auto& from = static_cast<const ByteEngine&>(other);
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    const std::size_t width = net_.width;
    const ByteLayer& layer = net_.layers[i];
    const ByteRing& source = from.rings_[i];
    std::copy_n(source.ring, source.length * layer.planes * width, rings_[i].ring);
    std::copy_n(source.past, layer.block * 2 * width, rings_[i].past);
    std::copy_n(source.condition, 2 * width, rings_[i].condition);
    rings_[i].position = source.position;
  }
  std::copy_n(from.note_.headCondition, net_.skip, note_.headCondition);
}

}  // namespace

std::unique_ptr<Engine> makeByteEngine(const PackedDecoder& decoder) {
  return std::make_unique<ByteEngine>(decoder);
}

}  // namespace timbre::sampler
