#include "base/CatchExceptions.h"

#include <exception>
#include <new>
#include <string>

#include "base/Log.h"

namespace timbre {

Error currentException(const ExceptionText& text) {
  const auto failed = [&](const std::string& why) {
    std::string message = std::string(text.failed) + ": " + why.substr(0, why.find('\n'));
    logError(message);
    return Error{ErrorCode::Internal, std::move(message)};
  };
  try {
    throw;
  } catch (const std::bad_alloc&) {
    logError(text.noMemory);
    return {ErrorCode::Internal, std::string(text.noMemory)};
  } catch (const std::exception& e) {
    return failed(e.what());
  } catch (...) {
    return failed("the reason is unknown; please report what you did");
  }
}

}  // namespace timbre
