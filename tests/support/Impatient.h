/// A Progress that is cancelled once it has been asked n times, and remembers what it was told.
#pragma once

#include <vector>

#include "base/Progress.h"

namespace timbre::test {

class Impatient final : public Progress {
 public:
  explicit Impatient(int patience) : patience_(patience) {}
  void advanced(double fraction) override { told.push_back(fraction); }
  bool cancelled() const override { return asked_++ >= patience_; }

  std::vector<double> told;

 private:
  int patience_;
  mutable int asked_ = 0;
};

/// Never cancels; remembers what it was told.
class Listener final : public Progress {
 public:
  void advanced(double fraction) override { told.push_back(fraction); }
  bool cancelled() const override { return false; }

  std::vector<double> told;
};

}  // namespace timbre::test
