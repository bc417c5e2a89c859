/// Saves rainbowgrams with their axes as PNG, SVG or PDF.
#pragma once

#include <QList>

#include "synthesis/SynthesisRequest.h"
#include "ui/audioout/Track.h"
#include "ui/views/ExportDialog.h"
#include "ui/views/PictureExport.h"

class QCheckBox;

namespace timbre::ui {

/// Panels that can be saved together.
struct SavablePicture {
  QString title;  ///< in the list: "All three"
  QString stem;
  std::vector<ExportPanel> panels;
  std::vector<synthesis::SynthesisRequest> requests;  ///< of the panels, in their order
  std::optional<Track> track;                         ///< of a single picture
};

class ExportPictureDialog final : public ExportDialog {
  Q_OBJECT

 public:
  /// `pictures`: at least one; `first`: the one that is chosen.
  ExportPictureDialog(const QList<SavablePicture>& pictures, int first, Preferences& preferences,
                      JobRunner& jobs, QWidget* parent);

  /// For so many panels, in 1/96 inch.
  static QSize standardSize(std::size_t panels);

 private:
  Saving saving() const override;
  QString filter() const override;
  QStringList endings() const override;
  void suggestName();

  QList<SavablePicture> pictures_;
  QComboBox* picture_;
  QComboBox* format_;
  QComboBox* theme_;
  QComboBox* size_;
  QCheckBox* legend_;
  const double a4_;
};

}  // namespace timbre::ui
