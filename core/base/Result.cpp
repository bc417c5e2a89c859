#include "base/Result.h"

namespace timbre {

Error Error::during(std::string_view step) && {
  if (code != ErrorCode::Cancelled) message = std::string(step) + ": " + message;
  return std::move(*this);
}

}  // namespace timbre
