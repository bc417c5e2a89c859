#include "ui/views/TrainingWindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>
#include <cmath>
#include <cstdlib>

#include "dataset/Split.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/widgets/CurvePlot.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {
namespace {

constexpr int kMiddleC = 60;
constexpr double kMinute = 60;

/// A note that the training keeps back, near the middle of the keyboard; any where none is.
Result<dataset::NoteInfo> noteToWatch(const dataset::NoteLibrary& library) {
  std::optional<dataset::NoteInfo> best;
  const auto rank = [](const dataset::NoteInfo& note) {
    return std::pair(!dataset::heldOutOfFolder(note), std::abs(note.pitch - kMiddleC));
  };
  for (const dataset::NoteInfo& note : library.notes())
    if (!note.fileMissing && (!best || rank(note) < rank(*best))) best = note;
  if (!best) return fail(ErrorCode::NotFound, "There is no note that could be shown");
  return *best;
}

}  // namespace

QString TrainingWindow::sentenceOf(const Error& error) {
  return QString::fromStdString(error.message);
}

TrainingWindow::TrainingWindow(AppContext& bench, QString program, std::filesystem::path models,
                               QWidget* parent)
    : QWidget(parent, Qt::Window),
      bench_(bench),
      models_(std::move(models)),
      trainer_(program),
      finisher_(std::move(program)) {
  setObjectName(QStringLiteral("trainingWindow"));
  setWindowTitle(tr("Train a model"));
  auto* column = new QVBoxLayout(this);
  auto* row = new QHBoxLayout;
  row->addWidget(buildForm());
  row->addWidget(buildShows(), 1);
  column->addLayout(row, 1);
  line_ = new ElidingLabel(this);
  line_->setObjectName(QStringLiteral("trainingLine"));
  line_->setFaded(true);
  column->addWidget(line_);
  connectAll();
  fillModels();
  notes_->setText(QString::fromStdString(bench_.session.library().folder().string()));
  suggestRun();
  resize(QSize(1240, 800).boundedTo(screen()->availableSize() - QSize(40, 60)));
}

void TrainingWindow::fillModels() {
  const QVariant chosen = init_->currentData();
  const QSignalBlocker quiet(init_);
  init_->clear();
  init_->addItem(tr("Nothing: fresh weights"));
  for (const auto& card : bench_.models.cards())
    init_->addItem(QString::fromStdString(card.name), QString::fromStdString(card.name));
  init_->setCurrentIndex(std::max(0, chosen.isValid() ? init_->findData(chosen) : 0));
}

void TrainingWindow::suggestRun() {
  const QDir runs(QString::fromStdString((models_.parent_path() / "runs").string()));
  const QString kind = kind_->currentData().toString();
  int number = 1;
  const auto name = [&] { return kind + QStringLiteral("-%1").arg(number); };
  while (runs.exists(name())) ++number;
  run_->setText(runs.filePath(name()));
}

void TrainingWindow::showRun() {
  if (trainer_.running() || finisher_.running()) return;
  const QString run = run_->text().trimmed();
  QString kind = kindOfRun(run);
  if (kind.isEmpty()) kind = kind_->currentData().toString();
  const bool waveNet = kind.startsWith(QLatin1String("wavenet"));
  curves_->setUnits(waveNet ? tr("nats per sample") : tr("weighted squared error"),
                    waveNet ? tr("Audio samples") : tr("Notes"));
  trainer_.watch(run);
  told_->setText(hasRun(run) ? tr("There is a run in this folder: Resume goes on with it")
                             : QString());
  showState();
}

void TrainingWindow::showState() {
  const bool running = trainer_.running() || finisher_.running();
  const bool begun = hasRun(run_->text().trimmed());
  const bool fresh = !init_->currentData().isValid();
  settings_->setEnabled(!running);
  kind_->setEnabled(fresh);
  pitch_->setEnabled(fresh);
  start_->setEnabled(!running && !begun && !run_->text().trimmed().isEmpty());
  resume_->setEnabled(!running && begun);
  stop_->setEnabled(running && !trainer_.stopping());
  const bool learnt = !trainer_.run().isEmpty() && QFileInfo::exists(trainer_.weights());
  const bool waveNet = kindOfRun(trainer_.run()).startsWith(QLatin1String("wavenet"));
  finish_->setEnabled(learnt && waveNet && !running && !adding_.running());
  add_->setEnabled(learnt && !finisher_.running() && !adding_.running());
  if (trainer_.stopping()) told_->setText(tr("Stopping: what was learnt is being kept …"));
}

QString TrainingWindow::standing() const {
  const auto& points = trainer_.metrics().points();
  const QLocale locale;
  return points.empty() ? QString()
                        : tr("step %1").arg(locale.toString(points.back().step, 'f', 0));
}

