/// File > Export: gathers what is shown and opens the dialog for it.
#pragma once

#include <QObject>

#include "ui/views/AppContext.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/MorphView.h"

namespace timbre::ui {

/// GUI thread. What a sound or a picture is called is asked of it alone, by its request.
class ExportActions : public QObject {
  Q_OBJECT

 public:
  ExportActions(AppContext& bench, CompareView& compare, MorphView& morph, QWidget* window);

  /// With the sound chosen that Space would play.
  void exportSound();
  void exportSound(const Track& first);
  void exportPicture();
  /// With the picture of this track chosen.
  void exportPicture(const Track& first);
  /// The picture of this track to the clipboard, as it would be exported.
  void copyPicture(const Track& track);
  /// Its finished sound as a file to the clipboard.
  void copySound(const PlayablePlot& plot);
  /// The same to where the pointer, whose button is down, lets it go.
  void dragSound(const PlayablePlot& plot);

 signals:
  void said(const QString& sentence);

 private:
  std::vector<const PlayablePlot*> plots() const;
  QList<SavablePicture> pictures() const;
  std::unique_ptr<QMimeData> soundOf(const PlayablePlot& plot);
  void open(const std::optional<Track>& first);
  QString titleOf(const synthesis::SynthesisRequest& request) const;

  AppContext& bench_;
  CompareView& compare_;
  MorphView& morph_;
  QWidget* window_;
};

}  // namespace timbre::ui
