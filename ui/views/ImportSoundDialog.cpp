#include "ui/views/ImportSoundDialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QVBoxLayout>
#include <cmath>

#include "dataset/UserLibrary.h"
#include "spectral/Rainbowgram.h"
#include "ui/PlainText.h"
#include "ui/views/NoteForm.h"
#include "ui/views/PlayablePlot.h"

namespace timbre::ui {
namespace {

QString secondsText(double seconds) {
  return QString::number(seconds, 'f', 2);
}

QString heardText(const std::optional<importing::HeardPitch>& heard) {
  if (!heard) return ImportSoundDialog::tr("No pitch was heard: choose one");
  const QString pitch =
      QStringLiteral("%1 %2%3 ct")
          .arg(QString::fromStdString(noteName(heard->pitch)),
               std::lround(heard->cents()) < 0 ? QStringLiteral("−") : QStringLiteral("+"))
          .arg(std::lround(std::abs(heard->cents())));
  const int percent = static_cast<int>(std::lround(100 * heard->confidence));
  if (heard->isSure()) return ImportSoundDialog::tr("Heard %1, %2 % sure").arg(pitch).arg(percent);
  if (!heard->second)
    return ImportSoundDialog::tr("Heard %1, %2 % sure: please check").arg(pitch).arg(percent);
  return ImportSoundDialog::tr("Heard %1, %2 % sure, or %3: please check")
      .arg(pitch)
      .arg(percent)
      .arg(QString::fromStdString(noteName(*heard->second)));
}

}  // namespace

ImportSoundDialog::ImportSoundDialog(JobRunner& jobs, AudioBackend& out, const Appearance& look,
                                     importing::ImportSession session, QWidget* parent)
    : QDialog(parent), jobs_(jobs), look_(look), session_(std::move(session)), player_(out, jobs) {
  setObjectName(QStringLiteral("importSoundDialog"));
  setWindowTitle(tr("Import sound"));
  auto* column = new QVBoxLayout(this);
  file_ = new QLabel(this);
  file_->setObjectName(QStringLiteral("importFile"));
  file_->setTextFormat(Qt::PlainText);
  column->addWidget(file_);
  buildPlot(*column);
  sound_ = new QComboBox(this);
  sound_->setObjectName(QStringLiteral("importWhich"));
  form_ = new NoteForm(this);
  form_->rows().insertRow(0, tr("&Sound"), sound_);
  column->addWidget(form_);
  connect(sound_, &QComboBox::activated, this, &ImportSoundDialog::listen);
  buildButtons(*column);
  resize(QSize(680, 640).boundedTo(screen()->availableSize() - QSize(40, 60)));
  listen(-1);
}

void ImportSoundDialog::buildPlot(QVBoxLayout& column) {
  const QKeySequence space(Qt::CTRL | Qt::Key_Space);  // Space alone presses buttons and is typed
  plot_ = new PlayablePlot(player_, Track::original(), tr("Note"),
                           space.toString(QKeySequence::NativeText), this);
  plot_->setSubtitle(tr("as the models will hear it"));
  connect(new QShortcut(space, this), &QShortcut::activated, &player_, &Transport::toggle);
  plot_->setMinimumSize(420, 140);  // a low screen keeps room for the form
  column.addWidget(plot_, 1);
  trim_ = new QLabel(this);
  trim_->setObjectName(QStringLiteral("importTrim"));
  column.addWidget(trim_);
}

void ImportSoundDialog::buildButtons(QVBoxLayout& column) {
  const bool several = session_.count() > 1;
  progress_ = new QProgressBar(this);
  progress_->setRange(0, static_cast<int>(session_.count()));
  progress_->setFormat(tr("%v of %m files"));
  progress_->setVisible(several);
  column.addWidget(progress_);
  auto* row = new QHBoxLayout;
  const auto button = [&](const QString& text, const char* name, auto run) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QLatin1String(name));
    connect(made, &QPushButton::clicked, this, run);
    row->addWidget(made);
    return made;
  };
  auto* stop = button(tr("Cancel"), "importCancel", &ImportSoundDialog::reject);
  stop->setToolTip(tr("Notes that were added stay"));
  row->addStretch(1);
  skip_ = button(tr("S&kip"), "importSkip", &ImportSoundDialog::next);
  rest_ = button(tr("Add &all as heard"), "importRest", &ImportSoundDialog::addRest);
  add_ = button(tr("&Add"), "importAdd", &ImportSoundDialog::add);
  add_->setDefault(true);
  skip_->setVisible(several);
  rest_->setVisible(several);
  column.addLayout(row);
}

void ImportSoundDialog::showFile() {
  QString text = QString::fromStdString(session_.file().filename().string());
  if (session_.count() > 1)
    text = tr("%1 of %2: ").arg(session_.at() + 1).arg(session_.count()) + text;
  file_->setText(text);
  file_->setToolTip(plainTip(QString::fromStdString(session_.file().string())));
  progress_->setValue(static_cast<int>(session_.at()));
}

