#include "ui/views/WelcomeCard.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/Icons.h"

namespace timbre::ui {
namespace {

const QString kClosed = QStringLiteral("welcomeClosed");  // in the preferences

}  // namespace

WelcomeCard::WelcomeCard(Preferences& preferences, QAction& sweep, QWidget* parent)
    : QFrame(parent), preferences_(preferences), play_(new QPushButton(tr("Play A to B"), this)) {
  setObjectName(QStringLiteral("welcomeCard"));
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 8, 8, 8);
  row->setSpacing(16);
  const auto step = [&](const QString& title, const QString& text) {
    auto* label = new QLabel(QStringLiteral("<b>%1</b><br>%2").arg(title, text), this);
    label->setTextFormat(Qt::RichText);  // our own words
    label->setWordWrap(true);
    row->addWidget(label, 1, Qt::AlignTop);
  };
  step(tr("1  Select"), tr("Select a note: it plays, and its picture appears."));
  step(tr("2  Compare"),
       tr("Space plays. Keys 1, 2 and 3 switch between the original and its reconstructions."));
  step(tr("3  Bend"), tr("The timbre slider goes from note A to note B. Listen:"));
  play_->setObjectName(QStringLiteral("welcomePlay"));
  play_->setToolTip(
      tr("Play the morph while the timbre slider goes by itself from A to B and back"));
  QFont big = play_->font();
  big.setPointSizeF(big.pointSizeF() * 1.2);
  play_->setFont(big);
  row->addWidget(play_);
  auto* hide = new QToolButton(this);
  hide->setObjectName(QStringLiteral("welcomeClose"));
  hide->setText(QStringLiteral("✕"));
  hide->setAutoRaise(true);
  hide->setToolTip(tr("Hide this card"));
  hide->setAccessibleName(tr("Hide this card"));
  row->addWidget(hide, 0, Qt::AlignTop);
  connect(play_, &QPushButton::clicked, &sweep, &QAction::trigger);
  connect(hide, &QToolButton::clicked, this, &WelcomeCard::close);
  applyAppearance();
  showOrHide();
}

void WelcomeCard::setHasRoom(bool room) {
  room_ = room;
  showOrHide();
}

void WelcomeCard::showOrHide() {
  setVisible(room_ && preferences_.choice(kClosed, {}).isEmpty());
}

void WelcomeCard::reopen() {
  preferences_.setChoice(kClosed, {});
  showOrHide();
}

void WelcomeCard::close() {
  preferences_.setChoice(kClosed, QStringLiteral("yes"));
  showOrHide();
}

void WelcomeCard::applyAppearance() {
  play_->setIcon(icon(Sign::Play, palette()));
}

void WelcomeCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) applyAppearance();
  QFrame::changeEvent(event);
}

}  // namespace timbre::ui
