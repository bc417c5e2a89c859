/// What a blind test has shown, in words.
#pragma once

#include <QString>

#include "evaluation/BlindTest.h"

namespace timbre::ui {

/// Of a finished test: the counts, the binomial p, whether that is more than chance, and which
/// sound was which. `names`: of the two sounds.
QString verdictOf(const evaluation::BlindTest& test, const evaluation::BlindTestNames& names);

}  // namespace timbre::ui
