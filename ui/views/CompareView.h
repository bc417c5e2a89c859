/// One note three times, on one scale: as it was recorded, and as both autoencoders rebuild it.
#pragma once

#include <QTimer>
#include <QWidget>
#include <span>

#include <map>

#include "ui/sounds/SynthesisTask.h"
#include "ui/views/AppContext.h"
#include "ui/views/PlayablePlot.h"
#include "ui/widgets/PlotGroup.h"

class QLabel;
class QVBoxLayout;

namespace timbre::ui {

class CompareView : public QWidget {
  Q_OBJECT

 public:
  CompareView(AppContext& bench, QWidget* parent = nullptr);

  /// The selected note is played as soon as it is read.
  void playSelected();
  /// What is being made is given up.
  void cancel();
  /// Stops waiting for sounds that are being made.
  bool busy() const;
  void fit() { group_.fit(); }
  PlotGroup& group() { return group_; }
  RainbowgramPlot& plot(const Track& track) const;

 signals:
  /// One line about the place under the pointer, for the readout.
  void pointed(const QString& text);

 private:
  struct Original {
    audio::AudioClip clip;
    Picture picture;
    synthesis::SynthesisRequest request;
  };
  void buildReadout(QVBoxLayout& column);
  void connectRendition(SynthesisTask& rendition, PlayablePlot& plot, const Track& track);
  void takeNote();
  void loadOriginal(const dataset::NoteInfo& note);
  void showOriginal(const Original& original);
  void rebuild();
  void takeModel();
  void make(const Track& track);
  /// The selected note by the model of this kind; none where either is missing.
  std::optional<synthesis::ResolvedRequest> recipe(const char* kind) const;
  void startModel(SynthesisTask& rendition, PlayablePlot& plot, const Track& track,
                  const char* kind);
  void showModelNames();
  void showReadout(std::optional<PlotPoint> point);
  void movePlayhead(std::optional<double> seconds);

  AppContext& bench_;
  PlotGroup group_;
  PlayablePlot* original_;
  PlayablePlot* wavenet_;
  PlayablePlot* baseline_;
  SynthesisTask wavenetMaking_;
  SynthesisTask baselineMaking_;
  QLabel* readout_ = nullptr;
  QTimer rest_;                        // a note is only rebuilt once the selection rests on it
  std::map<Track, std::string> made_;  // the key of what it shows or will show
  Job loading_;
  std::optional<double> reference_;  // the power that is 0 dB in all three
  bool playWhenLoaded_ = false;
};

}  // namespace timbre::ui
