#include "ui/views/BlindTestDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <random>
#include <span>

#include "base/AtomicFile.h"
#include "ui/CountText.h"
#include "ui/views/BlindTestVerdict.h"
#include "ui/views/LossQuestion.h"
#include "ui/widgets/SaveDialog.h"

namespace timbre::ui {
namespace {

using evaluation::BlindTest;
using evaluation::BlindTestKind;

constexpr int kUsualTrials = 16;
constexpr int kX = 2;  // the third button

/// The tracks say nothing of what is on them: one for each button.
Track trackOf(int button) {
  return {QStringLiteral("blind/%1").arg(button)};
}

QLabel* wrapped(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

}  // namespace

BlindTestDialog::BlindTestDialog(AppContext& bench, const QList<TestedSound>& sounds,
                                 const QString& note, std::optional<std::uint64_t> seed,
                                 QWidget* parent)
    : QDialog(parent),
      bench_(bench),
      sounds_(sounds),
      note_(note),
      seed_(seed),
      pages_(new QStackedWidget(this)) {
  setObjectName(QStringLiteral("blindTestDialog"));
  setWindowTitle(tr("Blind test"));
  auto* column = new QVBoxLayout(this);
  column->addWidget(pages_);
  pages_->addWidget(setUpPage());
  pages_->addWidget(trialPage());
  pages_->addWidget(resultPage());
  connect(&bench.transport, &Transport::stateChanged, this, &BlindTestDialog::showPlaying);
  connect(&bench.transport, &Transport::currentChanged, this, &BlindTestDialog::showPlaying);
}

BlindTestDialog::~BlindTestDialog() {
  stop();
}

QWidget* BlindTestDialog::setUpPage() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->addWidget(wrapped(tr("Compare two sounds without knowing which is which. Both play at "
                               "the same loudness, and switching keeps the position."),
                            page));
  auto* form = new QFormLayout;
  kind_ = new QComboBox(page);
  kind_->setObjectName(QStringLiteral("blindKind"));
  kind_->addItems({tr("ABX: which of the two is X?"), tr("Preference: which is better?")});
  form->addRow(tr("&Test"), kind_);
  for (std::size_t i = 0; i < sound_.size(); ++i) {
    sound_[i] = new QComboBox(page);
    sound_[i]->setObjectName(i == 0 ? QStringLiteral("blindSound1")
                                    : QStringLiteral("blindSound2"));
    for (const TestedSound& sound : sounds_) sound_[i]->addItem(sound.name);
    sound_[i]->setCurrentIndex(static_cast<int>(i));
    form->addRow(i == 0 ? tr("&First sound") : tr("&Second sound"), sound_[i]);
    connect(sound_[i], &QComboBox::currentIndexChanged, this,
            [this] { begin_->setEnabled(sound_[0]->currentIndex() != sound_[1]->currentIndex()); });
  }
  trials_ = new QSpinBox(page);
  trials_->setObjectName(QStringLiteral("blindTrials"));
  trials_->setRange(BlindTest::kFewest, BlindTest::kMost);
  trials_->setValue(kUsualTrials);
  form->addRow(tr("T&rials"), trials_);
  column->addLayout(form);
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, page);
  begin_ = buttons->addButton(tr("&Start"), QDialogButtonBox::AcceptRole);
  begin_->setObjectName(QStringLiteral("blindBegin"));
  begin_->setDefault(true);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &BlindTestDialog::begin);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  return page;
}

QWidget* BlindTestDialog::trialPage() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  progress_ = wrapped({}, page);
  progress_->setObjectName(QStringLiteral("blindProgress"));
  question_ = wrapped({}, page);
  column->addWidget(progress_);
  auto* sounds = new QHBoxLayout;
  for (std::size_t i = 0; i < play_.size(); ++i) {
    play_[i] = new QPushButton(page);
    play_[i]->setObjectName(QStringLiteral("blindPlay%1").arg(i));
    play_[i]->setCheckable(true);
    play_[i]->setAutoDefault(false);
    connect(play_[i], &QPushButton::clicked, this, [this, i] { play(static_cast<int>(i)); });
    sounds->addWidget(play_[i]);
  }
  column->addLayout(sounds);
  column->addWidget(question_);
  auto* answers = new QHBoxLayout;
  for (std::size_t i = 0; i < answer_.size(); ++i) {
    answer_[i] = new QPushButton(page);
    answer_[i]->setObjectName(QStringLiteral("blindAnswer%1").arg(i));
    answer_[i]->setAutoDefault(false);
    connect(answer_[i], &QPushButton::clicked, this, [this, i] { answer(static_cast<int>(i)); });
    answers->addWidget(answer_[i]);
  }
  column->addLayout(answers);
  column->addWidget(wrapped(tr("Keys: A, B and X play, Space stops, 1 and 2 answer."), page));
  column->addStretch(1);
  return page;
}

