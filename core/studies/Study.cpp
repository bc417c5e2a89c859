#include "studies/Study.h"

#include <array>

#include "base/CatchExceptions.h"
#include "base/FileLock.h"
#include "base/Files.h"
#include "studies/ReportWriter.h"
#include "studies/StudyContext.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr std::array kStudies{
    Study{"note", "One note in detail",
          "What does a single note consist of, and how much of it do the models keep?", 0,
          &studyNote},
    Study{"two-notes", "Two notes at once", "Is the mean of two embeddings the sum of two notes?",
          0, &studyTwoNotes},
    Study{
        "interpolation", "Between the notes",
        "What lies between two notes when you mix their audio, and when you mix their embeddings?",
        0, &studyInterpolation},
    Study{"pitch", "One embedding at other pitches",
          "Does a model play the pitch that it is given, with the timbre of the original?", 0,
          &studyPitch},
    Study{"data", "The data",
          "Which notes are there, how evenly are they spread, and which are doubtful?", 5000,
          &studyData},
    Study{"entanglement", "Pitch and timbre",
          "How much of the pitch remains in an embedding whose decoder is given the pitch?", 3000,
          &studyEntanglement},
    Study{
        "reconstruction", "Originals and reconstructions",
        "Do pitch and timbre survive a model, according to a classifier trained only on originals?",
        300, &studyReconstruction},
    Study{"generalisation", "Training notes and unseen notes",
          "Does a model rebuild unseen notes as well as those it was trained on?", 600,
          &studyGeneralisation},
    Study{"cost", "Cost",
          "How many parameters, multiplications, seconds and joules does each model need?", 0,
          &studyCost},
    Study{"outlooks", "Outlooks", "What follows from the results, and what was not measured?", 24,
          &studyOutlooks},
};
constexpr ExceptionText kExceptionText{"There is not enough memory for this study; use fewer notes",
                                       "The study failed"};

}  // namespace

std::span<const Study> studies() {
  return kStudies;
}

Result<const Study*> studyNamed(std::string_view name) {
  std::string names;
  for (const Study& study : kStudies) {
    if (study.name == name) return &study;
    names += (names.empty() ? "" : ", ") + std::string(study.name);
  }
  return fail(ErrorCode::NotFound, "There is no study " + std::string(name) + "; choose " + names);
}

Result<std::filesystem::path> runStudy(const Study& study, const StudyRequest& request,
                                       StudyObserver& observer) {
  return catchExceptions(kExceptionText, [&]() -> Result<std::filesystem::path> {
    if (request.notes.empty())
      return fail(ErrorCode::BadFormat, "There are no notes to study; open a folder of notes");
    if (auto made = makeFolders(request.folder); !made) return tl::unexpected(made.error());
    StudyContext context(study, request, observer);
    if (auto done = study.run(context); !done) return tl::unexpected(done.error());
    if (observer.cancelled()) return cancelled();
    return writeReport(context);
  });
}

}  // namespace timbre::studies
