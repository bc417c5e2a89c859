/// Failures are values: every function that a sensible person could see fail returns a Result.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace timbre {

/// Has a value only where code branches on it; the rest is the sentence.
enum class ErrorCode { NotFound, BadFormat, Unsupported, Cancelled, Internal };

/// A failure the user can be told about. `message` is one sentence without a full stop that names
/// the file and says what can be done.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;

  /// "Reading x.wav: Not a sound file". Cancelled stays as it is: nobody is told of it.
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