void ImportSoundDialog::listen(int sound) {
  showFile();
  trim_->clear();
  player_.stop();
  player_.clear(Track::original());
  setReady(false);
  plot_->showBusy(tr("Listening …"));
  job_ = jobs_.run(
      Lane::Compute, this,
      [file = session_.file(), sound,
       colours = look_.colours()](Progress& progress) -> Result<Listened> {
        PartOf hearing(progress, 0, 0.6);
        auto heard = importing::ImportSession::hear(file, sound, hearing);
        if (!heard) return tl::unexpected(heard.error());
        PartOf drawing(progress, 0.6, 1);
        auto cells = spectral::rainbowgram(heard->sound.clip, {}, drawing);
        if (!cells) return tl::unexpected(cells.error());
        return Listened{
            std::move(*heard),
            pictureOf(std::make_shared<spectral::Rainbowgram>(std::move(*cells)), colours)};
      },
      [this](const Result<Listened>& listened) { show(listened); },
      {.progress = [this](JobProgress p) { plot_->showBusy(tr("Listening …"), p.fraction); },
       .priority = 20});
}

void ImportSoundDialog::show(const Result<Listened>& listened) {
  if (!listened) {
    plot_->showError(QString::fromStdString(listened.error().message));
    session_.take(tl::unexpected(listened.error()));
    current_.reset();
    skip_->setEnabled(true);
    rest_->setEnabled(!session_.last());
    return;
  }
  current_ = *listened;
  const auto& [sound, note] = current_->heard;
  plot_->showPicture(current_->picture);
  player_.setSound(Track::original(), {sound.clip, {}});
  showSounds();
  form_->setNote(note);
  form_->setHeard(heardText(sound.heard));
  setReady(true);
  form_->focusPitch();
}

void ImportSoundDialog::showSounds() {
  const auto& sound = current_->heard.sound;
  trim_->setText(tr("Taken: %1 s to %2 s of %3 s")
                     .arg(secondsText(sound.start), secondsText(sound.end),
                          secondsText(sound.segmentation.seconds)));
  sound_->clear();
  const auto& all = sound.segmentation.sounds;
  for (std::size_t i = 0; i < all.size(); ++i)
    sound_->addItem(
        tr("%1 of %2, at %3 s").arg(i + 1).arg(all.size()).arg(secondsText(all[i].start)));
  sound_->setCurrentIndex(sound.sound);
}

void ImportSoundDialog::setReady(bool ready) {
  for (QWidget* each : std::initializer_list<QWidget*>{form_, add_, skip_, rest_})
    each->setEnabled(ready);
  sound_->setEnabled(ready && sound_->count() > 1);
}

void ImportSoundDialog::add() {
  if (!current_) return;
  setReady(false);
  keep(form_->applied(current_->heard.note), &ImportSoundDialog::next);
}

void ImportSoundDialog::keep(const dataset::NoteInfo& note, void (ImportSoundDialog::*then)()) {
  job_ = jobs_.run(
      Lane::Compute, this,
      [folder = session_.folder(), note, clip = current_->heard.sound.clip](Progress&) {
        return dataset::addSound(folder, note, clip);
      },
      [this, then](const Result<dataset::NoteInfo>& kept) {
        session_.take(kept);
        (this->*then)();
      },
      {.progress = {}, .priority = 20});
}

void ImportSoundDialog::next() {
  if (!session_.next()) return accept();
  listen(-1);
}

void ImportSoundDialog::addRest() {
  setReady(false);
  plot_->showBusy(tr("Importing …"));
  if (!current_) return nextOfRest();
  auto note = current_->heard.note;
  note.pitch = form_->pitch();
  keep(note, &ImportSoundDialog::nextOfRest);
}

void ImportSoundDialog::nextOfRest() {
  if (!session_.next()) return accept();
  showFile();
  job_ = jobs_.run(
      Lane::Compute, this,
      [file = session_.file(), folder = session_.folder()](Progress& progress) {
        return importing::ImportSession::keepAsHeard(folder, file, progress);
      },
      [this](const Result<dataset::NoteInfo>& kept) {
        session_.take(kept);
        nextOfRest();
      },
      {.progress = {}, .priority = 20});
}

void ImportSoundDialog::done(int result) {
  job_.cancel();
  player_.stop();
  QDialog::done(result);
  if (session_.added() > 0)
    emit imported(QString::fromStdString(session_.lastId()), session_.added());
  const bool told = session_.count() == 1 && !current_;  // the dialog itself has said it
  if (session_.refused().empty() || told) return;
  QStringList sentences;
  for (const Error& error : session_.refused()) sentences << QString::fromStdString(error.message);
  emit refusedSome(sentences);
}

}  // namespace timbre::ui
