// How the training window is built and closed.
#include <QCheckBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>
#include <utility>

#include "ui/views/TrainingWindow.h"
#include "ui/widgets/CurvePlot.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {
namespace {

constexpr int kFormWidth = 360;
constexpr double kMostMinutes = 60 * 24 * 365;
const QString kPurpose = QStringLiteral("training");

}  // namespace

QLineEdit* TrainingWindow::addFolder(QFormLayout& form, const QString& title, const char* name) {
  auto* row = new QHBoxLayout;
  auto* edit = new QLineEdit(settings_);
  edit->setObjectName(QLatin1String(name));
  auto* browse = new QPushButton(tr("…"), settings_);
  browse->setAccessibleName(tr("Choose a folder"));
  browse->setToolTip(tr("Choose a folder"));
  browse->setMaximumWidth(36);
  row->addWidget(edit, 1);
  row->addWidget(browse);
  auto* label = new QLabel(title, settings_);
  label->setBuddy(edit);
  form.addRow(label, row);
  connect(browse, &QPushButton::clicked, this, [this, edit] {
    const QString at = edit->text().isEmpty() ? bench_.preferences.folder(kPurpose) : edit->text();
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Choose a folder"), at);
    if (chosen.isEmpty()) return;
    bench_.preferences.setFolder(kPurpose, chosen);
    edit->setText(chosen);
  });
  return edit;
}

void TrainingWindow::buildChoices(QFormLayout& form) {
  kind_ = new QComboBox(settings_);
  kind_->setObjectName(QStringLiteral("trainingKind"));
  kind_->addItem(tr("WaveNet, compact"), QStringLiteral("wavenet-compact"));
  kind_->addItem(tr("Baseline, compact"), QStringLiteral("baseline-compact"));
  kind_->addItem(tr("WaveNet, as in the paper (slow)"), QStringLiteral("wavenet-paper"));
  kind_->addItem(tr("Baseline, as in the paper (slow)"), QStringLiteral("baseline-paper"));
  form.addRow(tr("&Model"), kind_);
  init_ = new QComboBox(settings_);
  init_->setObjectName(QStringLiteral("trainingInit"));
  init_->setToolTip(tr("A model to go on from gives its sizes too"));
  form.addRow(tr("Start &from"), init_);
  pitch_ = new QCheckBox(tr("&Tell the decoder the pitch"), settings_);
  pitch_->setObjectName(QStringLiteral("trainingPitch"));
  pitch_->setChecked(true);  // at equal samples what is told keeps its pitch far sooner
  pitch_->setToolTip(
      tr("Pitch conditioning, as in the paper: the embedding need not hold the "
         "pitch"));
  form.addRow(QString(), pitch_);
}

QWidget* TrainingWindow::buildForm() {
  auto* side = new QWidget(this);
  side->setFixedWidth(kFormWidth);
  auto* column = new QVBoxLayout(side);
  settings_ = new QWidget(side);
  auto* form = new QFormLayout(settings_);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  buildChoices(*form);
  notes_ = addFolder(*form, tr("&Notes"), "trainingNotes");
  notes_->setToolTip(tr("A folder of notes in NSynth's format, or a training pack"));
  run_ = addFolder(*form, tr("R&un folder"), "trainingRun");
  run_->setToolTip(tr("Weights, curves and what it takes to go on are kept there"));
  minutes_ = new QDoubleSpinBox(settings_);
  minutes_->setObjectName(QStringLiteral("trainingMinutes"));
  minutes_->setRange(0.1, kMostMinutes);
  minutes_->setDecimals(1);
  minutes_->setValue(60);
  minutes_->setSuffix(tr(" minutes"));
  form->addRow(tr("Tra&in for"), minutes_);
  more_ = new QLineEdit(settings_);
  more_->setObjectName(QStringLiteral("trainingMore"));
  more_->setPlaceholderText(tr("--batch 4 --set width=32"));
  more_->setToolTip(tr("Further options of the command line: timbre train --help"));
  form->addRow(tr("&Options"), more_);
  column->addWidget(settings_);
  auto* buttons = new QFormLayout;
  column->addLayout(buttons);
  buildButtons(side, *buttons);
  column->addStretch(1);
  return side;
}

void TrainingWindow::buildButtons(QWidget* parent, QFormLayout& form) {
  const auto button = [&](const QString& text, const char* name, const QString& tip) {
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(name));
    made->setToolTip(tip);
    return made;
  };
  start_ = button(tr("&Start"), "trainingStart", tr("Begin a new run"));
  resume_ = button(tr("&Resume"), "trainingResume",
                   tr("Go on with the run in the folder, with the settings it was started with"));
  stop_ = button(tr("Sto&p"), "trainingStop", tr("Stop, and keep what was learnt to go on later"));
  finish_ = button(tr("Fit t&he post-filter"), "trainingFinish",
                   tr("Lets a WaveNet's embedding clear its sound of noise, and lets it be played "
                      "three times as fast: timbre calibrate, then timbre post-filter"));
  add_ = button(tr("&Add to my models"), "trainingAdd",
                tr("The window then rebuilds and morphs with these weights"));
  auto* row = new QHBoxLayout;
  for (QPushButton* each : {start_, resume_, stop_}) row->addWidget(each);
  form.addRow(row);
  form.addRow(finish_);
  form.addRow(add_);
  told_ = new QLabel(parent);
  told_->setObjectName(QStringLiteral("trainingTold"));
  rate_ = new QLabel(parent);
  rate_->setObjectName(QStringLiteral("trainingRate"));
  for (QLabel* label : {told_, rate_}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addRow(label);
  }
}

