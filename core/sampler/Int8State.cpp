#include "sampler/Int8State.h"

#include <algorithm>

namespace timbre::sampler {
namespace {

std::size_t bytesOf(const Int8Network& net, int notes) {
  std::size_t bytes = 16 * (net.width + net.skip) * sizeof(float) + 4096;
  for (int i = 0; i < net.layerCount; ++i) {
    const Int8Layer& layer = net.layers[i];
    bytes +=
        static_cast<std::size_t>(2 * layer.dilation + layer.block) * layer.planes * net.width + 256;
    bytes += static_cast<std::size_t>(layer.block + 1) * 2 * net.width * sizeof(float);
  }
  return bytes * static_cast<std::size_t>(notes);
}

}  // namespace

/// What was before the first sample is zero, which is not the byte 0.
Int8Ring Int8State::ringOf(const Int8Layer& layer, int phase) {
  const std::size_t stride = static_cast<std::size_t>(layer.planes) * net_.width;
  const std::size_t gates = 2 * static_cast<std::size_t>(net_.width) * count_;
  Int8Ring ring;
  ring.length = 2 * layer.dilation + layer.block;
  ring.phase = ring.position = phase % layer.block;
  const std::size_t rows = static_cast<std::size_t>(ring.length) * count_;
  ring.ring = memory_.take<std::uint8_t>(rows * stride);
  for (std::size_t at = 0; at < rows; ++at)
    std::fill_n(ring.ring + at * stride, net_.width,
                layer.planes == 1 ? storage_.byteZero : storage_.fineZero);
  ring.past = memory_.take<float>(layer.block * gates);
  ring.condition = memory_.take<float>(gates);
  return ring;
}

Int8State::Int8State(const Int8Network& net, const ByteStorage& storage, int notes, bool staggered)
    : net_(net), storage_(storage), count_(notes), memory_(bytesOf(net, notes)) {
  for (int i = 0; i < net_.layerCount; ++i)
    rings_.push_back(ringOf(net_.layers[i], staggered ? i : 0));
  const auto floats = [&](int count) {
    return memory_.take<float>(static_cast<std::size_t>(count) * count_);
  };
  const auto bytes = [&](int count) {  // for the finest layer
    return memory_.take<std::uint8_t>(2 * static_cast<std::size_t>(count) * count_);
  };
  notes_.notes = count_;
  notes_.share.layerEnd = net_.layerCount;
  notes_.headCondition = floats(net_.skip);
  notes_.sums = floats(net_.width + net_.skip);
  notes_.gate = floats(2 * net_.width);
  for (auto& gated : notes_.gated) gated = bytes(net_.width);
  notes_.rectified = bytes(net_.skip);
  notes_.hidden = bytes(net_.skip);
  notes_.logits = floats(256);
}

/// The rest of the memory lasts for one sample only.
void Int8State::assign(const Int8State& other) {
  const std::size_t width = static_cast<std::size_t>(net_.width) * count_;
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    const Int8Layer& layer = net_.layers[i];
    const Int8Ring& source = other.rings_[i];
    std::copy_n(source.ring, source.length * layer.planes * width, rings_[i].ring);
    std::copy_n(source.past, layer.block * 2 * width, rings_[i].past);
    std::copy_n(source.condition, 2 * width, rings_[i].condition);
    rings_[i].position = source.position;
  }
  std::copy_n(other.notes_.headCondition, static_cast<std::size_t>(net_.skip) * count_,
              notes_.headCondition);
}

Int8Notes Int8State::notes() {
  Int8Notes whole = notes_;
  whole.rings = rings_.data();
  return whole;
}

}  // namespace timbre::sampler