QWidget* BlindTestDialog::resultPage() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  result_ = wrapped({}, page);
  result_->setObjectName(QStringLiteral("blindResult"));
  result_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  column->addWidget(result_);
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, page);
  auto* save = buttons->addButton(tr("&Save as CSV …"), QDialogButtonBox::ActionRole);
  save->setObjectName(QStringLiteral("blindSave"));
  auto* again = buttons->addButton(tr("Test &again"), QDialogButtonBox::ActionRole);
  column->addWidget(buttons);
  connect(save, &QPushButton::clicked, this, &BlindTestDialog::saveTable);
  connect(again, &QPushButton::clicked, this, [this] { pages_->setCurrentIndex(0); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  return page;
}

void BlindTestDialog::begin() {
  chosen_ = {sound_[0]->currentIndex(), sound_[1]->currentIndex()};
  if (chosen_[0] == chosen_[1]) return;
  const auto kind = kind_->currentIndex() == 0 ? BlindTestKind::Abx : BlindTestKind::Preference;
  const std::uint64_t drawn = std::uint64_t{std::random_device()()} << 32 | std::random_device()();
  test_.emplace(kind, trials_->value(), seed_.value_or(drawn));
  bench_.transport.stop();
  pages_->setCurrentIndex(1);
  showTrial();
}

/// Puts the sounds of this trial on the buttons' tracks, all at one loudness.
void BlindTestDialog::loadSounds() {
  std::array<analysis::SoundLevel, 2> levels;
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (const auto level = analysis::levelOf(sounds_[chosen_[i]].clip)) levels[i] = *level;
  const auto gains = analysis::matchingGains(levels);
  const auto load = [&](int button, int sound) {
    const auto place = static_cast<std::size_t>(sound);
    bench_.transport.setSound(trackOf(button), {sounds_[chosen_[place]].clip, {}});
    bench_.transport.setGain(trackOf(button), gains[place]);
  };
  for (const int button : {0, 1}) load(button, test_->soundOf(button));
  if (test_->kind() == BlindTestKind::Abx) load(kX, test_->soundOfX());
}

void BlindTestDialog::play(int button) {
  Transport& transport = bench_.transport;
  const bool mine = transport.current().id.startsWith(QStringLiteral("blind/"));
  if (mine && transport.current() == trackOf(button) &&
      (transport.playing() || transport.waiting()))
    return transport.stop();
  if (mine && transport.playing()) return transport.switchTo(trackOf(button));
  transport.play(trackOf(button));
}

void BlindTestDialog::answer(int button) {
  test_->answer(button);
  bench_.transport.stop();
  if (test_->finished())
    showResult();
  else
    showTrial();
}

void BlindTestDialog::showTrial() {
  const bool abx = test_->kind() == BlindTestKind::Abx;
  progress_->setText(tr("Trial %1 of %2").arg(test_->answered() + 1).arg(test_->size()));
  question_->setText(abx ? tr("Which of the two is X?") : tr("Which do you prefer?"));
  const QStringList names = abx ? QStringList{tr("&A"), tr("&B"), tr("&X")}
                                : QStringList{tr("&A (first)"), tr("&B (second)"), QString()};
  for (std::size_t i = 0; i < play_.size(); ++i)
    play_[i]->setText(names[static_cast<qsizetype>(i)]);
  play_[kX]->setVisible(abx);
  answer_[0]->setText(abx ? tr("X is A (1)") : tr("A (1)"));
  answer_[1]->setText(abx ? tr("X is B (2)") : tr("B (2)"));
  loadSounds();
  showPlaying();
  play_[0]->setFocus();
}

void BlindTestDialog::showPlaying() {
  const Transport& transport = bench_.transport;
  for (int i = 0; i < static_cast<int>(play_.size()); ++i)
    play_[static_cast<std::size_t>(i)]->setChecked(transport.current() == trackOf(i) &&
                                                   (transport.playing() || transport.waiting()));
}

void BlindTestDialog::showResult() {
  stop();
  result_->setText(verdictOf(*test_, names()));
  pages_->setCurrentIndex(2);
}

evaluation::BlindTestNames BlindTestDialog::names() const {
  return {note_.toStdString(),
          {sounds_[chosen_[0]].name.toStdString(), sounds_[chosen_[1]].name.toStdString()}};
}

void BlindTestDialog::saveTable() {
  SaveDialog dialog(this, tr("Save the answers"),
                    bench_.preferences.folder(QStringLiteral("blindTest")), tr("Tables (*.csv)"),
                    QStringLiteral(".csv"));
  const QString file = dialog.ask();
  if (file.isEmpty()) return;
  bench_.preferences.setFolder(QStringLiteral("blindTest"), QFileInfo(file).absolutePath());
  const std::string csv = evaluation::csvOf(*test_, names());
  const auto written =
      writeBytesAtomically(file.toStdString(), std::as_bytes(std::span(csv.data(), csv.size())));
  if (!written) result_->setText(QString::fromStdString(written.error().message));
}

void BlindTestDialog::keyPressEvent(QKeyEvent* event) {
  const bool trial = pages_->currentIndex() == 1;
  const bool abx = test_ && test_->kind() == BlindTestKind::Abx;
  switch (trial ? event->key() : 0) {
    case Qt::Key_A:
      return play(0);
    case Qt::Key_B:
      return play(1);
    case Qt::Key_X:
      return abx ? play(kX) : void();
    case Qt::Key_1:
      return answer(0);
    case Qt::Key_2:
      return answer(1);
    case Qt::Key_Space:
      return bench_.transport.stop();
    default:
      QDialog::keyPressEvent(event);
  }
}

std::optional<Unfinished> BlindTestDialog::unfinished() const {
  if (!isVisible() || !test_ || test_->finished() || test_->answered() == 0) return {};
  return Unfinished{tr("The blind test is not finished."),
                    countText(test_->answered(), tr("Its one answer will be lost."),
                              tr("Its %1 answers will be lost."))};
}

void BlindTestDialog::reject() {
  const auto test = unfinished();
  if (!test) return QDialog::reject();
  askBeforeLoss(
      *this,
      {windowTitle(), test->what, test->left, tr("&Stop the test"), tr("&Continue the test")},
      [this] { QDialog::reject(); });
}

void BlindTestDialog::done(int result) {
  stop();
  QDialog::done(result);
}

void BlindTestDialog::stop() {
  for (const int button : {0, 1, kX}) bench_.transport.clear(trackOf(button));
  if (bench_.transport.current().id.startsWith(QStringLiteral("blind/")))
    bench_.transport.setCurrent(Track::original());
}

}  // namespace timbre::ui
