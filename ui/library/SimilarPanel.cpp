#include "ui/library/SimilarPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/CountText.h"
#include "ui/PlainText.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kNote = Qt::UserRole;
const QString kBreak = QStringLiteral(", ");

}  // namespace

SimilarPanel::SimilarPanel(Session& session, LibraryVectors& vectors, Transport& transport,
                           JobRunner& jobs, QWidget* parent)
    : QWidget(parent),
      session_(session),
      vectors_(vectors),
      transport_(transport),
      jobs_(jobs),
      pitch_(new QComboBox(this)),
      level_(new QCheckBox(tr("Same level"), this)),
      others_(new QCheckBox(tr("Other instruments"), this)),
      about_(new QLabel(this)),
      list_(new QTreeWidget(this)) {
  setObjectName(QStringLiteral("similarPanel"));
  build();
  connect(&vectors_, &LibraryVectors::grew, this, &SimilarPanel::search);
  connect(&vectors_, &LibraryVectors::replaced, this, &SimilarPanel::ask);
  connect(&session_, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection && !walking_) ask();
  });
  connect(pitch_, &QComboBox::currentIndexChanged, this, &SimilarPanel::showFound);
  connect(level_, &QCheckBox::toggled, this, &SimilarPanel::showFound);
  connect(others_, &QCheckBox::toggled, this, &SimilarPanel::showFound);
  connect(list_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (!item || !list_->hasFocus()) return;
    const QScopedValueRollback walking(walking_, true);  // the list stays as it is
    emit chosen(item->data(0, kNote).toInt());
  });
  connect(list_, &QTreeWidget::itemActivated, this, &SimilarPanel::ask);
}

void SimilarPanel::build() {
  pitch_->setAccessibleName(tr("Pitch of similar notes"));
  pitch_->addItems({tr("Any pitch"), tr("Same pitch"), tr("Other pitches")});
  level_->setToolTip(plainTip(tr("Only notes within 3 dB of its level")));
  others_->setToolTip(plainTip(tr("Only notes of other instruments")));
  list_->setObjectName(QStringLiteral("similarList"));
  list_->setAccessibleName(tr("Similar notes, nearest first"));
  list_->setColumnCount(3);
  list_->setHeaderLabels({tr("Note"), tr("Timbre"), tr("Why")});
  list_->headerItem()->setToolTip(
      1,
      plainTip(tr("Distance in timbre: notes of the same instrument are typically at distance 1")));
  list_->setToolTip(
      plainTip(tr("Return or a double click lists the notes that sound like that note")));
  list_->setMinimumHeight(6 * fontMetrics().height());  // some rows beside the header
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setTabKeyNavigation(false);
  about_->setWordWrap(true);
  auto* morph = new QPushButton(tr("Like the morph"), this);
  morph->setObjectName(QStringLiteral("likeMorphButton"));
  morph->setToolTip(plainTip(tr("The notes that sound most like the morph")));
  connect(morph, &QPushButton::clicked, this, &SimilarPanel::searchMorph);
  // Two short lines: a dock that is too wide would push the pictures off the screen.
  const auto rowOf = [](QWidget* first, QWidget* second) {
    auto* row = new QHBoxLayout;
    row->addWidget(first);
    row->addWidget(second);
    row->addStretch(1);
    return row;
  };
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(about_);
  column->addLayout(rowOf(pitch_, level_));
  column->addLayout(rowOf(others_, morph));
  column->addWidget(list_, 1);
}

void SimilarPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  vectors_.enter(this);
  ask();
}

void SimilarPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  vectors_.leave(this);
}

similarity::SimilarOptions SimilarPanel::options() const {
  similarity::SimilarOptions options;
  options.samePitch = pitch_->currentIndex() == 1;
  options.otherPitch = pitch_->currentIndex() == 2;
  options.sameLevel = level_->isChecked();
  options.otherInstrument = others_->isChecked();
  return options;
}

/// About the selected note, once its vector is known.
void SimilarPanel::ask() {
  if (!isVisible()) return;
  self_ = vectors_.library().indexOf(session_.selectedNote());
  wanted_.reset();
  shown_.clear();
  list_->clear();
  if (self_ >= 0) vectors_.want({self_});
  search();
}

void SimilarPanel::search() {
  if (!isVisible()) return;
  const auto& table = vectors_.table();
  const auto place = static_cast<std::size_t>(self_);
  if (self_ >= 0 && place < table.known.size() && table.known[place])
    wanted_ = table.vectors[place];
  showFound();
}

void SimilarPanel::searchMorph() {
  const auto* sound = transport_.sound(Track::morph());
  if (!sound || !vectors_.vectors())
    return about_->setText(tr("There is no morph yet; move its slider or play it first"));
  const auto note = session_.note(session_.state().noteA);
  const double pitch = note ? note->pitch : 60;
  listening_ = jobs_.run(
      Lane::Compute, this,
      [vectors = vectors_.vectors(), clip = sound->clip, pitch](Progress&) {
        return vectors->vector(clip, pitch);
      },
      [this](const Result<similarity::NoteVector>& vector) {
        if (!vector) return about_->setText(QString::fromStdString(vector.error().message));
        self_ = -1;
        wanted_ = *vector;
        showFound();
      });
}

void SimilarPanel::showFound() {
  std::vector<similarity::SimilarNote> found;
  if (wanted_)
    found =
        similarity::similarNotes(vectors_.library(), vectors_.table(), *wanted_, self_, options());
  about_->setText(sentence());
  std::vector<int> notes;
  for (const auto& each : found) notes.push_back(each.index);
  if (notes == shown_ && shownFor_ == self_) return;  // whoever walks the list is not disturbed
  shown_ = std::move(notes);
  shownFor_ = self_;
  list_->clear();
  for (const auto& each : found) {
    // The distance has a column of its own.
    const QString why =
        QString::fromStdString(similarity::whySimilar(each, wanted_->aspects)).section(kBreak, 1);
    auto* item = new QTreeWidgetItem(list_, {noteTitle(vectors_.library().note(each.index)),
                                             QString::number(each.distance, 'f', 2), why});
    item->setData(0, kNote, each.index);
    item->setToolTip(0, plainTip(item->text(0)));
    item->setToolTip(2, plainTip(why));
  }
  list_->resizeColumnToContents(0);
  list_->resizeColumnToContents(1);
}

QString SimilarPanel::sentence() const {
  if (!vectors_.problem().isEmpty()) return vectors_.problem();
  if (!wanted_)
    return self_ < 0 ? tr("Select a note to find similar ones") : tr("Analysing the note …");
  const auto& library = vectors_.library();
  const QString what = self_ < 0 ? tr("the morph") : noteTitle(library.note(self_));
  const int known = vectors_.known(), all = library.size();
  if (known < all)
    return tr("Similar to %1, among the %2 of %3 notes analysed so far")
        .arg(what)
        .arg(known)
        .arg(all);
  return tr("Similar to %1, among %2").arg(what, countText(all, tr("1 note"), tr("%1 notes")));
}

}  // namespace timbre::ui
