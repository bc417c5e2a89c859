#include "audio/ChainedDecoder.h"

#include <algorithm>

#include "audio/CodecModule.h"
#include "audio/ContainerLayout.h"
#include "audio/SndfileDecoder.h"

namespace timbre::audio {
namespace {

class ChainedDecoder final : public SoundDecoder {
 public:
  ChainedDecoder(const FileView& file, OggLinks links, CancelCheck cancelled)
      : path_(file.path()),
        fileSize_(file.fileSize()),
        links_(std::move(links)),
        cancelled_(std::move(cancelled)) {}

  Result<void> open() {
    if (links_.links.empty())
      return fail(ErrorCode::BadFormat,
                  path_.string() + " holds no start of an Ogg stream; copy or download it again");
    auto first = openLink(0);
    if (!first) return tl::unexpected(first.error());
    current_ = std::move(*first);
    rate_ = current_->rate();
    channels_ = current_->channels();
    return {};
  }

  int rate() const override { return rate_; }
  int channels() const override { return channels_; }
  double fractionRead() const override {
    const auto& link = links_.links[at_];
    const double before = static_cast<double>(link.offset);
    const double within = current_ ? current_->fractionRead() : 1;
    return (before + within * static_cast<double>(link.length)) /
           static_cast<double>(std::max<std::int64_t>(1, fileSize_));
  }

  Result<std::int64_t> read(std::span<float> frames) override {
    while (current_) {
      auto got = current_->read(frames);
      if (!got || *got > 0) {
        if (got) read_ += *got;
        return got;
      }
      const auto said = current_->remarks();
      remarks_.insert(remarks_.end(), said.begin(), said.end());
      current_ = at_ + 1 < links_.links.size() ? nextLink() : nullptr;
    }
    if (read_ == 0 && links_.cut) return tl::unexpected(cutShortError(path_, 0));
    return 0;
  }

  std::vector<std::string> remarks() const override {
    auto all = remarks_;
    if (current_) {
      const auto said = current_->remarks();
      all.insert(all.end(), said.begin(), said.end());
    }
    if (links_.cut) all.push_back("is cut short: its last page is missing; the rest was read");
    return all;
  }

 private:
  Result<FileView> viewOf(std::size_t index) const {
    auto view = FileView::open(path_);
    if (view) view->restrictTo(links_.links[index].offset, links_.links[index].length);
    return view;
  }

  Result<DecoderPtr> openLink(std::size_t index) {
    auto view = viewOf(index);
    if (!view) return tl::unexpected(view.error());
    const std::string start = view->bytesAt(0, 4);
    const auto layout = layOut(*view);
    if (layout ? !layout->cut : start == "fLaC" || start == "OggS")
      if (auto plain = openSndfile(std::move(*view))) return plain;
    view = viewOf(index);
    if (!view) return tl::unexpected(view.error());
    return openByModule(std::move(*view), cancelled_);
  }

  /// Nothing, with a remark, where it cannot follow on the first.
  DecoderPtr nextLink() {
    auto next = openLink(++at_);
    if (next && (*next)->rate() == rate_ && (*next)->channels() == channels_)
      return std::move(*next);
    const auto tenths = rate_ > 0 ? read_ * 10 / rate_ : 0;
    remarks_.push_back((next ? "changes to another format" : "holds something unreadable") +
                       std::string(" after ") + std::to_string(tenths / 10) + "." +
                       std::to_string(tenths % 10) + " s; the part after that was not read");
    return nullptr;
  }

  std::filesystem::path path_;
  std::int64_t fileSize_;
  OggLinks links_;
  CancelCheck cancelled_;
  DecoderPtr current_;
  std::size_t at_ = 0;
  int rate_ = 0;
  int channels_ = 0;
  std::int64_t read_ = 0;
  std::vector<std::string> remarks_;
};

}  // namespace

Result<DecoderPtr> openChained(const FileView& file, const OggLinks& links, CancelCheck cancelled) {
  auto decoder = std::make_unique<ChainedDecoder>(file, links, std::move(cancelled));
  if (auto opened = decoder->open(); !opened) return tl::unexpected(opened.error());
  return DecoderPtr(std::move(decoder));
}

}  // namespace timbre::audio
