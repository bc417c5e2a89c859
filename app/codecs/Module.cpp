// What timbre-codecs.so exports: see audio/CodecModule.h.
#include "audio/CodecModule.h"
#include "audio/ffmpeg/FfmpegDecoder.h"

extern "C" __attribute__((visibility("default"))) void timbreOpenCodec(
    int version, timbre::audio::FileView& file, timbre::audio::CancelCheck& cancelled,
    timbre::Result<timbre::audio::DecoderPtr>& opened) {
  if (version == timbre::audio::kCodecModuleVersion)
    opened = timbre::audio::openFfmpeg(std::move(file), std::move(cancelled));
}
