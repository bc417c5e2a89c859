#include "ui/views/RebuildBatch.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include "ui/CountText.h"
#include "ui/PlainText.h"
#include "ui/views/ProgressText.h"
#include "ui/views/SentencesBox.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {
namespace {

constexpr int kBarWidth = 120;  // px
const QString kPurpose = QStringLiteral("sound");

QString lineOf(const synthesis::RebuildFailure& failure) {
  const QString note = QString::fromStdString(failure.note);
  const QString why = QString::fromStdString(failure.why);
  return failure.model.empty() ? RebuildBatch::tr("%1: %2").arg(note, why)
                               : RebuildBatch::tr("%1 with %2: %3")
                                     .arg(note, QString::fromStdString(failure.model), why);
}

}  // namespace

RebuildBatch::RebuildBatch(AppContext& bench, QWidget* parent)
    : QWidget(parent), bench_(bench), text_(new QLabel(this)), bar_(new ThinProgressBar(this)) {
  setObjectName(QStringLiteral("rebuildBatch"));
  text_->setObjectName(QStringLiteral("rebuildText"));
  text_->setTextFormat(Qt::PlainText);
  bar_->setFixedWidth(kBarWidth);
  auto* stop = new QPushButton(tr("Cancel"), this);
  stop->setObjectName(QStringLiteral("rebuildCancel"));
  stop->setAccessibleName(tr("Cancel rebuilding the notes"));
  stop->setToolTip(plainTip(tr("Cancel rebuilding the notes; what is written stays")));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(4, 0, 4, 0);
  row->setSpacing(8);
  row->addWidget(text_);
  row->addWidget(bar_);
  row->addWidget(stop);
  hide();
  connect(stop, &QPushButton::clicked, this, &RebuildBatch::cancel);
}

bool RebuildBatch::mayStart(const std::vector<int>& notes,
                            const std::vector<model::ModelCard>& models) {
  if (running()) {
    emit said(tr("Notes are being rebuilt; wait for them, or cancel them first"));
  } else if (notes.empty()) {
    emit said(tr("Select the notes to rebuild first"));
  } else if (models.empty()) {
    emit said(tr("There are no models to rebuild notes with"));
  } else {
    return true;
  }
  return false;
}

void RebuildBatch::ask(const std::vector<int>& notes, const std::vector<model::ModelCard>& models) {
  if (!mayStart(notes, models)) return;
  auto* dialog = new QFileDialog(
      window(),
      tr("Folder for the sounds of %1, rebuilt by %2")
          .arg(countText(static_cast<qint64>(notes.size()), tr("1 note"), tr("%1 notes")),
               countText(static_cast<qint64>(models.size()), tr("1 model"), tr("%1 models"))),
      bench_.preferences.folder(kPurpose));
  dialog->setObjectName(QStringLiteral("rebuildFolder"));
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, [this, notes, models](const QString& folder) {
    bench_.preferences.setFolder(kPurpose, folder);
    start(notes, models, folder);
  });
  dialog->open();
}

void RebuildBatch::start(std::vector<int> notes, std::vector<model::ModelCard> models,
                         const QString& folder) {
  if (!mayStart(notes, models)) return;
  folder_ = folder;
  sounds_ = static_cast<int>(notes.size() * models.size());
  done_ = 0;
  synthesis::RebuildRequest request{bench_.session.library(), std::move(notes), std::move(models),
                                    folder.toStdString(), bench_.session.state().postFilter};
  job_ = bench_.jobs.run(
      Lane::Background, this,
      [&maker = bench_.maker, request = std::move(request)](Progress& progress) {
        return synthesis::rebuildNotes(maker, request, progress);
      },
      [this](const Result<synthesis::RebuildReport>& report) { finish(report); },
      {.progress = [this](JobProgress progress) { showProgress(progress); }});
  showProgress({});
  show();
}

void RebuildBatch::cancel() {
  if (!running()) return;
  job_.cancel();
  hide();
  emit said(tr("Cancelled. The sounds that are finished stay in %1.").arg(folder_));
}

std::optional<Unfinished> RebuildBatch::unfinished() const {
  if (!running()) return {};
  return Unfinished{
      countText(sounds_, tr("Rebuilding a sound is not finished."),
                tr("Rebuilding %1 sounds is not finished.")),
      tr("%1 of %2 done. What is written stays in %3.").arg(done_).arg(sounds_).arg(folder_)};
}

void RebuildBatch::showProgress(const JobProgress& progress) {
  // Each sound has the same share; a little more than its end is its end.
  done_ = static_cast<int>(progress.fraction * sounds_ + 1e-6);
  text_->setText(progressText(tr("Rebuilding notes"), progress));
  bar_->setFraction(progress.fraction);
}

void RebuildBatch::finish(const Result<synthesis::RebuildReport>& report) {
  hide();
  if (!report) return emit said(QString::fromStdString(report.error().message));
  emit said(tr("Sounds rebuilt: %1 of %2, in %3").arg(report->written).arg(sounds_).arg(folder_));
  if (!report->failures.empty()) tellFailures(report->failures);
}

void RebuildBatch::tellFailures(const std::vector<synthesis::RebuildFailure>& failures) {
  QStringList lines;
  for (const auto& failure : failures) lines << lineOf(failure);
  showSentences(*window(), tr("Rebuild notes"),
                countText(lines.size(), tr("1 note could not be rebuilt"),
                          tr("%1 notes could not be rebuilt")),
                lines)
      ->setObjectName(QStringLiteral("rebuildFailures"));
}

}  // namespace timbre::ui
