/// The hot loops of training for any processor.
#define TIMBRE_TARGET "portable"
#include "training/cpu/kernels/Conv2dImpl.h"

namespace timbre::training {

const TrainingKernels* portableTrainingKernels() {
  return &kKernels;
}

}  // namespace timbre::training
