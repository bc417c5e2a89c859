/// Opens folders of notes on a worker and puts them into the session.
#pragma once

#include <QObject>

#include "ui/views/AppContext.h"

namespace timbre::ui {

/// GUI thread. The last folder asked for wins.
class LibraryOpener : public QObject {
  Q_OBJECT

 public:
  LibraryOpener(AppContext& bench, std::filesystem::path embedded, QObject* parent = nullptr);

  /// `remembered`: becomes the last and a recent one when it opens. `selected`: the id of the note
  /// that is selected then; empty: the program's choice.
  void open(const std::filesystem::path& folder, bool remembered = true,
            const std::string& selected = {});
  /// The starter library that comes with the program.
  void openEmbedded() { open(embedded_, false); }
  const std::filesystem::path& embedded() const { return embedded_; }
  /// Stops opening; what is open stays.
  void cancel() { opening_.cancel(); }
  bool busy() const { return opening_.running(); }

 signals:
  void opened();
  void failed(const QString& sentence);
  /// A large library is read the first time: a sentence with the share done and the time left.
  void progressed(const QString& sentence);

 private:
  struct Opened {
    dataset::NoteLibrary library;
    std::string a, b;  // the corners to begin with
  };
  void take(const Opened& found, bool remembered, const std::string& selected);
  void tell(JobProgress done);

  AppContext& bench_;
  const std::filesystem::path embedded_;
  Job opening_;
};

/// Two notes to begin with: of different families at the same pitch, if possible with several
/// velocities. Empty ids where the library has none.
std::pair<std::string, std::string> firstCorners(const dataset::NoteLibrary& library);

}  // namespace timbre::ui
