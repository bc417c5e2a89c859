/// The integer network on one core; what is computed is in ByteBody.h.
#include "sampler/ByteMemory.h"
#include "sampler/Engine.h"
#include "sampler/Packed.h"

namespace timbre::sampler {
namespace {

class ByteEngine final : public Engine {
 public:
  ByteEngine(const PackedDecoder& decoder, int notes)
      : net_(*decoder.bytes),
        kernels_(*decoder.kernels),
        memory_(net_, notes, false),
        notes_(memory_.notes()) {}
  void hold(int note, const float* frame) override {
    kernels_.holdBytes(net_, notes_, note, frame);
  }
  void settle(std::uint64_t sample) override { kernels_.freshenBytes(net_, notes_, sample); }
  const float* nextLogits(const float* inputs, std::uint64_t sample) override {
    kernels_.runBytes(net_, notes_, inputs, sample);
    return notes_.logits;
  }
  void assign(const Engine& other) override {
    memory_.assign(static_cast<const ByteEngine&>(other).memory_);
  }

 private:
  const ByteNetwork& net_;
  const Kernels& kernels_;
  ByteMemory memory_;
  ByteNotes notes_;
};

}  // namespace

std::unique_ptr<Engine> makeByteEngine(const PackedDecoder& decoder, int notes) {
  return std::make_unique<ByteEngine>(decoder, notes);
}

}  // namespace timbre::sampler
