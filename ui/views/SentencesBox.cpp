#include "ui/views/SentencesBox.h"

#include <QMessageBox>

namespace timbre::ui {

QMessageBox* showSentences(QWidget& window, const QString& title, const QString& headline,
                           const QStringList& sentences) {
  auto* box = new QMessageBox(QMessageBox::Warning, title, headline, QMessageBox::Ok, &window);
  box->setTextFormat(Qt::PlainText);
  constexpr int kShown = 5;
  box->setInformativeText(sentences.mid(0, kShown).join(QStringLiteral("\n\n")));
  if (sentences.size() > kShown) box->setDetailedText(sentences.join(QLatin1Char('\n')));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
  return box;
}

}  // namespace timbre::ui
