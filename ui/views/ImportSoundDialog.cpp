#include "ui/views/ImportSoundDialog.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "dataset/UserLibrary.h"
#include "importing/GuessLabels.h"
#include "ui/models/NoteTableModel.h"
#include "ui/views/PlayablePlot.h"
#include "ui/widgets/PitchSpinBox.h"

namespace timbre::ui {
namespace {

constexpr int kMiddleC = 60;

const QStringList& endings() {
  static const QStringList kEndings{
      QStringLiteral("wav"), QStringLiteral("flac"), QStringLiteral("aif"),  QStringLiteral("aiff"),
      QStringLiteral("ogg"), QStringLiteral("oga"),  QStringLiteral("opus"), QStringLiteral("mp3")};
  return kEndings;
}

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

std::vector<std::filesystem::path> soundFilesIn(const QList<QUrl>& urls) {
  std::vector<std::filesystem::path> files;
  for (const QUrl& url : urls) {
    const QFileInfo file(url.toLocalFile());
    if (file.isFile() && endings().contains(file.suffix().toLower()))
      files.emplace_back(file.absoluteFilePath().toStdString());
  }
  return files;
}

QString soundFileFilter() {
  return ImportSoundDialog::tr("Sounds (*.%1)").arg(endings().join(QStringLiteral(" *.")));
}

ImportSoundDialog::ImportSoundDialog(AppContext& bench, std::filesystem::path folder,
                                     std::vector<std::filesystem::path> files, QWidget* parent)
    : QDialog(parent),
      bench_(bench),
      player_(bench.out, bench.jobs),
      folder_(std::move(folder)),
      files_(std::move(files)) {
  setObjectName(QStringLiteral("importSoundDialog"));
  setWindowTitle(tr("Import sound"));
  auto* column = new QVBoxLayout(this);
  file_ = new QLabel(this);
  file_->setObjectName(QStringLiteral("importFile"));
  column->addWidget(file_);
  bench_.transport.stop();
  const QKeySequence space(Qt::CTRL | Qt::Key_Space);  // Space alone presses buttons and is typed
  plot_ = new PlayablePlot(player_, Track::Original, tr("Note"),
                           space.toString(QKeySequence::NativeText), this);
  plot_->setSubtitle(tr("as the models will hear it"));
  connect(new QShortcut(space, this), &QShortcut::activated, &player_, &Transport::toggle);
  plot_->setMinimumSize(560, 260);
  column->addWidget(plot_, 1);
  trim_ = new QLabel(this);
  trim_->setObjectName(QStringLiteral("importTrim"));
  column->addWidget(trim_);
  buildForm(*column);
  buildButtons(*column);
  resize(680, 640);
  listen(-1);
}

void ImportSoundDialog::listen(int sound) {
  const auto& file = files_[at_];
  QString text = QString::fromStdString(file.filename().string());
  if (files_.size() > 1) text = tr("%1 of %2: %3").arg(at_ + 1).arg(files_.size()).arg(text);
  file_->setText(text);
  file_->setToolTip(QString::fromStdString(file.string()));
  progress_->setValue(static_cast<int>(at_));
  trim_->clear();
  player_.stop();
  player_.clear(Track::Original);
  setReady(false);
  plot_->showBusy(tr("Listening …"));
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [file, sound, colours = bench_.appearance.colours()](Progress& progress) -> Result<Listened> {
        PartOf hearing(progress, 0, 0.6);
        auto heard = importing::importSound(file, hearing, sound);
        if (!heard) return tl::unexpected(heard.error());
        PartOf drawing(progress, 0.6, 1);
        auto cells = spectral::rainbowgram(heard->clip, {}, drawing);
        if (!cells) return tl::unexpected(cells.error());
        auto note = importing::guessLabels(file, *heard);
        return Listened{
            std::move(*heard), std::move(note),
            pictureOf(std::make_shared<spectral::Rainbowgram>(std::move(*cells)), colours)};
      },
      [this](const Result<Listened>& listened) { show(listened); },
      {.progress = [this](JobProgress p) { plot_->showBusy(tr("Listening …"), p.fraction); },
       .priority = 20});
}

void ImportSoundDialog::show(const Result<Listened>& listened) {
  if (!listened) {
    plot_->showError(QString::fromStdString(listened.error().message));
    refuse(listened.error());
    current_.reset();
    skip_->setEnabled(true);
    rest_->setEnabled(!last());
    return;
  }
  current_ = *listened;
  plot_->showPicture(current_->picture);
  player_.setSound(Track::Original, current_->sound.clip);
  showSounds();
  const auto& [sound, note, picture] = *current_;
  pitch_->setValue(note.pitch < 0 ? kMiddleC : note.pitch);
  heard_->setText(heardText(sound.heard));
  name_->setText(QString::fromStdString(note.name));
  family_->setCurrentIndex(note.family);
  source_->setCurrentIndex(note.source);
  velocity_->setCurrentIndex(velocity_->findData(note.velocity));
  setReady(true);
  pitch_->setFocus();
  pitch_->selectAll();
}

void ImportSoundDialog::showSounds() {
  const auto& sound = current_->sound;
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
  for (QWidget* each : std::initializer_list<QWidget*>{pitch_, name_, family_, source_, velocity_,
                                                       add_, skip_, rest_})
    each->setEnabled(ready);
  sound_->setEnabled(ready && sound_->count() > 1);
}

void ImportSoundDialog::add() {
  if (!current_) return;
  dataset::NoteInfo note = current_->note;
  note.pitch = pitch_->value();
  note.name = name_->text().trimmed().toStdString();
  note.family = family_->currentIndex();
  note.source = source_->currentIndex();
  note.velocity = velocity_->currentData().toInt();
  setReady(false);
  keep(std::move(note), current_->sound.clip, &ImportSoundDialog::next);
}

void ImportSoundDialog::keep(dataset::NoteInfo note, const audio::AudioClip& clip,
                             void (ImportSoundDialog::*then)()) {
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [folder = folder_, note = std::move(note), clip](Progress&) {
        return dataset::addSound(folder, note, clip);
      },
      [this, then](const Result<dataset::NoteInfo>& kept) {
        if (kept) {
          lastId_ = QString::fromStdString(kept->id);
          ++added_;
        } else {
          refuse(kept.error());
        }
        (this->*then)();
      },
      {.progress = {}, .priority = 20});
}

