#include "model/ModelBackend.h"

#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <string>

#include "base/Log.h"
#include "base/StandardPaths.h"

namespace timbre::model {
namespace fs = std::filesystem;

namespace {

constexpr const char* kModule = "timbre-models.so";

/// What the libraries read while they load, so it must be set before.
void prepareEnvironment() {
  // Threads that spin while they wait make everything ten times slower on a busy machine.
  ::setenv("OMP_WAIT_POLICY", "passive", 0);
#if defined(__x86_64__)
  // OpenBLAS up to 0.3.21 takes processors newer than itself for one of 2004 and computes with SSE3
  // alone.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    ::setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
#endif
}

Result<ModelBackend*> openModule() {
  prepareEnvironment();
  std::string reasons;
  for (const auto& folder :
       {programFolder(), programFolder().parent_path() / "lib" / "timbrescope"}) {
    const fs::path path = folder / kModule;
    std::error_code code;
    if (!fs::exists(path, code)) continue;
    void* module =
        ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);  // never closed: libtorch cannot be unloaded
    if (!module) {
      const char* why = ::dlerror();
      reasons += why ? std::string(": ") + why : std::string();
      continue;
    }
    using Factory = ModelBackend* (*)(LogReceiver);
    const auto factory = reinterpret_cast<Factory>(::dlsym(module, "timbreEngine"));
    if (ModelBackend* backend = factory ? factory(&logLine) : nullptr) return backend;
    reasons += ": " + path.string() + " belongs to another version";
  }
  if (reasons.empty())
    return fail(ErrorCode::Internal, std::string("The module that runs the models, ") + kModule +
                                         ", is missing from " + programFolder().string() +
                                         "; build or install the whole program");
  return fail(
      ErrorCode::Internal,
      std::string(
          "The module that runs the models cannot be loaded; install the package libtorch1.13") +
          reasons);
}

}  // namespace

Result<PostFilterWeights> ModelBackend::fitPostFilter(const PostFilterRequest&,
                                                      const PostFilterExamples&,
                                                      PostFilterObserver&) {
  return fail(ErrorCode::Unsupported, "This backend cannot fit post-filters");
}

Result<PortSpeed> ModelBackend::portSpeed(const WaveNetConfig&, double, const Progress&) {
  return fail(ErrorCode::Unsupported, "This backend has no LibTorch version to compare with");
}

Result<double> ModelBackend::encoderPort(const WaveNetConfig&, int, double, const Progress&) {
  return fail(ErrorCode::Unsupported, "This backend has no LibTorch version to compare with");
}

Result<ModelBackend*> openTorchBackend() {
  static std::mutex mutex;
  static ModelBackend* opened = nullptr;
  const std::lock_guard lock(mutex);
  if (opened) return opened;
  auto backend = openModule();
  if (backend) opened = *backend;
  return backend;
}

}  // namespace timbre::model
