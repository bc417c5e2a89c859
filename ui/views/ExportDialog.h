/// Saves what is shown: the form that sound and picture share.
#pragma once

#include <QDialog>
#include <QString>
#include <filesystem>
#include <functional>

#include "base/Result.h"
#include "ui/Preferences.h"
#include "ui/jobs/JobRunner.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace timbre::ui {

/// Stays open with its settings when saving fails, and says why.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  /// Runs on a worker, with the path that was chosen.
  using Saving = std::function<Result<void>(const std::filesystem::path&)>;

 signals:
  void saved(const QString& path);

 protected:
  /// `purpose`: the key under which folder and choices are remembered, "sound".
  ExportDialog(const QString& title, const QString& purpose, Preferences& preferences,
               JobRunner& jobs, QWidget* parent);

  /// A remembered choice; the first entry of `entries` is the standard.
  QComboBox* addChoice(const QString& label, const QString& name, const QStringList& entries);
  QFormLayout& form() { return *form_; }
  /// The line with the path and its buttons: to be called last.
  void addPath();
  /// A name without folder and suffix, and the suffix: ".wav". Keeps what the user typed.
  void suggest(const QString& stem, const QString& suffix);

  QString remembered(const QString& name, const QString& standard) const;
  void remember(const QString& name, const QString& value);

 private:
  virtual Saving saving() const = 0;
  virtual QString filter() const = 0;
  /// The endings that saving() writes, in lower case with their dots.
  virtual QStringList endings() const = 0;
  QString ending(const QString& path) const;
  void browse();
  void save();
  void finish(const Result<void>& result, const QString& path);
  bool mayOverwrite(const QString& path);

  const QString purpose_;
  Preferences& preferences_;
  JobRunner& jobs_;
  QFormLayout* form_;
  QLineEdit* path_ = nullptr;
  QLabel* error_ = nullptr;
  QPushButton* save_ = nullptr;
  QString suggested_;
  QString suffix_;
  QString agreed_;  // a path that the file dialog has asked about already
};

}  // namespace timbre::ui