void ImportSoundDialog::next() {
  if (last()) return accept();
  ++at_;
  listen(-1);
}

void ImportSoundDialog::addRest() {
  setReady(false);
  plot_->showBusy(tr("Importing …"));
  if (!current_) return nextOfRest();
  auto note = current_->note;
  note.pitch = pitch_->value();
  keep(std::move(note), current_->sound.clip, &ImportSoundDialog::nextOfRest);
}

void ImportSoundDialog::nextOfRest() {
  if (last()) return accept();
  ++at_;
  progress_->setValue(static_cast<int>(at_));
  const auto& file = files_[at_];
  file_->setText(QString::fromStdString(file.filename().string()));
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [file, folder = folder_](Progress& progress) -> Result<dataset::NoteInfo> {
        const auto heard = importing::importSound(file, progress);
        if (!heard) return tl::unexpected(heard.error());
        const auto note = importing::guessLabels(file, *heard);
        if (note.pitch < 0)
          return fail(ErrorCode::BadFormat,
                      file.string() + " has no pitch that can be heard; import it by itself");
        return dataset::addSound(folder, note, heard->clip);
      },
      [this](const Result<dataset::NoteInfo>& kept) {
        if (kept) {
          lastId_ = QString::fromStdString(kept->id);
          ++added_;
        } else {
          refuse(kept.error());
        }
        nextOfRest();
      },
      {.progress = {}, .priority = 20});
}

void ImportSoundDialog::refuse(const Error& error) {
  refused_ << QString::fromStdString(error.message);
}

void ImportSoundDialog::done(int result) {
  job_.cancel();
  player_.stop();
  QDialog::done(result);
  if (added_ > 0) emit imported(lastId_, added_);
  const bool told = files_.size() == 1 && !current_;  // the dialog itself has said it
  if (!refused_.isEmpty() && !told) emit refusedSome(refused_);
}

}  // namespace timbre::ui
