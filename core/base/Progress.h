/// Progress and cancellation of a long job. The window, the command line and the tests each
/// implement this interface.
#pragma once

namespace timbre {

/// Both functions are called on the thread that does the work.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `fraction` in [0, 1] of the whole job; never falls within one job.
  virtual void advanced(double fraction) = 0;
  /// Asked at least every 20 ms of work. True: the job returns ErrorCode::Cancelled and leaves
  /// nothing half done.
  virtual bool cancelled() const = 0;
};

/// For callers who neither watch nor cancel.
class Unwatched final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return false; }
};

/// A part of a bigger job: [0, 1] here is [from, to] there.
class PartOf final : public Progress {
 public:
  PartOf(Progress& whole, double from, double to) : whole_(whole), from_(from), to_(to) {}
  void advanced(double fraction) override { whole_.advanced(from_ + (to_ - from_) * fraction); }
  bool cancelled() const override { return whole_.cancelled(); }

 private:
  Progress& whole_;
  double from_;
  double to_;
};

}  // namespace timbre
