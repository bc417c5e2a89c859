/// Which rows of a sample this core computes, and where it waits for the others. For the kernel
/// files alone, as Vector.h.
#pragma once

#include <sched.h>

#include "sampler/kernels/Int8Types.h"
#include "sampler/kernels/Int8Vector.h"
#include "sampler/kernels/Pause.h"

namespace timbre::sampler {
namespace {

/// What is known when this is compiled. Width 0, Notes 0: as the network and the notes say; a known
/// width leaves no loops over columns, and no wrong guesses at their ends. Shared: other cores do
/// other rows of the same sample.
template <int W, int N, bool S>
struct Plan {
  static constexpr int kWidth = W;
  static constexpr int kNotes = N;
  static constexpr bool kShared = S;
  static int width(const Int8Network& net) { return W ? W : net.width; }
  static int notes(const Int8Notes& notes) { return N ? N : notes.notes; }
  static Int8Rows channels(const Int8Network& net, const Int8Notes& notes) {
    return S ? notes.share.channels : Int8Rows{0, width(net)};
  }
  static Int8Rows skip(const Int8Network& net, const Int8Notes& notes) {
    return S ? notes.share.skip : Int8Rows{0, net.skip};
  }
  static Int8Rows classes(const Int8Notes& notes) {
    return S ? notes.share.classes : Int8Rows{0, 256};
  }
};

/// Until all cores have come here. A core that has waited for two microseconds lets others run: on
/// a busy machine the one it waits for may be among them.
void meet(Int8Share& share) {
  unsigned* arrived = &share.meeting->arrived;
  const unsigned all = ++share.met * share.cores;
  __atomic_fetch_add(arrived, 1u, __ATOMIC_ACQ_REL);
  for (int spins = 0; static_cast<int>(__atomic_load_n(arrived, __ATOMIC_ACQUIRE) - all) < 0;) {
    if (++spins < kSpins)
      pauseBriefly();
    else
      sched_yield();
  }
}
template <class P>
TIMBRE_INLINE void meetIfShared(Int8Notes& notes) {
  if constexpr (P::kShared) meet(notes.share);
}

/// The rows of both halves of a gate.
template <class P, class Work>
TIMBRE_INLINE void forGateRows(const Int8Network& net, const Int8Notes& notes, Work work) {
  const int width = P::width(net);
  if constexpr (P::kShared) {
    const Int8Rows filter = notes.share.channels;
    work(filter);
    work(Int8Rows{width + filter.begin, width + filter.end});
  } else {
    work(Int8Rows{0, 2 * width});
  }
}

}  // namespace
}  // namespace timbre::sampler
