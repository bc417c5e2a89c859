#include "ui/widgets/SaveDialog.h"

#include <QFileInfo>

namespace timbre::ui {

SaveDialog::SaveDialog(QWidget* parent, const QString& title, const QString& folder,
                       const QString& filter, QString ending)
    : QFileDialog(parent, title, folder, filter), ending_(std::move(ending)) {
  setAcceptMode(AcceptSave);
}

QString SaveDialog::ask() {
  return exec() == Accepted ? chosen() : QString();
}

QString SaveDialog::chosen() const {
  const QString file = selectedFiles().value(0);
  return file.isEmpty() || file.endsWith(ending_, Qt::CaseInsensitive) ? file : file + ending_;
}

void SaveDialog::accept() {
  const QString file = selectedFiles().value(0);
  if (!file.isEmpty() && !QFileInfo(file).isDir() && file != chosen()) selectFile(chosen());
  QFileDialog::accept();
}

}  // namespace timbre::ui
