#include "ui/views/ImportSoundDialog.h"

#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "spectral/Rainbowgram.h"
#include "ui/CountText.h"
#include "ui/PlainText.h"
#include "ui/views/ImportTable.h"
#include "ui/views/LossQuestion.h"
#include "ui/views/NoteForm.h"
#include "ui/views/PlayablePlot.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {
namespace {

using State = ImportItem::State;

/// Stops at the job's end or when the person has had enough.
class Stoppable final : public Progress {
 public:
  Stoppable(Progress& job, std::shared_ptr<std::atomic<bool>> stop)
      : job_(job), stop_(std::move(stop)) {}
  void advanced(double fraction) override { job_.advanced(fraction); }
  bool cancelled() const override { return *stop_ || job_.cancelled(); }

 private:
  Progress& job_;
  const std::shared_ptr<std::atomic<bool>> stop_;
};

}  // namespace

ImportSoundDialog::ImportSoundDialog(AppContext& bench, std::filesystem::path folder,
                                     std::vector<std::filesystem::path> files, QWidget* parent)
    : QDialog(parent),
      jobs_(bench.jobs),
      look_(bench.appearance),
      folder_(std::move(folder)),
      files_(files.size()),
      items_(std::move(files), undo_),
      player_(bench.out, bench.jobs) {
  setObjectName(QStringLiteral("importSoundDialog"));
  setWindowTitle(many() ? tr("Import sounds") : tr("Import sound"));
  auto* split = new QSplitter(this);
  split->setChildrenCollapsible(false);
  auto* left = new QWidget(split);
  auto* list = new QVBoxLayout(left);
  list->setContentsMargins(0, 0, 0, 0);
  buildTable(*list);
  left->setVisible(many());
  details_ = new ImportDetails(player_, split);
  details_->layout()->setContentsMargins(many() ? 8 : 0, 0, 0, 0);
  split->setSizes({600, 440});
  auto* column = new QVBoxLayout(this);
  column->addWidget(split, 1);
  buildButtons(*column);
  connectAll();
  const QSize wanted = many() ? QSize(1120, 680) : QSize(680, 640);
  resize(wanted.boundedTo(screen()->availableSize() - QSize(40, 60)));
  table_->selectRow(0);
  if (many()) listenNext();
}

void ImportSoundDialog::buildTable(QVBoxLayout& column) {
  table_ = new ImportTable(items_, this);
  counts_ = new QLabel(this);
  counts_->setObjectName(QStringLiteral("importCounts"));
  counts_->setWordWrap(true);
  column.addWidget(table_, 1);
  column.addWidget(counts_);
}

void ImportSoundDialog::buildButtons(QVBoxLayout& column) {
  progress_ = new ThinProgressBar(this);
  progress_->setVisible(many());
  column.addWidget(progress_);
  auto* row = new QHBoxLayout;
  const auto button = [&](const QString& text, const char* name, auto run) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    connect(made, &QPushButton::clicked, this, run);
    row->addWidget(made);
    return made;
  };
  button(tr("Cancel"), "importCancel", &ImportSoundDialog::reject);
  row->addStretch(1);
  auto* undo = button(tr("&Undo"), "importUndo", [this] { undo_.undo(); });
  undo->setEnabled(false);
  undo->setVisible(many());
  connect(&undo_, &QUndoStack::canUndoChanged, undo, &QPushButton::setEnabled);
  connect(&undo_, &QUndoStack::undoTextChanged, undo,
          [undo](const QString& text) { undo->setToolTip(plainTip(text)); });
  connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, &undo_,
          &QUndoStack::undo);
  remove_ = button(tr("&Remove from the list"), "importRemove", &ImportSoundDialog::removeRows);
  remove_->setVisible(many());
  add_ = button(tr("&Add"), "importAdd", &ImportSoundDialog::add);
  add_->setDefault(true);
  column.addLayout(row);
}

void ImportSoundDialog::connectAll() {
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { look(-1); });
  connect(table_, &ImportTable::removeAsked, this, &ImportSoundDialog::removeRows);
  connect(&items_, &ImportTableModel::replaced, this, [this](int changed) {
    if (changed != row()) return;
    const bool undone = current_ && current_->heard.sound.sound != items_.item(changed).sound;
    undone ? look(-1) : showItem();
  });
  for (const auto told : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
    connect(&items_, told, this, &ImportSoundDialog::showCounts);
  connect(&items_, &QAbstractItemModel::dataChanged, this, &ImportSoundDialog::showCounts);
  connect(details_, &ImportDetails::partChosen, this, &ImportSoundDialog::look);
  connect(&details_->form(), &NoteForm::edited, this, [this] {
    if (row() < 0) return;
    dataset::NoteInfo note = details_->form().applied(items_.item(row()).note);
    // What is only suggested is not yet the note's.
    if (items_.item(row()).note.pitch < 0 && !details_->form().pitchTouched()) note.pitch = -1;
    items_.correct(row(), note);
  });
}

int ImportSoundDialog::row() const {
  return table_->currentIndex().row();
}

/// One after the other, behind what the person looks at.
void ImportSoundDialog::listenNext() {
  const int place = items_.nextWaiting();
  showCounts();
  if (place < 0 || stop_) return;
  listening_ = jobs_.run(
      Lane::Compute, this,
      [file = items_.item(items_.rowOf(place)).file](
          Progress& progress) -> Result<importing::HeardNote> {
        auto heard = importing::hearNote(file, -1, progress);
        if (heard) heard->sound.clip = {};  // a thousand of them would fill the memory
        return heard;
      },
      [this, place](const Result<importing::HeardNote>& heard) {
        const int at = items_.rowOf(place);
        if (at >= 0 && items_.item(at).state == State::Waiting) items_.takeHeard(place, heard);
        listenNext();
      });
}

