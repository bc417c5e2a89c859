/// The integer network on several cores at once, for decoders that are too large for one core's
/// cache, and for processors on which a sample takes one core too long.
#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>
#include <vector>

#include "base/ThreadPriority.h"
#include "sampler/FlushDenormals.h"
#include "sampler/Int8State.h"
#include "sampler/LogitsEngine.h"
#include "sampler/ParallelTuner.h"
#include "sampler/WeightLayout.h"
#include "sampler/kernels/Pause.h"

namespace timbre::sampler {
namespace {

/// A count of samples that one thread raises and others wait for.
class Milestone {
 public:
  void reach(std::uint64_t value) {
    value_.store(value, std::memory_order_release);
    value_.notify_all();  // no system call unless somebody sleeps
  }
  void await(std::uint64_t value) const {
    for (std::uint64_t seen = now(); seen != value;) seen = after(seen);
  }
  std::uint64_t now() const { return value_.load(std::memory_order_acquire); }
  /// Until it is another one than `before`: spins, then lets others run, then sleeps.
  std::uint64_t after(std::uint64_t before) const {
    using Clock = std::chrono::steady_clock;
    for (int spins = 0; spins < kSpins; ++spins) {
      if (const auto value = now(); value != before) return value;
      pauseBriefly();
    }
    const auto patience = Clock::now() + std::chrono::milliseconds(1);
    do {
      if (const auto value = now(); value != before) return value;
      std::this_thread::yield();
    } while (Clock::now() < patience);
    value_.wait(before, std::memory_order_acquire);
    return now();
  }

 private:
  alignas(64) std::atomic<std::uint64_t> value_{0};
};

/// A thread beside the caller's that does its share of every sample.
class Int8ThreadTeam final : public LogitsEngine {
 public:
  Int8ThreadTeam(const PackedDecoder& decoder, int notes, CoreSplit split, const Crew& crew);
  ~Int8ThreadTeam() override;
  void hold(int note, const float* frame) override;
  void settle(std::uint64_t sample) override { kernels_.freshenBytes(net_, whole_, sample); }
  const float* nextLogits(const float* inputs, std::uint64_t sample) override;
  void assign(const LogitsEngine& other) override;

 private:
  struct Helper {
    Int8Notes notes;
    std::vector<Int8Ring> rings;  ///< with its own positions, where it shares rows
    Milestone done;               ///< what the caller needs of this sample
    Milestone rested;             ///< everything
    std::thread thread;
  };
  void shareRows(int cores);
  void shareLayers();
  void start();
  void dismiss();
  void help(Helper& helper);
  void rest() const;
  void runAlone(const float* inputs, std::uint64_t sample);
  void runTogether(const float* inputs, std::uint64_t sample);
  void level();

