#include "model/nets/TorchRuntime.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include "base/Cores.h"

namespace timbre::model::nets {

void* symbolBehindTorch(const char* name) {
  Dl_info torch{};
  if (!::dladdr(reinterpret_cast<void*>(&at::get_num_threads), &torch)) return nullptr;
  void* const library = ::dlopen(torch.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  return library ? ::dlsym(library, name) : nullptr;
}

void useThreads(int threads) {
  threads = coresOr(threads);
  at::set_num_threads(threads);
  // OpenBLAS has threads of its own which at::set_num_threads does not reach and which spin: on a
  // busy machine two of them are ten times slower than one. The layers are split among LibTorch's
  // threads instead.
  static const auto setOpenBlas =
      reinterpret_cast<void (*)(int)>(symbolBehindTorch("openblas_set_num_threads"));
  if (setOpenBlas) setOpenBlas(1);
  at::globalContext().setFlushDenormal(true);  // denormal numbers are fifty times slower
}

}  // namespace timbre::model::nets
