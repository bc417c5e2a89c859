/// NumPy's array files (.npy, format 1.0 to 3.0), little endian, C order.
#pragma once

#include <complex>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "base/Result.h"

namespace timbre {

/// Row-major: the last index runs fastest.
template <class T>
struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<T> values;
};

/// float16, float32 and float64 files are read as float32; a Fortran-ordered array of two axes is
/// turned. NotFound, or BadFormat when it is not an .npy, of another type, or shorter than its
/// header says.
Result<NpyArray<float>> readNpy(const std::filesystem::path& path);

/// As numpy.save of a float32 or complex64 array of this shape; written atomically.
Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      std::span<const float> values);
Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      std::span<const std::complex<float>> values);

/// A float32 array of any size in pieces: `fill` hands its numbers to the sink in order. When
/// `fill` fails there is no file. Internal when the file cannot be written or they do not fill the
/// shape.
using NpySink = std::function<Result<void>(std::span<const float>)>;
Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      const std::function<Result<void>(const NpySink&)>& fill);

}  // namespace timbre
