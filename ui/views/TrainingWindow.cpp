#include "ui/views/TrainingWindow.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "checkpoint/Import.h"
#include "ui/PlainText.h"
#include "ui/training/MetricsText.h"
#include "ui/views/TrainingForm.h"
#include "ui/views/TrainingMonitor.h"
#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

constexpr int kSideWidth = 360, kTitleBar = 30;  // px

bool isWaveNet(const QString& kind) {
  return kind.startsWith(QLatin1String("wavenet"));
}

}  // namespace

TrainingWindow::TrainingWindow(AppContext& bench, QString program, std::filesystem::path models,
                               QWidget* parent)
    : QWidget(parent, Qt::Window),
      bench_(bench),
      models_(std::move(models)),
      training_(program),
      postFilter_(std::move(program)) {
  setObjectName(QStringLiteral("trainingWindow"));
  setWindowTitle(tr("Train a model"));
  auto* column = new QVBoxLayout(this);
  auto* row = new QHBoxLayout;
  row->addWidget(buildSide());
  monitor_ = new TrainingMonitor(bench, this);
  row->addWidget(monitor_, 1);
  column->addLayout(row, 1);
  line_ = new ElidingLabel(this);
  line_->setObjectName(QStringLiteral("trainingLine"));
  line_->setFaded(true);
  column->addWidget(line_);
  connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
  connectAll();
  form_->setNotes(QString::fromStdString(bench_.session.library().folder().string()));
  showRun();
  place();
}

/// Over the middle of the main window, as far as the screen allows.
void TrainingWindow::place() {
  const QRect room = screen()->availableGeometry();
  resize(QSize(1240, 800).boundedTo(room.size() - QSize(40, 60)));
  if (!parentWidget()) return;
  QRect wanted(QPoint(), size());
  wanted.moveCenter(parentWidget()->window()->geometry().center());
  move(std::clamp(wanted.left(), room.left(), room.right() - wanted.width()),
       std::clamp(wanted.top(), room.top() + kTitleBar, room.bottom() - wanted.height()));
}

QWidget* TrainingWindow::buildSide() {
  auto* side = new QWidget(this);
  side->setFixedWidth(kSideWidth);
  auto* column = new QVBoxLayout(side);
  form_ = new TrainingForm(bench_.models, bench_.preferences, models_.parent_path() / "runs", side);
  column->addWidget(form_);
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
    made->setToolTip(plainTip(tip));
    return made;
  };
  start_ = button(tr("&Start"), "trainingStart", tr("Start a new run"));
  resume_ = button(tr("&Resume"), "trainingResume",
                   tr("Continue the run in the folder with its own settings"));
  stop_ =
      button(tr("Sto&p"), "trainingStop", tr("Stop, and keep what was learned to resume later"));
  fit_ = button(tr("Fit t&he post-filter"), "trainingFinish",
                tr("Reduce the noise of the WaveNet's sound and let it play three times as fast. "
                   "Runs timbre calibrate, then timbre post-filter."));
  add_ = button(tr("&Add to my models"), "trainingAdd",
                tr("Use these weights in the window to rebuild and morph"));
  auto* row = new QHBoxLayout;
  for (QPushButton* each : {start_, resume_, stop_}) row->addWidget(each);
  form.addRow(row);
  form.addRow(fit_);
  form.addRow(add_);
  told_ = new QLabel(parent);
  told_->setObjectName(QStringLiteral("trainingTold"));
  rate_ = new QLabel(parent);
  rate_->setObjectName(QStringLiteral("trainingRate"));
  for (QLabel* label : {told_, rate_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addRow(label);
  }
}

void TrainingWindow::connectAll() {
  connect(&training_, &TrainingProcess::reported, this, &TrainingWindow::showReports);
  connect(&training_, &TrainingProcess::weightsChanged, this, &TrainingWindow::rebuild);
  connect(&training_, &CliProcess::said, line_, &ElidingLabel::setText);
  connect(&training_, &CliProcess::ended, this, &TrainingWindow::showEnd);
  connect(&postFilter_, &CliProcess::said, line_, &ElidingLabel::setText);
  connect(&postFilter_, &CliProcess::ended, this, &TrainingWindow::showFitted);
  connect(start_, &QPushButton::clicked, this, [this] { start(false); });
  connect(resume_, &QPushButton::clicked, this, [this] { start(true); });
  connect(stop_, &QPushButton::clicked, this, &TrainingWindow::stop);
  connect(fit_, &QPushButton::clicked, this, &TrainingWindow::fitPostFilter);
  connect(add_, &QPushButton::clicked, this, &TrainingWindow::addToModels);
  connect(form_, &TrainingForm::runChanged, this, &TrainingWindow::showRun);
}

void TrainingWindow::showRun() {
  if (training_.running() || postFilter_.running()) return;
  monitor_->setKind(isWaveNet(form_->kind()));
  training_.watch(form_->run());
  told_->setText(hasRun(form_->run()) ? tr("This folder holds a run. Resume continues it.")
                                      : QString());
  showState();
  if (const auto plan = planToResume(form_->run(), 0)) {
    monitor_->watch(plan->notes.value(0).toStdString());
    rebuild();
  } else {
    monitor_->clear();
  }
}

