#include "audio/ffmpeg/FfmpegDecoder.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <algorithm>
#include <cmath>

namespace timbre::audio {
namespace {

constexpr const char* kContainers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,mp3,aac,flac,wav,w64,aiff,caf,au,asf,amr,amrnb,"
    "amrwb,"
    "ac3,eac3,ape,wv,tta,mpc,mpc8,dsf,avi,flv,mpegts,mpeg,voc,iff,nistsphere,tak,shn,rm,adts";
constexpr int kBuffer = 65536;

struct Free {
  void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(SwrContext* p) const { swr_free(&p); }
  void operator()(AVIOContext* p) const {
    av_freep(&p->buffer);
    avio_context_free(&p);
  }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

class FfmpegDecoder final : public SoundDecoder {
 public:
  FfmpegDecoder(FileView file, CancelCheck cancelled)
      : file_(std::move(file)), cancelled_(std::move(cancelled)) {}
  ~FfmpegDecoder() override { av_channel_layout_uninit(&layout_); }
  FfmpegDecoder(const FfmpegDecoder&) = delete;
  FfmpegDecoder& operator=(const FfmpegDecoder&) = delete;

  Result<void> open() {
    av_log_set_level(AV_LOG_QUIET);
    if (auto found = openContainer(); !found) return found;
    if (auto opened = openCodec(); !opened) return opened;
    packet_.reset(av_packet_alloc());
    frame_.reset(av_frame_alloc());
    if (!packet_ || !frame_)
      return unfit("needs more memory than is available; close other programs");
    // The first frame says what the headers often leave open.
    if (!nextFrame())
      return stopped_
                 ? cancelled()
                 : unfit("holds no sound that this program can decode; convert it to a WAV file");
    rate_ = frame_->sample_rate;
    av_channel_layout_copy(&layout_, &frame_->ch_layout);
    held_ = true;
    return {};
  }

  int rate() const override { return rate_; }
  int channels() const override { return layout_.nb_channels; }
  double fractionRead() const override { return file_.fractionRead(); }

  Result<std::int64_t> read(std::span<float> frames) override {
    const int room = static_cast<int>(frames.size()) / channels();
    for (;;) {
      auto* to = reinterpret_cast<std::uint8_t*>(frames.data());
      int got = 0;
      if (held_) {
        held_ = false;
        if (!matchInput())
          return unfit("changes to a format that cannot be converted; convert it to a WAV file");
        got = swr_convert(swr_.get(), &to, room,
                          const_cast<const std::uint8_t**>(frame_->extended_data),
                          frame_->nb_samples);
      } else if (swr_) {  // what is left; null would end the stream
        got = swr_convert(
            swr_.get(), &to, room,
            ended_ ? nullptr : const_cast<const std::uint8_t**>(frame_->extended_data), 0);
      }
      if (got > 0) return read_ += got, got;
      if (ended_) return 0;
      if (nextFrame())
        held_ = true;
      else if (stopped_)
        return cancelled();
      else
        ended_ = true;
    }
  }

  std::vector<std::string> remarks() const override {
    auto all = remarks_;
    const double held = static_cast<double>(read_) / std::max(1, rate_);
    if (ended_ && claimed_ > 0 && held < 0.95 * claimed_)
      all.push_back("may be cut short: its header gives a length of " + seconds(claimed_) +
                    ", but only " + seconds(held) + " are present");
    if (damaged_ > 0)
      all.push_back("has " + std::to_string(damaged_) +
                    " damaged blocks that could not be decoded");
    return all;
  }

 private:
  tl::unexpected<Error> unfit(const std::string& what) const {
    return fail(ErrorCode::BadFormat, file_.path().string() + " " + what);
  }
  static std::string seconds(double value) {
    const auto tenths = std::llround(10 * value);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  }

  bool isCancelled() {
    stopped_ = stopped_ || (cancelled_ && cancelled_());
    return stopped_;
  }
  static int readBytes(void* self, std::uint8_t* to, int count) {
    auto& decoder = *static_cast<FfmpegDecoder*>(self);
    if (decoder.isCancelled()) return AVERROR_EXIT;
    const auto got = decoder.file_.read(to, count);
    return got > 0 ? static_cast<int>(got) : AVERROR_EOF;
  }
  static std::int64_t seekTo(void* self, std::int64_t offset, int whence) {
    FileView& file = static_cast<FfmpegDecoder*>(self)->file_;
    if (whence & AVSEEK_SIZE) return file.size();
    const int from = whence & ~AVSEEK_FORCE;
    const std::int64_t base = from == SEEK_CUR   ? file.position()
                              : from == SEEK_END ? file.size()
                                                 : 0;
    std::int64_t to = 0;
    if (__builtin_add_overflow(base, offset, &to) || to < 0) return AVERROR(EINVAL);
    file.seek(to);
    return file.position();
  }

  Result<void> openContainer() {
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
    if (!buffer) return unfit("needs more memory than is available; close other programs");
    io_.reset(avio_alloc_context(buffer, kBuffer, 0, this, &readBytes, nullptr, &seekTo));
    AVFormatContext* context = avformat_alloc_context();
    context->pb = io_.get();
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->probesize = 1 << 20;
    context->max_analyze_duration = 2 * AV_TIME_BASE;
    context->max_streams = 64;
    context->format_whitelist = av_strdup(kContainers);
    context->interrupt_callback = {
        [](void* self) -> int { return static_cast<FfmpegDecoder*>(self)->isCancelled(); }, this};
    context->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
      return AVERROR(EACCES);  // a container may name other files: none is opened
    };
    file_.seek(0);
    if (avformat_open_input(&context, nullptr, nullptr, nullptr) < 0)  // frees it when it fails
      return stopped_ ? cancelled()
                      : unfit(
                            "is not a readable sound file; choose a WAV, FLAC, AIFF, Ogg, MP3 or "
                            "M4A file");
    container_.reset(context);
    if (container_->probe_score <= AVPROBE_SCORE_RETRY / 2)
      return unfit("is not a readable sound file; choose a WAV, FLAC, AIFF, Ogg, MP3 or M4A file");
    avformat_find_stream_info(container_.get(), nullptr);
    return stopped_ ? cancelled() : Result<void>();
  }

