/// Opens folders of notes on a worker and puts them into the session.
#pragma once

#include <QObject>

#include "ui/session/SavedSession.h"
#include "ui/views/AppContext.h"

namespace timbre::ui {

/// GUI thread. The last folder asked for wins.
class LibraryOpener : public QObject {
  Q_OBJECT

 public:
  LibraryOpener(AppContext& bench, std::filesystem::path embedded, QObject* parent = nullptr);

  struct How {
    bool recent = true;         ///< listed among the recent ones when it opens
    std::string selected = {};  ///< id of the note to select; empty: the program's choice
    std::optional<SavedSession> session = {};  ///< comes back with it
    bool instead = false;  ///< of one that was refused: its reason stays to be read
  };
  void open(const std::filesystem::path& folder, const How& how);
  void open(const std::filesystem::path& folder) { open(folder, How()); }
  /// The starter library that comes with the program.
  void openEmbedded() { open(embedded_, {.recent = false}); }
  const std::filesystem::path& embedded() const { return embedded_; }
  /// Opens the library of a session and puts the session back as it was left. A missing
  /// library is reported; the starter library then opens instead.
  void restore(const SavedSession& session);
  /// Reads the library that is open again, as sounds were added or taken away; everything else
  /// stays. `selected`: as in How; empty: as it is.
  void refresh(const std::string& selected);
  /// Stops opening; what is open stays.
  void cancel() { opening_.cancel(); }
  bool busy() const { return opening_.running(); }

 signals:
  void opened();
  /// The library that is open was read again.
  void refreshed();
  /// Why the library that was asked for is not open; empty: it is.
  void refused(const QString& sentence);
  /// While a large library is read the first time: a sentence with the progress and the time left.
  /// Empty: it is over.
  void progressed(const QString& sentence);

 private:
  struct Opened {
    dataset::NoteLibrary library;
    std::string a, b;  // the first corners
  };
  void take(const Opened& found, const How& how);
  void refuse(const Error& error);
  void tellProblems(const dataset::NoteLibrary& library);
  void tell(JobProgress done);

  AppContext& bench_;
  const std::filesystem::path embedded_;
  Job opening_;
  std::optional<std::string> again_;  // sounds were added while a library was opened
};

/// The first two notes of a morph: of different families at the same pitch, if possible with
/// several velocities. Empty ids where the library has none.
std::pair<std::string, std::string> firstCorners(const dataset::NoteLibrary& library);

}  // namespace timbre::ui
