#include "model/nets/TorchRuntime.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>

#include <exception>
#include <new>
#include <string>
#include <thread>

namespace timbre::model::nets {

namespace {

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

void* symbolBehindTorch(const char* name) {
  Dl_info torch{};
  if (!::dladdr(reinterpret_cast<void*>(&at::get_num_threads), &torch)) return nullptr;
  void* const library = ::dlopen(torch.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  return library ? ::dlsym(library, name) : nullptr;
}

void useThreads(int threads) {
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  if (threads <= 0) threads = 1;
  at::set_num_threads(threads);
  // OpenBLAS has threads of its own which at::set_num_threads does not reach and which spin: on a
  // busy machine two of them are ten times slower than one. The layers are split among LibTorch's
  // threads instead.
  static const auto setOpenBlas =
      reinterpret_cast<void (*)(int)>(symbolBehindTorch("openblas_set_num_threads"));
  if (setOpenBlas) setOpenBlas(1);
  at::globalContext().setFlushDenormal(true);  // denormal numbers are fifty times slower
}

Error currentException() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {ErrorCode::Internal,
            "There is not enough memory for this model; close other programs or use a smaller one"};
  } catch (const c10::Error& e) {
    return {ErrorCode::Internal, "LibTorch gave up: " + firstLine(e.what_without_backtrace())};
  } catch (const std::exception& e) {
    return {ErrorCode::Internal, "The model gave up: " + firstLine(e.what())};
  } catch (...) {
    return {ErrorCode::Internal,
            "The model gave up for a reason that nobody knows; please report how it came about"};
  }
}

}  // namespace timbre::model::nets
