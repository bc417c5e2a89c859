#include "ui/views/NoticeBar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include "ui/Theme.h"

namespace timbre::ui {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent), sign_(new QLabel(this)), label_(new QLabel(this)) {
  setObjectName(QStringLiteral("noticeBar"));
  label_->setObjectName(QStringLiteral("noticeText"));
  label_->setWordWrap(true);
  label_->setTextFormat(Qt::PlainText);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  sign_->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(16, 16));
  auto* close = new QToolButton(this);
  close->setObjectName(QStringLiteral("noticeClose"));
  close->setText(QStringLiteral("✕"));
  close->setAutoRaise(true);
  close->setToolTip(tr("Hide"));
  close->setAccessibleName(tr("Hide this notice"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 4, 6, 4);
  row->setSpacing(8);
  row->addWidget(sign_);
  row->addWidget(label_, 1);
  row->addWidget(close);
  setAutoFillBackground(true);
  applyAppearance();
  hide();
  connect(close, &QToolButton::clicked, this, [this] {
    closed_ = sentences_.values();
    showSentences();
  });
}

void NoticeBar::setText(Source source, const QString& sentence) {
  const QString before = sentences_.value(source);
  if (sentence != before) closed_.removeAll(before);
  sentences_[source] = sentence;
  showSentences();
}

void NoticeBar::showSentences() {
  QStringList lines;
  for (const QString& sentence : std::as_const(sentences_))
    if (!sentence.isEmpty() && !closed_.contains(sentence)) lines << sentence;
  label_->setText(lines.join(QLatin1Char('\n')));
  setVisible(!lines.isEmpty());
}

QString NoticeBar::text() const {
  return isHidden() ? QString() : label_->text();
}

void NoticeBar::applyAppearance() {
  const bool dark = isDark(parentWidget() ? parentWidget()->palette() : palette());
  QPalette colours;
  colours.setColor(QPalette::Window, dark ? QColor(0x4a, 0x3b, 0x12) : QColor(0xff, 0xf1, 0xc9));
  colours.setColor(QPalette::WindowText,
                   dark ? QColor(0xff, 0xec, 0xb8) : QColor(0x3d, 0x2f, 0x00));
  colours.setColor(QPalette::ButtonText, colours.color(QPalette::WindowText));
  setPalette(colours);
}

void NoticeBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ParentChange || event->type() == QEvent::StyleChange)
    applyAppearance();
  QFrame::changeEvent(event);
}

}  // namespace timbre::ui