  const Int8Network& net_;
  const Kernels& kernels_;
  const CoreSplit split_;
  const bool urgent_;
  Int8State memory_;
  Int8Notes whole_;  ///< the caller's when it does everything
  Int8Notes mine_;
  ParallelTuner pace_;
  bool together_ = false;
  Int8Barrier meeting_;
  std::vector<std::unique_ptr<Helper>> helpers_;
  const float* inputs_ = nullptr;
  std::uint64_t sample_ = 0;
  std::uint64_t asked_ = 0;  ///< how many samples were begun
  Milestone go_;
  std::atomic<bool> over_{false};
};

Int8Rows part(int rows, int of, int which) {
  return {rows / of * which, rows / of * (which + 1)};
}

Int8ThreadTeam::Int8ThreadTeam(const PackedDecoder& decoder, int notes, CoreSplit split,
                               const Crew& crew)
    : net_(*decoder.bytes),
      kernels_(*decoder.kernels),
      split_(split),
      urgent_(crew.urgent),
      memory_(net_, kernels_.storage, notes, split == CoreSplit::Layers),
      whole_(memory_.notes()),
      mine_(whole_),
      pace_(crew.enough) {
  whole_.share.ahead = split == CoreSplit::Layers;
  if (split == CoreSplit::Rows)
    shareRows(crew.cores);
  else
    shareLayers();
  start();
}

/// All or none: the shares are made for so many.
void Int8ThreadTeam::start() {
  try {
    for (auto& helper : helpers_) helper->thread = std::thread([this, &h = *helper] { help(h); });
  } catch (const std::system_error&) {
    dismiss();
  }
}

void Int8ThreadTeam::dismiss() {
  over_ = true;
  go_.reach(asked_ + 1);
  for (auto& helper : helpers_)
    if (helper->thread.joinable()) helper->thread.join();
  helpers_.clear();
}

void Int8ThreadTeam::shareRows(int cores) {
  const auto shareOf = [&](int which) {
    Int8Share share = mine_.share;
    share.meeting = &meeting_;
    share.cores = static_cast<unsigned>(cores);
    share.channels = part(net_.width, cores, which);
    share.skip = part(net_.skip, cores, which);
    share.classes = part(256, cores, which);
    return share;
  };
  for (int i = 1; i < cores; ++i) {
    auto& helper = *helpers_.emplace_back(std::make_unique<Helper>());
    helper.notes = mine_;
    helper.notes.share = shareOf(i);
    helper.rings = memory_.rings();
    helper.notes.rings = helper.rings.data();
  }
  mine_.share = shareOf(0);
}

/// The caller's core begins, and draws while nobody else can work; so the other takes the head.
void Int8ThreadTeam::shareLayers() {
  mine_.share.ahead = true;
  auto& helper = *helpers_.emplace_back(std::make_unique<Helper>());
  helper.notes = mine_;
  mine_.share.layerEnd = helper.notes.share.layerBegin = (net_.layerCount + 1) / 2;
}

Int8ThreadTeam::~Int8ThreadTeam() {
  dismiss();
}

void Int8ThreadTeam::help(Helper& helper) {
  const FlushDenormals flush;
  if (urgent_) setUrgency(Urgency::Hasty);
  for (std::uint64_t before = 0;;) {
    before = go_.after(before);
    if (over_) return;
    const std::uint64_t sample = sample_;
    kernels_.runBytes(net_, helper.notes, inputs_, sample);
    helper.done.reach(before);
    if (split_ == CoreSplit::Layers) kernels_.pastBytes(net_, helper.notes, sample + 1);
    helper.rested.reach(before);
  }
}

/// Until no helper touches anything.
void Int8ThreadTeam::rest() const {
  for (const auto& helper : helpers_) helper->rested.await(asked_);
}

void Int8ThreadTeam::assign(const LogitsEngine& other) {
  const auto& from = static_cast<const Int8ThreadTeam&>(other);
  from.rest();
  rest();
  memory_.assign(from.memory_);
  level();
}

/// The helpers' own positions are the caller's.
void Int8ThreadTeam::level() {
  for (const auto& helper : helpers_)
    for (std::size_t i = 0; i < helper->rings.size(); ++i)
      helper->rings[i].position = whole_.rings[i].position;
}

void Int8ThreadTeam::hold(int note, const float* frame) {
  rest();
  kernels_.holdBytes(net_, whole_, note, frame);
}

void Int8ThreadTeam::runAlone(const float* inputs, std::uint64_t sample) {
  kernels_.runBytes(net_, whole_, inputs, sample);
  if (split_ == CoreSplit::Layers) kernels_.pastBytes(net_, whole_, sample + 1);
}

void Int8ThreadTeam::runTogether(const float* inputs, std::uint64_t sample) {
  if (split_ == CoreSplit::Layers) kernels_.runBytes(net_, mine_, inputs, sample);
  inputs_ = inputs;
  sample_ = sample;
  go_.reach(++asked_);
  if (split_ == CoreSplit::Layers)
    kernels_.pastBytes(net_, mine_, sample + 1);
  else
    kernels_.runBytes(net_, mine_, inputs, sample);
  for (const auto& helper : helpers_) helper->done.await(asked_);
}

const float* Int8ThreadTeam::nextLogits(const float* inputs, std::uint64_t sample) {
  const bool before = together_;
  together_ = !helpers_.empty() && pace_.together();
  if (before != together_) {
    rest();
    level();
  }
  if (together_)
    runTogether(inputs, sample);
  else
    runAlone(inputs, sample);
  return whole_.logits;
}

}  // namespace

int rowCores(const PackedDecoder& decoder, int cores) {
  if (!decoder.bytes) return 1;
  const auto divides = [](int rows, int by) { return rows % (kWidePanel * by) == 0; };
  for (; cores > 1; --cores)
    if (divides(decoder.width, cores) && divides(decoder.skip, cores) && divides(256, cores))
      return cores;
  return 1;
}

std::size_t weightsOfASample(const PackedDecoder& decoder) {
  const auto size = [](const auto& m) { return static_cast<std::size_t>(m.rows) * m.columns; };
  std::size_t weights = 0;
  for (const Int8Layer& layer : decoder.byteLayers)
    weights += size(layer.past) + size(layer.now) + size(layer.residual) + size(layer.skip);
  for (const PackedLayer& layer : decoder.layers)
    weights += size(layer.past) + size(layer.now) + size(layer.out);
  return weights;
}

CoreSplit splitFor(const PackedDecoder& decoder, int cores) {
  // Where one instruction multiplies bytes, a core's second cache decides, which takes a megabyte;
  // elsewhere a layer takes ten times as long as two signals. What meetings cost is worth it from
  // ten megabytes on.
  const std::size_t bytes = weightsOfASample(decoder);
  const std::size_t least = decoder.kernels->storage.dotProduct ? 2'000'000 : 200'000;
  if (!decoder.bytes || cores < 2 || bytes < least || decoder.shape.layers < 2)
    return CoreSplit::None;
  if (bytes > 8'000'000 && rowCores(decoder, cores) > 1) return CoreSplit::Rows;
  return CoreSplit::Layers;
}

std::unique_ptr<LogitsEngine> makeInt8ThreadTeam(const PackedDecoder& decoder, int notes,
                                                 CoreSplit split, const Crew& crew) {
  return std::make_unique<Int8ThreadTeam>(decoder, notes, split, crew);
}

std::unique_ptr<LogitsEngine> makeEngine(const PackedDecoder& decoder, int notes,
                                         const Crew& crew) {
  if (!decoder.bytes) return makeFloat32Engine(decoder, notes);
  const CoreSplit split = splitFor(decoder, crew.cores);
  if (split == CoreSplit::None) return makeInt8Engine(decoder, notes);
  return makeInt8ThreadTeam(
      decoder, notes, split,
      {split == CoreSplit::Rows ? rowCores(decoder, crew.cores) : 2, crew.enough, crew.urgent});
}

}  // namespace timbre::sampler
