#include "ui/views/ImportDetails.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QShortcut>
#include <QVBoxLayout>

#include "ui/views/NoteForm.h"
#include "ui/views/PlayablePlot.h"

namespace timbre::ui {
namespace {

QString secondsText(double seconds) {
  return QString::number(seconds, 'f', 2);
}

}  // namespace

ImportDetails::ImportDetails(Transport& player, QWidget* parent) : QWidget(parent) {
  const QKeySequence space(Qt::CTRL | Qt::Key_Space);  // Space alone presses buttons and is typed
  plot_ = new PlayablePlot(player, Track::original(), tr("Note"),
                           space.toString(QKeySequence::NativeText), this);
  connect(new QShortcut(space, this), &QShortcut::activated, &player, &Transport::toggle);
  plot_->setMinimumSize(360, 120);  // a low screen keeps room for the form
  trim_ = new QLabel(this);
  trim_->setObjectName(QStringLiteral("importTrim"));
  trim_->setWordWrap(true);
  remarks_ = new QLabel(this);
  remarks_->setObjectName(QStringLiteral("importRemarks"));
  remarks_->setTextFormat(Qt::PlainText);
  remarks_->setWordWrap(true);
  part_ = new QComboBox(this);
  part_->setObjectName(QStringLiteral("importWhich"));
  form_ = new NoteForm(this);
  form_->rows().insertRow(0, tr("&Part"), part_);
  auto* column = new QVBoxLayout(this);
  column->addWidget(plot_, 1);
  for (QWidget* each : std::initializer_list<QWidget*>{trim_, remarks_, form_})
    column->addWidget(each);
  connect(part_, &QComboBox::activated, this, &ImportDetails::partChosen);
}

void ImportDetails::show(const ImportItem& item, const LookedAtSound* looked) {
  const bool heard = item.state == ImportItem::State::Heard;
  form_->setEnabled(heard);
  if (heard) form_->setNote(item.note);
  form_->setHeard(heard ? heardText(item.heard) : QString());
  QStringList lines;
  for (const std::string& remark : item.remarks) lines << QString::fromStdString(remark);
  remarks_->setText(lines.join(QLatin1Char('\n')));
  remarks_->setVisible(!lines.isEmpty());
  showParts(looked);
}

void ImportDetails::showParts(const LookedAtSound* looked) {
  part_->clear();
  trim_->clear();
  part_->setEnabled(looked && looked->heard.sound.segmentation.sounds.size() > 1);
  if (!looked) return;
  const auto& sound = looked->heard.sound;
  trim_->setText(tr("Using %1 s to %2 s of %3 s")
                     .arg(secondsText(sound.start), secondsText(sound.end),
                          secondsText(sound.segmentation.seconds)));
  const auto& all = sound.segmentation.sounds;
  for (std::size_t i = 0; i < all.size(); ++i)
    part_->addItem(
        tr("%1 of %2, at %3 s").arg(i + 1).arg(all.size()).arg(secondsText(all[i].start)));
  part_->setCurrentIndex(sound.sound);
}

}  // namespace timbre::ui
