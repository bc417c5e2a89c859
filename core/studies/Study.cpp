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
    Study{"note", "One note, closely",
          "What does a single note consist of, and what do the models keep of it?", 0, &studyNote},
    Study{"two-notes", "Two notes at once", "Is the mean of two embeddings the sum of two notes?",
          0, &studyTwoNotes},
    Study{"interpolation", "Between the notes",
          "What lies between two notes: of audio that is added up, and of embeddings?", 0,
          &studyInterpolation},
    Study{"pitch", "One embedding at other pitches",
          "Does a model play the pitch that it is told, with the timbre that it heard?", 0,
          &studyPitch},
    Study{"data", "The data", "What notes are there, how even are they, and which are doubtful?",
          5000, &studyData},
    Study{"entanglement", "Pitch and timbre",
          "How much of the pitch is left in an embedding whose decoder is told it?", 3000,
          &studyEntanglement},
    Study{
        "reconstruction", "Originals and reconstructions",
        "Do pitch and timbre survive the way through a model, to a judge who knows only originals?",
        300, &studyReconstruction},
    Study{"generalisation", "Heard and not heard",
          "Are notes that a model has not met rebuilt as well as those that it has?", 600,
          &studyGeneralisation},
    Study{"cost", "What it costs",
          "How many numbers, multiplications, seconds and joules does each model take?", 0,
          &studyCost},
    Study{"outlooks", "Outlooks", "What follows from all this, and what was not measured?", 0,
          &studyOutlooks},
};
constexpr ExceptionText kText{"There is not enough memory for this study; take fewer notes",
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
  return fail(ErrorCode::NotFound,
              "There is no study " + std::string(name) + "; there are " + names);
}

Result<std::filesystem::path> runStudy(const Study& study, const StudyRequest& request,
                                       StudyObserver& observer) {
  return catchExceptions(kText, [&]() -> Result<std::filesystem::path> {
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
