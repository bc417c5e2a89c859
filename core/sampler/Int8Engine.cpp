/// The integer network on one core; what is computed is in Int8Kernels.h.
#include "sampler/Int8State.h"
#include "sampler/LogitsEngine.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

class Int8Engine final : public LogitsEngine {
 public:
  Int8Engine(const PackedDecoder& decoder, int notes)
      : net_(*decoder.bytes),
        kernels_(*decoder.kernels),
        memory_(net_, kernels_.storage, notes, false),
        notes_(memory_.notes()) {}
  void hold(int note, const float* frame) override {
    kernels_.holdBytes(net_, notes_, note, frame);
  }
  void settle(std::uint64_t sample) override { kernels_.freshenBytes(net_, notes_, sample); }
  const float* nextLogits(const float* inputs, std::uint64_t sample) override {
    kernels_.runBytes(net_, notes_, inputs, sample);
    return notes_.logits;
  }
  void assign(const LogitsEngine& other) override {
    memory_.assign(static_cast<const Int8Engine&>(other).memory_);
  }

 private:
  const Int8Network& net_;
  const Kernels& kernels_;
  Int8State memory_;
  Int8Notes notes_;
};

}  // namespace

std::unique_ptr<LogitsEngine> makeInt8Engine(const PackedDecoder& decoder, int notes) {
  return std::make_unique<Int8Engine>(decoder, notes);
}

}  // namespace timbre::sampler