QWidget* TrainingWindow::buildShows() {
  auto* shows = new QSplitter(Qt::Vertical, this);
  auto* top = new QWidget(shows);
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 0);
  curves_ = new CurvePlot(top);
  auto* logarithmic = new QCheckBox(tr("&Logarithmic axis"), top);
  logarithmic->setObjectName(QStringLiteral("trainingLog"));
  connect(logarithmic, &QCheckBox::toggled, curves_, &CurvePlot::setLogarithmic);
  column->addWidget(curves_, 1);
  column->addWidget(logarithmic, 0, Qt::AlignRight);
  auto* pictures = new QSplitter(Qt::Horizontal, shows);
  original_ = new RainbowgramPlot(pictures);
  original_->setObjectName(QStringLiteral("trainingOriginal"));
  rebuilt_ = new RainbowgramPlot(pictures);
  rebuilt_->setObjectName(QStringLiteral("trainingRebuilt"));
  original_->setTitle(tr("Original"));
  rebuilt_->setTitle(tr("Rebuilt"));
  original_->showHint(tr("A note that is kept back from the training"));
  rebuilt_->showHint(tr("Comes with the first weights"));
  pictures->setSizes({1, 1});
  shows->setSizes({1, 1});
  return shows;
}

void TrainingWindow::connectAll() {
  connect(&trainer_, &TrainingProcess::reported, this, &TrainingWindow::showReports);
  connect(&trainer_, &TrainingProcess::weightsChanged, this, &TrainingWindow::rebuild);
  connect(&trainer_, &TrainingProcess::said, line_, &ElidingLabel::setText);
  connect(&trainer_, &TrainingProcess::ended, this, &TrainingWindow::showEnd);
  connect(start_, &QPushButton::clicked, this, [this] { start(false); });
  connect(resume_, &QPushButton::clicked, this, [this] { start(true); });
  connect(stop_, &QPushButton::clicked, this, [this] {
    trainer_.stop();
    finisher_.stop();
    showState();
  });
  connect(finish_, &QPushButton::clicked, this, &TrainingWindow::finishWeights);
  connect(&finisher_, &PostFilterProcess::said, line_, &ElidingLabel::setText);
  connect(&finisher_, &PostFilterProcess::ended, this, &TrainingWindow::showFinished);
  connect(add_, &QPushButton::clicked, this, &TrainingWindow::addToModels);
  connect(run_, &QLineEdit::textChanged, this, &TrainingWindow::showRun);
  connect(kind_, &QComboBox::currentIndexChanged, this, &TrainingWindow::suggestRun);
  connect(init_, &QComboBox::currentIndexChanged, this, &TrainingWindow::showState);
  connect(&bench_.models, &ModelList::changed, this, &TrainingWindow::fillModels);
  connect(&bench_.appearance, &Appearance::mapChanged, this, [this] {
    for (RainbowgramPlot* plot : {original_, rebuilt_})
      if (!plot->picture().empty())
        plot->showPicture(pictureOf(plot->picture().rainbowgram, bench_.appearance.colours()));
  });
}

void TrainingWindow::closeThen(std::function<void()> then) {
  then_ = std::move(then);
  close();
}

void TrainingWindow::closeEvent(QCloseEvent* event) {
  if (!trainer_.running()) {
    closing_ = false;
    rebuilding_.cancel();
    QWidget::closeEvent(event);
    if (then_) QMetaObject::invokeMethod(this, std::exchange(then_, {}), Qt::QueuedConnection);
    return;
  }
  event->ignore();
  if (asking_ || closing_) return;
  show();
  asking_ = new QMessageBox(QMessageBox::Question, windowTitle(), tr("Stop the training?"),
                            QMessageBox::Cancel, this);
  asking_->setObjectName(QStringLiteral("trainingAsks"));
  asking_->setInformativeText(
      tr("What was learnt is kept in the run's folder; Resume goes on from there."));
  auto* stop = asking_->addButton(tr("&Stop training"), QMessageBox::AcceptRole);
  stop->setObjectName(QStringLiteral("trainingAsksStop"));
  asking_->setAttribute(Qt::WA_DeleteOnClose);
  connect(asking_, &QMessageBox::finished, this, [this, box = asking_, stop] {
    asking_ = nullptr;
    closing_ = box->clickedButton() == stop;
    if (!closing_) return void(then_ = {});
    if (!trainer_.running()) return void(close());
    trainer_.stop();
    showState();
  });
  asking_->open();
}

}  // namespace timbre::ui
