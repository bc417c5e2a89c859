/// Opens a sound or a picture that says how it was made, and restores that state of the window.
#pragma once

#include <QObject>
#include <QStringList>
#include <filesystem>
#include <optional>
#include <vector>

#include "synthesis/SynthesisRequest.h"
#include "ui/session/StateFromRequest.h"
#include "ui/views/AppContext.h"

namespace timbre::ui {

/// GUI thread. One file at a time: the last one asked for wins.
class DescriptionOpener : public QObject {
  Q_OBJECT

 public:
  explicit DescriptionOpener(AppContext& bench, QObject* parent = nullptr);

  enum class Kind { Sound, Picture };
  /// Reads the description on a worker. The state is restored as soon as a library is open and the
  /// models are known, and is one step to undo.
  void open(const std::filesystem::path& file, Kind kind);

 signals:
  /// The sound describes nothing that can be restored: it may be made a note of.
  void undescribed(const std::filesystem::path& sound);
  /// These models were compared when the file was made.
  void modelsCompared(const QStringList& names);
  /// What could not be restored, and why; empty: everything was.
  void notice(const QString& sentences);
  void said(const QString& sentence);

 private:
  struct Found {
    std::vector<synthesis::SynthesisRequest> requests;
    QString problem;  // a description that cannot be used, a picture that cannot be read
  };
  struct Described {
    QString name;  // of the file
    std::vector<synthesis::SynthesisRequest> requests;
  };
  static Found read(const std::filesystem::path& file, Kind kind);
  void take(const std::filesystem::path& file, Kind kind, const Found& found);
  void restoreWhenReady();
  void restore(const Described& file, const RestoredState& restored);
  void apply(const QString& name, const SessionState& wanted);

  AppContext& bench_;
  std::optional<Described> waiting_;  // for a library and for the models
  Job job_;
};

}  // namespace timbre::ui
