/// Failures are values: every function that can fail in normal use returns a Result.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace timbre {

/// The codes exist only where code branches on them; details are in the message.
enum class ErrorCode { NotFound, BadFormat, Unsupported, Cancelled, Internal };

/// A failure for the user. `message` is one sentence without a full stop that names the file and
/// says what the user can do.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;

  /// "Reading x.wav: Not a sound file". Cancelled stays unchanged: it is not shown.
  Error during(std::string_view step) &&;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

inline tl::unexpected<Error> cancelled() {
  return fail(ErrorCode::Cancelled, "Cancelled");
}

}  // namespace timbre
