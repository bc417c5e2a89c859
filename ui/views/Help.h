/// The list of keys, and the About dialog.
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QAction;

namespace timbre::ui {

/// Every action that has a key, and the keys of the pictures.
class KeysDialog : public QDialog {
  Q_OBJECT

 public:
  KeysDialog(const QList<QAction*>& actions, QWidget* parent);
};

/// For About > Copy diagnostics: versions and facts without personal paths.
struct AboutInfo {
  QString soundDevice;
  QString audioNotice;
  QStringList models;  ///< keys
  int notes = 0;
  int issues = 0;
};
QString diagnostics(const AboutInfo& facts);

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  AboutDialog(const AboutInfo& facts, QWidget* parent);
};

}  // namespace timbre::ui