void TrainingWindow::showState() {
  const bool running = training_.running() || postFilter_.running();
  const bool begun = hasRun(form_->run());
  form_->setEnabled(!running);
  start_->setEnabled(!running && !begun && !form_->run().isEmpty());
  resume_->setEnabled(!running && begun);
  stop_->setEnabled(running && !training_.stopping() && !postFilter_.stopping());
  const bool learned = !training_.run().isEmpty() && QFileInfo::exists(training_.weights());
  const bool waveNet = isWaveNet(kindOfRun(training_.run()));
  fit_->setEnabled(learned && waveNet && !running && !adding_.running());
  add_->setEnabled(learned && !postFilter_.running() && !adding_.running());
  if (training_.stopping()) told_->setText(tr("Stopping: what was learned is being saved …"));
}

QString TrainingWindow::standing() const {
  return standingOf(training_.metrics());
}

void TrainingWindow::showReports() {
  const Metrics& metrics = training_.metrics();
  monitor_->showMetrics(metrics);
  const bool waveNet = !kindOfRun(training_.run()).startsWith(QLatin1String("baseline"));
  rate_->setText(summaryOf(metrics, waveNet, training_.running()));
  if (metrics.points().empty() || !training_.running() || training_.stopping()) return;
  QString remark = tr("Training");
  for (const MetricPoint& point : metrics.points())
    if (!point.remark.isEmpty()) remark = point.remark;
  told_->setText(remark);
}

void TrainingWindow::start(bool resume) {
  const auto plan = resume ? planToResume(form_->run(), form_->minutes()) : form_->plan();
  if (!plan) return told_->setText(QString::fromStdString(plan.error().message));
  form_->setNotes(plan->notes.value(0));
  line_->setText({});
  told_->setText(resume ? tr("Resuming …") : tr("Reading the notes …"));
  training_.start(*plan);
  showState();
  monitor_->watch(form_->notes().toStdString());
  rebuild();
}

void TrainingWindow::stop() {
  training_.stop();
  postFilter_.stop();
  showState();
}

void TrainingWindow::rebuild() {
  showState();
  monitor_->rebuild(training_.weights().toStdString(), standing());
}

void TrainingWindow::showEnd(bool stopped, const QString& failure) {
  const QString where = standing();
  if (!failure.isEmpty()) {
    told_->setText(failure);
  } else if (stopped) {
    told_->setText(where.isEmpty() ? tr("Stopped before the first report")
                                   : tr("Stopped at %1. Resume continues from there.").arg(where));
  } else {
    told_->setText(
        tr("Done at %1. Resume trains it longer. Add to my models lets you hear it.").arg(where));
  }
  showReports();
  showState();
  if (closing_) close();
}

void TrainingWindow::fitPostFilter() {
  const auto plan = planToResume(training_.run(), 0);
  if (!plan) return told_->setText(QString::fromStdString(plan.error().message));
  told_->setText(tr("Fitting the post-filter. This takes some minutes …"));
  postFilter_.start(training_.weights(), plan->notes);
  showState();
}

void TrainingWindow::showFitted(bool stopped, const QString& failure) {
  told_->setText(!failure.isEmpty() ? failure
                 : stopped          ? tr("Stopped. There is no new post-filter.")
                           : tr("The post-filter is fitted. Add to my models lets you hear it. "
                                "Training further writes weights without a post-filter."));
  showState();
  if (!stopped && failure.isEmpty()) rebuild();
}

void TrainingWindow::addToModels() {
  adding_ = bench_.jobs.run(
      Lane::Compute, this,
      [file = std::filesystem::path(training_.weights().toStdString()), folder = models_](
          Progress& progress) { return checkpoint::importModel(file, folder, {}, progress); },
      [this](const Result<model::ModelCard>& card) {
        told_->setText(
            card ? tr("Added to your models as %1").arg(QString::fromStdString(card->name))
                 : QString::fromStdString(card.error().message));
        if (card) emit added(*card);
        showState();
      });
  showState();
}

std::optional<Unfinished> TrainingWindow::unfinished() const {
  if (!postFilter_.running()) return {};
  return Unfinished{tr("Fitting the post-filter is not finished."),
                    tr("The model stays without a new post-filter.")};
}

void TrainingWindow::closeThen(std::function<void()> then) {
  then_ = std::move(then);
  close();
}

void TrainingWindow::stopThen(std::function<void()> then) {
  then_ = std::move(then);
  closing_ = true;
  if (asking_) asking_->close();
  if (!training_.running()) return void(close());
  stop();
}

void TrainingWindow::closeEvent(QCloseEvent* event) {
  if (!training_.running()) {
    closing_ = false;
    monitor_->cancel();
    QWidget::closeEvent(event);
    if (then_) QMetaObject::invokeMethod(this, std::exchange(then_, {}), Qt::QueuedConnection);
    return;
  }
  event->ignore();
  if (!asking_ && !closing_) ask();
}

void TrainingWindow::ask() {
  show();
  asking_ = new QMessageBox(QMessageBox::Question, windowTitle(), tr("Stop the training?"),
                            QMessageBox::Cancel, this);
  asking_->setObjectName(QStringLiteral("trainingAsks"));
  asking_->setInformativeText(
      tr("What was learned is kept in the run's folder; Resume continues from there."));
  auto* stopping = asking_->addButton(tr("&Stop training"), QMessageBox::AcceptRole);
  stopping->setObjectName(QStringLiteral("trainingAsksStop"));
  asking_->setAttribute(Qt::WA_DeleteOnClose);
  connect(asking_, &QMessageBox::finished, this, [this, box = asking_, stopping] {
    asking_ = nullptr;
    if (closing_) return;  // somebody has decided meanwhile
    closing_ = box->clickedButton() == stopping;
    if (!closing_) return void(then_ = {});
    if (!training_.running()) return void(close());
    stop();
  });
  asking_->open();
}

}  // namespace timbre::ui
