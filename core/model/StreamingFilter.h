/// A filter for a model's output, frame by frame.
#pragma once

#include <memory>
#include <span>

namespace timbre::model {

/// One sound, one thread at a time; allocates nothing while it runs.
class StreamingFilter {
 public:
  virtual ~StreamingFilter() = default;

  /// Forgets everything.
  virtual void begin() = 0;
  /// The next frame of samples, and what the model was given for it. True: `out` [hop] holds a
  /// frame; the first few are held back, and come when as many have followed.
  virtual bool push(std::span<const float> condition, std::span<const float> frame,
                    std::span<float> out) = 0;
  /// After the last frame: one of those held back, and false when there is none left. A push that
  /// follows starts again.
  virtual bool finish(std::span<float> out) = 0;
  /// A copy in the present state, which continues independently.
  virtual std::unique_ptr<StreamingFilter> copy() const = 0;
};

}  // namespace timbre::model
