#include "audio/CodecModule.h"

#include <dlfcn.h>

#include <mutex>

#include "base/StandardPaths.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

constexpr const char* kModule = "timbre-codecs.so";

OpenCodec load() {
  for (const auto& folder :
       {programFolder(), programFolder().parent_path() / "lib" / "timbrescope",
        programFolder().parent_path() / "app"}) {  // the tests' programs lie beside it when built
    const fs::path path = folder / kModule;
    std::error_code code;
    if (!fs::exists(path, code)) continue;
    // Never closed: FFmpeg keeps threads and tables of its own.
    if (void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL))
      if (const auto open = reinterpret_cast<OpenCodec>(::dlsym(module, "timbreOpenCodec")))
        return open;
  }
  return nullptr;
}

}  // namespace

Result<DecoderPtr> openByModule(FileView file, CancelCheck cancelled) {
  static std::mutex mutex;
  static OpenCodec open = nullptr;
  {
    const std::lock_guard lock(mutex);
    if (!open) open = load();
  }
  Result<DecoderPtr> opened =
      fail(ErrorCode::Unsupported, file.path().string() +
                                       " can only be read with FFmpeg, which cannot be loaded; "
                                       "install libavformat59 or convert the file to WAV");
  if (open) open(kCodecModuleVersion, file, cancelled, opened);
  return opened;
}

}  // namespace timbre::audio