void TrainingWindow::showReports() {
  curves_->setMetrics(trainer_.metrics());
  const auto& points = trainer_.metrics().points();
  if (points.empty()) return rate_->setText({});
  const MetricPoint& last = points.back();
  const QLocale locale;
  QStringList facts{standing(), tr("loss %1").arg(last.loss, 0, 'g', 4)};
  for (auto it = points.rbegin(); it != points.rend(); ++it)
    if (it->heldOut) {
      facts << tr("held out %1").arg(*it->heldOut, 0, 'g', 4);
      break;
    }
  const bool waveNet = !kindOfRun(trainer_.run()).startsWith(QLatin1String("baseline"));
  facts << (waveNet ? tr("%1 samples a second") : tr("%1 notes a second"))
               .arg(locale.toString(last.perSecond, 'f', last.perSecond < 10 ? 1 : 0));
  facts << tr("%1 min trained").arg(last.seconds / kMinute, 0, 'f', 1);
  if (trainer_.running() && last.secondsLeft)
    facts << tr("%1 min left").arg(std::max(0.0, *last.secondsLeft) / kMinute, 0, 'f', 1);
  rate_->setText(facts.join(QStringLiteral(" · ")));
  if (!trainer_.running() || trainer_.stopping()) return;
  QString remark = tr("Training");
  for (const MetricPoint& point : points)
    if (!point.remark.isEmpty()) remark = point.remark;
  told_->setText(remark);
}

Result<TrainingPlan> TrainingWindow::planFromForm() const {
  TrainingPlan plan;
  plan.run = run_->text().trimmed();
  plan.notes << notes_->text().trimmed();
  plan.minutes = minutes_->value();
  plan.config = kind_->currentData().toString();
  const auto* card = bench_.models.named(init_->currentData().toString().toStdString());
  if (card) {
    plan.init = QString::fromStdString(card->file.string());
    auto sizes = writeSizes(plan.run, QByteArray::fromStdString(card->config));
    if (!sizes) return tl::unexpected(sizes.error());
    plan.config = *sizes;
  } else {
    plan.more << QStringLiteral("--set")
              << QStringLiteral("pitch_conditioned=%1")
                     .arg(pitch_->isChecked() ? QStringLiteral("true") : QStringLiteral("false"));
  }
  plan.more << QProcess::splitCommand(more_->text());
  return plan;
}

void TrainingWindow::start(bool resume) {
  const auto plan =
      resume ? planToResume(run_->text().trimmed(), minutes_->value()) : planFromForm();
  if (!plan) return told_->setText(sentenceOf(plan.error()));
  if (plan->notes.value(0).isEmpty()) return told_->setText(tr("Choose a folder of notes first"));
  notes_->setText(plan->notes.value(0));
  line_->setText({});
  told_->setText(resume ? tr("Going on …") : tr("Reading the notes …"));
  trainer_.start(*plan);
  showState();
  chooseNote();
}

void TrainingWindow::showEnd(bool stopped, const QString& failure) {
  const QString where = standing();
  if (!failure.isEmpty()) {
    told_->setText(failure);
  } else if (stopped) {
    told_->setText(where.isEmpty() ? tr("Stopped before the first report")
                                   : tr("Stopped at %1; Resume goes on from there").arg(where));
  } else {
    told_->setText(
        tr("Done at %1. Resume trains it longer; Add to my models lets you hear it").arg(where));
  }
  showReports();
  showState();
  if (closing_) close();
}

void TrainingWindow::chooseNote() {
  rebuilding_.cancel();
  picturing_.cancel();
  note_.reset();
  rebuilt_->showHint(tr("Comes with the first weights"));
  choosing_ = bench_.jobs.run(
      Lane::Compute, this,
      [open = bench_.session.library(),
       folder = std::filesystem::path(notes_->text().trimmed().toStdString())](
          Progress& progress) -> Result<dataset::NoteInfo> {
        if (folder == open.folder()) return noteToWatch(open);
        const auto library = dataset::NoteLibrary::open(folder, progress);
        return noteToWatch(library ? *library : open);  // a pack keeps no recordings
      },
      [this](const Result<dataset::NoteInfo>& note) {
        if (!note) return original_->showError(sentenceOf(note.error()));
        note_ = *note;
        showOriginal(*note);
      });
}

void TrainingWindow::showOriginal(const dataset::NoteInfo& note) {
  original_->setTitle(
      tr("Original"),
      QString::fromStdString(note.id) +
          (dataset::heldOutOfFolder(note) ? tr(", kept back from the training") : QString()));
  picturing_ = bench_.jobs.run(
      Lane::Compute, this,
      [note, colours = bench_.appearance.colours()](Progress& progress) {
        return dataset::readNote(note).and_then([&](const audio::AudioClip& clip) {
          return pictureOf(clip, std::nullopt, colours, progress);
        });
      },
      [this](const Result<Picture>& picture) {
        if (!picture) return original_->showError(sentenceOf(picture.error()));
        original_->showPicture(*picture);
        reference_ = picture->rainbowgram->peakPower;
        if (QFileInfo::exists(trainer_.weights())) rebuild();
      });
}

}  // namespace timbre::ui