  Result<void> openCodec() {
    const AVCodec* codec = nullptr;
    const int best = av_find_best_stream(container_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (best < 0 || !codec) return unfit(describeStreams());
    stream_ = container_->streams[best];
    int audio = 0;
    for (unsigned i = 0; i < container_->nb_streams; ++i) {
      AVStream* const each = container_->streams[i];
      audio += each->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
      if (each != stream_) each->discard = AVDISCARD_ALL;
    }
    if (audio > 1)
      remarks_.push_back("holds " + std::to_string(audio) + " sound tracks; only one was read");
    codec_.reset(avcodec_alloc_context3(codec));
    if (!codec_ || avcodec_parameters_to_context(codec_.get(), stream_->codecpar) < 0)
      return unfit("cannot be decoded; convert it to a WAV file");
    codec_->thread_count = 1;
    codec_->pkt_timebase = stream_->time_base;
    if (avcodec_open2(codec_.get(), codec, nullptr) < 0)
      return unfit("cannot be decoded; convert it to a WAV file");
    // Only what an index counts is a promise; the rest is an estimate from the bit rate.
    if (stream_->duration > 0 &&
        container_->duration_estimation_method == AVFMT_DURATION_FROM_STREAM && isIndexed())
      claimed_ = static_cast<double>(stream_->duration) * av_q2d(stream_->time_base);
    return {};
  }

  bool isIndexed() const {
    return std::string(container_->iformat->name).find("mp4") != std::string::npos;
  }

  std::string describeStreams() const {
    for (unsigned i = 0; i < container_->nb_streams; ++i) {
      const AVCodecParameters& each = *container_->streams[i]->codecpar;
      if (each.codec_type == AVMEDIA_TYPE_AUDIO)
        return "holds sound in a format that cannot be decoded (" +
               std::string(avcodec_get_name(each.codec_id)) + "); convert it to a WAV file";
    }
    return "holds no sound; choose a file with sound in it";
  }

  /// The next decoded frame in frame_. False at the end, and when cancelled.
  bool nextFrame() {
    constexpr int kMostDamaged = 1000;  // in a row: the rest is not a sound
    for (int inARow = 0; inARow < kMostDamaged && !isCancelled();) {
      const int state = avcodec_receive_frame(codec_.get(), frame_.get());
      if (state == 0) {
        if (frame_->nb_samples > 0 && frame_->ch_layout.nb_channels > 0) return true;
        continue;
      }
      if (state == AVERROR_EOF) return false;
      if (state != AVERROR(EAGAIN)) ++damaged_, ++inARow;
      if (flushing_) return false;
      const int got = av_read_frame(container_.get(), packet_.get());
      if (got < 0) {
        flushing_ = true;
        avcodec_send_packet(codec_.get(), nullptr);
        continue;
      }
      if (packet_->stream_index == stream_->index &&
          avcodec_send_packet(codec_.get(), packet_.get()) < 0)
        ++damaged_, ++inARow;
      av_packet_unref(packet_.get());
    }
    return false;
  }

  /// The converter from what frame_ is to the rate and channels of the first frame.
  bool matchInput() {
    const bool same = swr_ && frame_->sample_rate == inRate_ && frame_->format == inFormat_ &&
                      frame_->ch_layout.nb_channels == inChannels_;
    if (same) return true;
    inRate_ = frame_->sample_rate;
    inFormat_ = frame_->format;
    inChannels_ = frame_->ch_layout.nb_channels;
    SwrContext* made = nullptr;
    const int state = swr_alloc_set_opts2(
        &made, &layout_, AV_SAMPLE_FMT_FLT, rate_, &frame_->ch_layout,
        static_cast<AVSampleFormat>(frame_->format), frame_->sample_rate, 0, nullptr);
    swr_.reset(made);
    return state >= 0 && made && swr_init(made) >= 0;
  }

  FileView file_;
  CancelCheck cancelled_;
  Owned<AVIOContext> io_;
  Owned<AVFormatContext> container_;  // before io_ in destruction: declared behind it
  Owned<AVCodecContext> codec_;
  Owned<SwrContext> swr_;
  Owned<AVPacket> packet_;
  Owned<AVFrame> frame_;
  AVStream* stream_ = nullptr;
  AVChannelLayout layout_{};
  int rate_ = 0;
  int inRate_ = 0;
  int inFormat_ = -1;
  int inChannels_ = 0;
  double claimed_ = 0;  ///< s; 0: unknown
  std::int64_t read_ = 0;
  int damaged_ = 0;
  bool held_ = false;  ///< frame_ has not been converted yet
  bool flushing_ = false;
  bool ended_ = false;
  bool stopped_ = false;
  std::vector<std::string> remarks_;
};

}  // namespace

Result<DecoderPtr> openFfmpeg(FileView file, CancelCheck cancelled) {
  auto decoder = std::make_unique<FfmpegDecoder>(std::move(file), std::move(cancelled));
  if (auto opened = decoder->open(); !opened) return tl::unexpected(opened.error());
  return DecoderPtr(std::move(decoder));
}

}  // namespace timbre::audio
