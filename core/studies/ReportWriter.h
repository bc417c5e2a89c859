/// The report of a study as files.
#pragma once

#include <filesystem>

#include "base/Result.h"
#include "studies/StudyContext.h"

namespace timbre::studies {

/// Writes tables, figures, sounds, study.json and last report.html, each atomically, into the
/// request's folder; gives the path of report.html. The HTML needs no other file and no network,
/// and prints on A4. Internal when something cannot be written.
Result<std::filesystem::path> writeReport(const StudyContext& context);

/// Of all the notes: ids, pitches, velocities and labels, in order.
std::string hashOfNotes(const dataset::NoteLibrary& notes);

}  // namespace timbre::studies
