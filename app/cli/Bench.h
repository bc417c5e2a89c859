/// bench: what its two files share.
#pragma once

#include <map>
#include <string>

#include "base/Progress.h"
#include "base/Result.h"
#include "model/ModelBackend.h"
#include "sampler/Sampler.h"

namespace timbre::cli {

struct BenchArgs {
  bool json = false;
  bool quick = false;
  bool port = true;
  double seconds() const { return quick ? 0.15 : 1.0; }
};

struct BenchSize {
  const char* name;  ///< width/skip/layers
  sampler::DecoderShape shape;
  bool quick;  ///< also where little time is given
};

inline constexpr BenchSize kFast{"64/64/30", {64, 64, 30, 10, 16, 512}, true};
inline constexpr BenchSize kShipped{"64/128/30", {64, 128, 30, 10, 16, 512}, true};
inline constexpr BenchSize kFine{"128/128/20", {128, 128, 20, 10, 16, 512}, false};
inline constexpr BenchSize kPaper{"512/256/30", {512, 256, 30, 10, 16, 512}, false};

/// What LibTorch makes of each size, by its name; empty without LibTorch.
using Ports = std::map<std::string, model::PortSpeed>;

/// A row of the table.
struct Line {
  std::string size, how;
  int notes = 1;
  int cores = 1;
  double samples = 0;    ///< per second, of all notes; 0 where only `best` is known
  double best = 0;       ///< seconds
  double median = 0;     ///< seconds
  double products = 0;   ///< per second on one core, as a share of the measured limit
  double traffic = 0;    ///< bytes of weights, as a share of the measured limit; 0: unknown
  double vsNatural = 0;  ///< times the speed of the port, which plays one note on one core
  double vsTuned = 0;
};

void print(const BenchArgs& args, const Line& line);

/// The rows of work that cores share, of other processors, of the encoder, and how long the first
/// samples and the end of a cancelled work take. Cores that share work are timed by the wall clock,
/// which is right only on a quiet machine.
Result<void> benchTogether(const BenchArgs& args, const Ports& ports, model::ModelBackend* backend,
                           Progress& progress);

}  // namespace timbre::cli