/// Hears the current file with its picture; `sound`: another of its parts, negative as it is.
void ImportSoundDialog::look(int sound) {
  if (row() < 0 || stop_) return;
  const ImportItem& item = items_.item(row());
  place_ = items_.placeOf(row());
  current_.reset();
  looking_.cancel();
  player_.stop();
  player_.clear(Track::original());
  showItem();
  details_->plot().setSubtitle(many() ? QString::fromStdString(item.file.filename().string())
                                      : tr("as the models receive it"));
  if (item.state == State::Refused) return details_->plot().showError(item.error);
  details_->plot().showBusy(tr("Analysing …"));
  looking_ = jobs_.run(
      Lane::Compute, this,
      [file = item.file, part = sound < 0 ? item.sound : sound,
       colours = look_.colours()](Progress& progress) -> Result<LookedAtSound> {
        PartOf hearing(progress, 0, 0.6);
        auto heard = importing::hearNote(file, part, hearing);
        if (!heard) return tl::unexpected(heard.error());
        PartOf drawing(progress, 0.6, 1);
        auto cells = spectral::rainbowgram(heard->sound.clip, {}, drawing);
        if (!cells) return tl::unexpected(cells.error());
        return LookedAtSound{
            std::move(*heard),
            pictureOf(std::make_shared<spectral::Rainbowgram>(std::move(*cells)), colours)};
      },
      [this, place = place_](const Result<LookedAtSound>& looked) { show(place, looked); },
      {.progress =
           [this](JobProgress p) { details_->plot().showBusy(tr("Analysing …"), p.fraction); },
       .priority = 20});
}

void ImportSoundDialog::show(int place, const Result<LookedAtSound>& looked) {
  const int at = items_.rowOf(place);
  if (at < 0) return;
  if (!looked) {
    items_.takeHeard(place, tl::unexpected(looked.error()));
    return details_->plot().showError(QString::fromStdString(looked.error().message));
  }
  current_ = *looked;
  if (items_.item(at).state == State::Waiting) items_.takeHeard(place, current_->heard);
  if (items_.item(at).sound != current_->heard.sound.sound) items_.chooseSound(at, current_->heard);
  details_->plot().showPicture(current_->picture);
  player_.setSound(Track::original(), {current_->heard.sound.clip, {}});
  showItem();
  if (!many()) details_->form().focusPitch();
}

/// What is known of the current one.
void ImportSoundDialog::showItem() {
  if (row() < 0) return;
  details_->show(items_.item(row()), current_ ? &*current_ : nullptr);
  showCounts();
}

void ImportSoundDialog::showCounts() {
  const int waiting = items_.count(State::Waiting), heard = items_.count(State::Heard);
  add_->setEnabled(heard > 0 && !stop_);
  remove_->setEnabled(row() >= 0 && !stop_);
  if (!many()) return;
  add_->setText(countText(waiting + heard, tr("&Add 1 note"), tr("&Add %1 notes")));
  counts_->setText(items_.summary());
  if (stop_) return;
  if (waiting == 0) progress_->clear();
  if (waiting > 0) progress_->setFraction(1 - static_cast<double>(waiting) / items_.rowCount());
}

void ImportSoundDialog::removeRows() {
  items_.remove(table_->selectedRows());
  if (row() >= 0) table_->selectRow(row());
}

void ImportSoundDialog::add() {
  if (stop_ || add_->isHidden() || !add_->isEnabled()) return;
  if (!many() && items_.item(0).note.pitch < 0) {  // the suggestion was seen
    items_.correct(0, details_->form().applied(items_.item(0).note));
  }
  stop_ = std::make_shared<std::atomic<bool>>(false);
  listening_.cancel();
  looking_.cancel();
  details_->form().setEnabled(false);
  table_->setEnabled(false);
  progress_->show();
  showCounts();
  adding_ = jobs_.run(
      Lane::Compute, this,
      [folder = folder_, planned = items_.planned(),
       stop = stop_](Progress& progress) -> Result<importing::KeptNotes> {
        Stoppable stoppable(progress, stop);
        return importing::keepNotes(folder, planned, stoppable);
      },
      [this](const Result<importing::KeptNotes>& notes) {
        if (notes) kept(*notes);
      },
      {.progress = [this](JobProgress p) { progress_->setFraction(p.fraction); }, .priority = 20});
}

void ImportSoundDialog::kept(const importing::KeptNotes& notes) {
  stop_.reset();
  QStringList ids, sentences;
  for (const auto& note : notes.added) ids << QString::fromStdString(note.id);
  for (int i = 0; i < items_.rowCount(); ++i)
    if (items_.item(i).state == State::Refused) sentences << items_.item(i).error;
  for (const Error& error : notes.refused) sentences << QString::fromStdString(error.message);
  accept();
  if (!ids.isEmpty()) emit imported(ids);
  if (!sentences.isEmpty()) emit refusedSome(sentences);
}

void ImportSoundDialog::reject() {
  if (stop_ || !many() || undo_.isClean()) return QDialog::reject();
  askBeforeLoss(
      *this,
      {windowTitle(), tr("The sounds of this list are not imported yet."),
       tr("What you corrected and removed here will be lost. The files stay as they are."),
       tr("&Discard the list"), tr("&Back to the list")},
      [this] { QDialog::reject(); });
}

/// While notes are written, Cancel keeps those that are.
void ImportSoundDialog::done(int result) {
  if (stop_) return stop_->store(true);
  listening_.cancel();
  looking_.cancel();
  player_.stop();
  QDialog::done(result);
}

}  // namespace timbre::ui
