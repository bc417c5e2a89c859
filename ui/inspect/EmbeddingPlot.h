/// The numbers of an embedding: over time as curves or as an image, of one frame as bars.
#pragma once

#include <QStackedWidget>
#include <optional>

#include "latent/Embedding.h"
#include "ui/inspect/TimePlot.h"

class QCPBars;
class QCPColorMap;

namespace timbre::ui {

/// One number under the pointer.
struct EmbeddingValue {
  double seconds = 0;
  int channel = 0;
  float value = 0;
};

/// GUI thread.
class EmbeddingPlot : public QStackedWidget {
  Q_OBJECT

 public:
  explicit EmbeddingPlot(AppContext& bench, QWidget* parent = nullptr);

  void showMessage(const QString& text);
  /// `frameSeconds`: from one frame to the next.
  void setEmbedding(const latent::Embedding& embedding, double frameSeconds);
  void setImage(bool image);
  /// Drawn thick; none: all alike.
  void setChannel(std::optional<int> channel);
  TimePlot& times() { return *times_; }

 signals:
  void pointed(std::optional<timbre::ui::EmbeddingValue> value);

 private:
  void draw();
  void drawCurves();
  void drawImage();
  void drawBars();
  std::optional<EmbeddingValue> valueAt(QPointF place) const;
  QPen penOf(int channel) const;

  TimePlot* times_;
  InspectPlot* numbers_;
  QCPColorMap* map_;
  QCPBars* bars_;
  latent::Embedding embedding_;
  double frameSeconds_ = 0.032;
  bool image_ = false;
  std::optional<int> channel_;
};

}  // namespace timbre::ui
