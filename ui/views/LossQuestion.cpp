#include "ui/views/LossQuestion.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QStringList>

namespace timbre::ui {
namespace {

QString quitText(const char* text) {
  return QCoreApplication::translate("LossQuestion", text);
}

}  // namespace

QMessageBox* askBeforeLoss(QWidget& window, const LossQuestion& question,
                           std::function<void()> agreed) {
  auto* box = new QMessageBox(QMessageBox::Question, question.title, question.text,
                              QMessageBox::NoButton, &window);
  box->setObjectName(QStringLiteral("lossQuestion"));
  box->setTextFormat(Qt::PlainText);
  box->setInformativeText(question.details);
  auto* lose = box->addButton(question.lose, QMessageBox::AcceptRole);
  lose->setObjectName(QStringLiteral("lossAccepted"));
  auto* keep = box->addButton(question.keep, QMessageBox::RejectRole);
  keep->setObjectName(QStringLiteral("lossRefused"));
  box->setDefaultButton(keep);
  box->setEscapeButton(keep);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(box, &QMessageBox::finished, &window, [box, lose, agreed = std::move(agreed)] {
    if (box->clickedButton() == lose) agreed();
  });
  box->open();
  return box;
}

LossQuestion quitQuestion(const std::vector<Unfinished>& work) {
  LossQuestion question;
  question.title = quitText("Quit Timbrescope");
  question.keep = quitText("&Do not quit");
  if (work.size() == 1) {
    question.text = work.front().what;
    question.details = work.front().left;
    question.lose = quitText("&Cancel it and quit");
    return question;
  }
  QStringList all;
  for (const Unfinished& each : work) all << each.what + QLatin1Char(' ') + each.left;
  question.text = quitText("Some work is not finished.");
  question.details = all.join(QStringLiteral("\n\n"));
  question.lose = quitText("&Cancel all of it and quit");
  return question;
}

}  // namespace timbre::ui
