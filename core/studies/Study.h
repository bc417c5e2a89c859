/// The studies: the paper's experiments and its readers' questions, each repeated by one call.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteLibrary.h"
#include "studies/StudyResult.h"

namespace timbre::studies {

struct StudyRequest {
  dataset::NoteLibrary notes;
  std::filesystem::path folder;     ///< where report, tables, figures and sounds go; made if absent
  std::string note;                 ///< the id of the note to look at; empty: the study chooses
  std::vector<std::string> models;  ///< names or weights files; empty: the study's own
  int most = 0;                     ///< notes that are looked at; 0: the study's own number
  std::uint64_t seed = 1;           ///< same seed, same bytes
  int threads = 0;                  ///< cores; 0: all
};

/// Called on the thread that runs the study.
class StudyObserver : public Progress {
 public:
  /// The next piece of the report.
  virtual void found(const Item& item) = 0;
};

/// An observer out of a job's progress and what takes the pieces; nothing takes none.
class StudyProgress final : public StudyObserver {
 public:
  using Take = std::function<void(const Item&)>;
  explicit StudyProgress(Progress& progress, Take take = {})
      : progress_(progress), take_(std::move(take)) {}
  void advanced(double fraction) override { progress_.advanced(fraction); }
  bool cancelled() const override { return progress_.cancelled(); }
  void found(const Item& item) override {
    if (take_) take_(item);
  }

 private:
  Progress& progress_;
  Take take_;
};

class StudyContext;

struct Study {
  std::string_view name;      ///< `timbre study NAME`
  std::string_view title;     ///< "One note"
  std::string_view question;  ///< one sentence
  int most;                   ///< default number of notes; 0: all
  Result<void> (*run)(StudyContext& context);
};

/// All there are, in the order of a first reading.
std::span<const Study> studies();
/// NotFound, with the names there are.
Result<const Study*> studyNamed(std::string_view name);

/// Runs the study and writes its report into the request's folder: report.html (everything, in one
/// file), study.json (how it was made), tables/*.csv, figures/*.svg, .png and .pdf, sounds/*.flac.
/// What models make is kept in work/ as soon as it is made: after a cancel the same call resumes
/// there. The same request gives the same bytes with the same program and fonts, but for the study
/// of cost. Returns the path of the report. BadFormat when the notes cannot answer the question, or
/// the request names a note or model that does not exist (NotFound). Cancellable within 200 ms.
Result<std::filesystem::path> runStudy(const Study& study, const StudyRequest& request,
                                       StudyObserver& observer);

}  // namespace timbre::studies
