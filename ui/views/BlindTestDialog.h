/// ABX and preference between two of the sounds that are compared, without knowing which is which.
#pragma once

#include <QDialog>
#include <QList>
#include <array>
#include <optional>

#include "audio/AudioClip.h"
#include "evaluation/BlindTest.h"
#include "ui/jobs/Unfinished.h"
#include "ui/views/AppContext.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace timbre::ui {

/// A sound that can be chosen for the test.
struct TestedSound {
  QString name;
  audio::AudioClip clip;
};

/// Not modal. Plays on tracks of its own, so that no picture is lit and no playhead runs; both
/// sounds are brought to one loudness. The sounds are copies: what the window does meanwhile does
/// not touch the test. GUI thread.
class BlindTestDialog : public QDialog {
  Q_OBJECT

 public:
  /// `sounds`: two or more; `note`: what they are of. `seed`: of the order, for tests.
  BlindTestDialog(AppContext& bench, const QList<TestedSound>& sounds, const QString& note,
                  std::optional<std::uint64_t> seed = {}, QWidget* parent = nullptr);
  ~BlindTestDialog() override;

  /// None before it is begun.
  const std::optional<evaluation::BlindTest>& test() const { return test_; }
  /// A test of which at least one trial is answered.
  std::optional<Unfinished> unfinished() const;
  /// Asks first where answers would be lost.
  void reject() override;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void done(int result) override;

 private:
  QWidget* setUpPage();
  QWidget* trialPage();
  QWidget* resultPage();
  void begin();
  void loadSounds();
  void play(int button);
  void answer(int button);
  void showTrial();
  void showPlaying();
  void showResult();
  void saveTable();
  void stop();
  evaluation::BlindTestNames names() const;

  AppContext& bench_;
  const QList<TestedSound> sounds_;
  const QString note_;
  const std::optional<std::uint64_t> seed_;
  std::optional<evaluation::BlindTest> test_;
  std::array<int, 2> chosen_{0, 1};

  QStackedWidget* pages_;
  QComboBox* kind_ = nullptr;
  std::array<QComboBox*, 2> sound_{};
  QSpinBox* trials_ = nullptr;
  QPushButton* begin_ = nullptr;
  QLabel* progress_ = nullptr;
  QLabel* question_ = nullptr;
  std::array<QPushButton*, 3> play_{};
  std::array<QPushButton*, 2> answer_{};
  QLabel* result_ = nullptr;
};

}  // namespace timbre::ui
