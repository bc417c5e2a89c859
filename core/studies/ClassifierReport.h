/// What the training of the note classifier says about it, as pieces of a report.
#pragma once

#include "studies/NoteClassifier.h"
#include "studies/StudyContext.h"

namespace timbre::studies {

/// Adds how the classifier was made, and its accuracy on notes it was not trained on, epoch by
/// epoch. Without a curve in its file only the text is added.
void addClassifier(StudyContext& context, const NoteClassifier& classifier);

}  // namespace timbre::studies
