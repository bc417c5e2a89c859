#include "ui/study/StudyView.h"

#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "base/AtomicFile.h"
#include "base/Cores.h"
#include "base/Files.h"
#include "base/StandardPaths.h"
#include "studies/FigureFile.h"
#include "ui/CountText.h"
#include "ui/study/FigureWidget.h"
#include "ui/study/ReportText.h"
#include "ui/study/StudyOverview.h"
#include "ui/study/StudyPieces.h"
#include "ui/views/ProgressText.h"
#include "ui/widgets/SaveDialog.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {
namespace {

constexpr int kControlsWidth = 280;

/// Draws on the worker what the window only has to show.
QImage pictureOf(const studies::Item& item) {
  const auto* figure = std::get_if<studies::Figure>(&item);
  if (!figure) return {};
  const auto image = studies::imageOf(*figure, FigureWidget::kZoom);
  if (!image) return {};
  return QImage(image->pixels.data(), image->width, image->height, QImage::Format_RGBA8888).copy();
}

QPushButton* button(const QString& text, const QString& name, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(name);
  return made;
}

QUrl urlOf(const std::filesystem::path& file) {
  return QUrl::fromLocalFile(QString::fromStdString(file.string()));
}

}  // namespace

StudyView::StudyView(Session& session, JobRunner& jobs, Transport& transport,
                     std::filesystem::path reports, QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      transport_(transport),
      reports_(std::move(reports)) {
  setObjectName(QStringLiteral("studyView"));
  auto* row = new QHBoxLayout(this);
  row->addWidget(makeControls());
  pieces_ = new StudyPieces(this);
  row->addWidget(pieces_, 1);
  auto* overview = new StudyOverview(this);
  connect(overview, &StudyOverview::chosen, studies_, &QComboBox::setCurrentIndex);
  pieces_->append(overview);
  connect(pieces_, &StudyPieces::soundClicked, this, &StudyView::play);
  connect(&session_, &Session::changed, this, [this](Change what) {
    if (what == Change::Library || what == Change::Selection) showChoice();
  });
  showChoice();
  showRunning();
}

QWidget* StudyView::makeControls() {
  auto* panel = new QWidget(this);
  panel->setFixedWidth(kControlsWidth);
  auto* column = new QVBoxLayout(panel);
  studies_ = new QComboBox(panel);
  studies_->setObjectName(QStringLiteral("studyChoice"));
  studies_->setAccessibleName(tr("Study"));
  for (const auto& study : studies::studies()) studies_->addItem(textOf(study.title));
  question_ = paragraph({}, panel);
  notes_ = paragraph({}, panel);
  note_ = new QLineEdit(panel);
  note_->setPlaceholderText(tr("chosen by the study"));
  note_->setAccessibleName(tr("Note to look at"));
  most_ = new QSpinBox(panel);
  most_->setRange(0, 1'000'000);
  most_->setSpecialValueText(tr("study's default"));
  most_->setAccessibleName(tr("Notes at most"));
  auto* form = new QFormLayout;
  form->addRow(tr("Note"), note_);
  form->addRow(tr("Notes at most"), most_);
  run_ = button(tr("&Run"), QStringLiteral("studyRun"), panel);
  stop_ = button(tr("&Cancel"), QStringLiteral("studyCancel"), panel);
  open_ = button(tr("&Open the report"), QStringLiteral("studyOpen"), panel);
  folder_ = button(tr("Show tables and &figures"), QStringLiteral("studyFolder"), panel);
  folder_->setToolTip(tr("Open the folder with the tables (CSV), figures and sounds"));
  export_ = button(tr("&Export the report …"), QStringLiteral("studyExport"), panel);
  example_ = button(tr("Report on the &starter library"), QStringLiteral("studyExample"), panel);
  progress_ = new ThinProgressBar(panel);
  status_ = paragraph({}, panel);
  status_->hide();
  for (QWidget* widget : std::initializer_list<QWidget*>{studies_, question_, notes_})
    column->addWidget(widget);
  column->addLayout(form);
  for (QWidget* widget : std::initializer_list<QWidget*>{run_, stop_, progress_, status_, open_,
                                                         folder_, export_, example_})
    column->addWidget(widget);
  column->addStretch(1);
  connect(studies_, &QComboBox::currentIndexChanged, this, [this] { showChoice(); });
  connect(run_, &QPushButton::clicked, this, &StudyView::start);
  connect(stop_, &QPushButton::clicked, this, &StudyView::cancel);
  connect(open_, &QPushButton::clicked, this, [this] { open(report()); });
  connect(folder_, &QPushButton::clicked, this, [this] { open(folder()); });
  connect(export_, &QPushButton::clicked, this, &StudyView::exportReport);
  connect(example_, &QPushButton::clicked, this, [this] { open(example()); });
  return panel;
}

const studies::Study& StudyView::chosen() const {
  return studies::studies()[static_cast<std::size_t>(std::max(0, studies_->currentIndex()))];
}

std::filesystem::path StudyView::folder() const {
  return reports_ / chosen().name;
}

std::filesystem::path StudyView::report() const {
  const auto file = folder() / "report.html";
  return isFile(file) ? file : std::filesystem::path();
}

/// The report that comes with the program.
std::filesystem::path StudyView::example() const {
  return assetsFolder() / "docs" / "studies" / chosen().name / "report.html";
}

void StudyView::open(const std::filesystem::path& path) {
  if (!QDesktopServices::openUrl(urlOf(path)))
    say(tr("No program on this system opens this file. It is at %1")
            .arg(QString::fromStdString(path.string())));
}

void StudyView::showChoice() {
  const auto& study = chosen();
  question_->setText(textOf(study.question));
  const auto& library = session_.library();
  notes_->setText(library.empty()
                      ? tr("No notes are open")
                      : countText(library.size(), tr("Uses the only note of the open library"),
                                  tr("Uses the %1 notes of the open library")));
  example_->setVisible(isFile(example()));
  showRunning();
}

void StudyView::showRunning() {
  const bool busy = running();
  for (QWidget* widget : std::initializer_list<QWidget*>{studies_, note_, most_})
    widget->setEnabled(!busy);
  // The focus goes to the button that takes this one's place, not to the next one.
  const bool here = run_->hasFocus() || stop_->hasFocus();
  stop_->setEnabled(busy);
  stop_->setVisible(busy);
  if (here && busy) stop_->setFocus(Qt::OtherFocusReason);
  run_->setEnabled(!busy && !session_.library().empty());
  if (here && !busy) run_->setFocus(Qt::OtherFocusReason);
  const bool reported = !busy && !report().empty();
  for (QPushButton* each : {open_, folder_, export_}) {
    each->setEnabled(reported);
    each->setVisible(reported);
  }
}

void StudyView::say(const QString& sentence) {
  status_->setText(sentence);
  status_->setVisible(!sentence.isEmpty());
}

void StudyView::start() {
  if (running() || session_.library().empty()) return;
  pieces_->clear();
  sounds_.clear();
  studies::StudyRequest request;
  request.notes = session_.library();
  request.folder = folder();
  request.note = note_->text().trimmed().toStdString();
  request.most = most_->value();
  request.threads = coresBesideWindow();
  const auto take = [alive = QPointer<StudyView>(this), number = ++run_number_](
                        const studies::Item& item, const QImage& image) {
    if (alive && alive->run_number_ == number) alive->take(item, image);
  };
  const auto* study = &chosen();
  job_ = jobs_.run(
      Lane::Background, this,
      [study, request, take](Progress& progress) {
        studies::StudyProgress observer(progress, [take](const studies::Item& item) {
          QMetaObject::invokeMethod(
              qApp, [take, item, image = pictureOf(item)] { take(item, image); },
              Qt::QueuedConnection);
        });
        return studies::runStudy(*study, request, observer);
      },
      [this](const Result<std::filesystem::path>& done) { finished(done); },
      {.progress =
           [this](JobProgress now) {
             progress_->setFraction(now.fraction);
             say(progressText(tr("Studying"), now));
           },
       .priority = 0});
  say(tr("Running the study …"));
  showRunning();
}

void StudyView::cancel() {
  job_.cancel();
  progress_->clear();
  say(tr("Cancelled. The results so far are kept; Run resumes there."));
  showRunning();
}

std::optional<Unfinished> StudyView::unfinished() const {
  if (!running()) return {};
  return Unfinished{tr("The study “%1” is not finished.").arg(textOf(chosen().title)),
                    tr("Its results so far are kept; Run resumes there.")};
}

void StudyView::finished(const Result<std::filesystem::path>& done) {
  progress_->clear();
  say(done ? tr("Finished") : QString::fromStdString(done.error().message));
  showRunning();
}

void StudyView::take(const studies::Item& item, const QImage& image) {
  if (const auto* sound = std::get_if<studies::Sound>(&item))
    sounds_.insert_or_assign(sound->name, sound->clip);
  pieces_->take(item, image);
}

/// A sound of the study, else the note of this id.
void StudyView::play(const std::string& name) {
  const auto found = sounds_.find(name);
  if (found == sounds_.end()) {
    session_.selectNote(name);
    transport_.play(Track::original());
    return;
  }
  const Track track{QStringLiteral("study/") + QString::fromStdString(name)};
  synthesis::RenderedSound sound;
  sound.clip = found->second;
  transport_.setSound(track, std::move(sound));
  transport_.play(track);
}

void StudyView::exportReport() {
  SaveDialog dialog(this, tr("Export the report"), {}, tr("Web page (*.html)"),
                    QStringLiteral(".html"));
  dialog.selectFile(textOf(chosen().name) + QStringLiteral(".html"));
  const QString file = dialog.ask();
  if (file.isEmpty()) return;
  const auto bytes = readBytes(report());
  if (!bytes) return say(QString::fromStdString(bytes.error().message));
  const auto done = writeBytesAtomically(file.toStdString(), std::as_bytes(std::span(*bytes)));
  say(done ? tr("Exported to %1").arg(file) : QString::fromStdString(done.error().message));
}

}  // namespace timbre::ui
