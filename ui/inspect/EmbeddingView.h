/// The embedding of the selected note, and the effect of each channel.
#pragma once

#include <optional>

#include "latent/ChannelSolo.h"
#include "ui/inspect/EmbeddingPlot.h"
#include "ui/inspect/InspectView.h"

class QComboBox;
class QPushButton;

namespace timbre::ui {

/// GUI thread. The embedding is made in the model's lane while the view is visible.
class EmbeddingView : public InspectView {
  Q_OBJECT

 public:
  explicit EmbeddingView(AppContext& bench, QWidget* parent = nullptr);

 protected:
  void refresh() override;

 private:
  void buildTools();
  void fillModels();
  const model::ModelCard* card() const;
  std::optional<int> channel() const;
  void take(const latent::Embedding& embedding, const model::ModelCard& card);
  void showValue(const std::optional<EmbeddingValue>& value);
  void hear();
  void showHearing(bool busy);

  EmbeddingPlot* plot_;
  QComboBox* model_;
  QComboBox* shape_;
  QComboBox* channel_;
  QComboBox* use_;
  QPushButton* hear_;
  std::optional<latent::Embedding> embedding_;
  Job hearing_;
};

}  // namespace timbre::ui
