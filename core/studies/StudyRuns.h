/// What the table of studies runs; each is a file of its own.
#pragma once

#include "base/Result.h"

namespace timbre::studies {

class StudyContext;

Result<void> studyNote(StudyContext& context);            // NoteStudy.cpp
Result<void> studyTwoNotes(StudyContext& context);        // TwoNotesStudy.cpp
Result<void> studyInterpolation(StudyContext& context);   // InterpolationStudy.cpp
Result<void> studyPitch(StudyContext& context);           // PitchStudy.cpp
Result<void> studyData(StudyContext& context);            // DataStudy.cpp
Result<void> studyEntanglement(StudyContext& context);    // EntanglementStudy.cpp
Result<void> studyReconstruction(StudyContext& context);  // ReconstructionStudy.cpp
Result<void> studyGeneralisation(StudyContext& context);  // GeneralisationStudy.cpp
Result<void> studyCost(StudyContext& context);            // CostStudy.cpp
Result<void> studyOutlooks(StudyContext& context);        // OutlooksStudy.cpp

}  // namespace timbre::studies
