/// What stands where no notes are shown.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "dataset/NoteLibrary.h"

namespace timbre::ui {

/// One sentence that says what to do.
inline QString emptyText(const dataset::NoteLibrary& library) {
  return library.empty() ? QCoreApplication::translate(
                               "EmptyText", "No library is open. Use File > Open library.")
                         : QCoreApplication::translate(
                               "EmptyText", "No notes match. Clear the search to see all notes.");
}

}  // namespace timbre::ui
