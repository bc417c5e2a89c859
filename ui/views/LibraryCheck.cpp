#include "ui/views/LibraryCheck.h"

#include <QProgressDialog>
#include <cmath>

#include "quality/CheckLibrary.h"
#include "ui/CountText.h"

namespace timbre::ui {
namespace {

constexpr int kSteps = 1000;
constexpr int kWaitMs = 300;

QString sentenceFor(const quality::CheckReport& report) {
  const auto doubts = static_cast<qint64>(report.doubts.size());
  const QString checked = countText(report.notes, LibraryCheck::tr("1 note checked"),
                                    LibraryCheck::tr("%1 notes checked"));
  const QString found = doubts == 0
                            ? LibraryCheck::tr("no problems found")
                            : countText(doubts, LibraryCheck::tr("1 has findings and is listed"),
                                        LibraryCheck::tr("%1 have findings and are listed"));
  return LibraryCheck::tr("%1: %2").arg(checked, found);
}

}  // namespace

LibraryCheck::LibraryCheck(Session& session, JobRunner& jobs, QWidget* window)
    : QObject(window), session_(session), jobs_(jobs), window_(window) {}

void LibraryCheck::start() {
  if (job_.running() || session_.library().empty()) return;
  progress_ = new QProgressDialog(tr("Analysing every note …"), tr("Cancel"), 0, kSteps, window_);
  progress_->setObjectName(QStringLiteral("checkProgress"));
  progress_->setWindowTitle(tr("Check notes"));
  progress_->setMinimumDuration(kWaitMs);
  progress_->setAttribute(Qt::WA_DeleteOnClose);
  connect(progress_, &QProgressDialog::canceled, this, [this] { job_.cancel(); });
  job_ = jobs_.run(
      Lane::Compute, this,
      [library = session_.library()](Progress& progress) {
        return quality::checkLibrary(library, 0, progress);
      },
      [this](const Result<quality::CheckReport>& report) {
        if (progress_) progress_->close();
        emit checked(report ? sentenceFor(*report)
                            : QString::fromStdString(report.error().message));
      },
      {.progress =
           [this](JobProgress now) {
             if (!progress_) return;
             progress_->setLabelText(
                 now.secondsLeft < 0
                     ? tr("Analysing every note …")
                     : tr("Analysing every note …  %1 s left").arg(std::lround(now.secondsLeft)));
             progress_->setValue(static_cast<int>(now.fraction * (kSteps - 1)));
           },
       .priority = 0});
}

std::optional<Unfinished> LibraryCheck::unfinished() const {
  if (!job_.running()) return {};
  return Unfinished{tr("Checking the notes is not finished."),
                    tr("Its findings so far will be lost.")};
}

}  // namespace timbre::ui
