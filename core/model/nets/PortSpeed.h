/// How fast LibTorch plays a WaveNet decoder. No torch here.
#pragma once

#include "base/Result.h"
#include "model/ModelBackend.h"
#include "model/ModelConfig.h"

namespace timbre::model::nets {

/// See ModelBackend::portSpeed.
Result<PortSpeed> portSpeed(const WaveNetConfig& config, double seconds, const Progress& progress);
/// See ModelBackend::encoderPort.
Result<double> encoderPort(const WaveNetConfig& config, int threads, double seconds,
                           const Progress& progress);

}  // namespace timbre::model::nets
