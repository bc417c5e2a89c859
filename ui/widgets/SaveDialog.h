/// Asks where to save a file that always has one ending.
#pragma once

#include <QFileDialog>

namespace timbre::ui {

/// QFileDialog's own default ending is left out where the name has a point: "kick 1.5". On the
/// window's thread.
class SaveDialog : public QFileDialog {
 public:
  /// `ending` with its point: ".csv".
  SaveDialog(QWidget* parent, const QString& title, const QString& folder, const QString& filter,
             QString ending);

  /// The file with its ending; empty where nothing was chosen.
  QString ask();
  /// What is chosen now, with its ending.
  QString chosen() const;

 protected:
  /// Adds the ending first, so that the question about overwriting is about the right file.
  void accept() override;

 private:
  QString ending_;
};

}  // namespace timbre::ui
