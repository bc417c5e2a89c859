/// The manual inside the program: its pages, a search in all of them, and links that work.
#pragma once

#include <QDialog>
#include <vector>

#include "ui/models/HelpPages.h"

class QLineEdit;
class QListWidget;
class QTextBrowser;
class QUrl;

namespace timbre::ui {

/// Not modal. GUI thread.
class HelpWindow : public QDialog {
  Q_OBJECT

 public:
  /// `folder`: of the pages, as Markdown.
  HelpWindow(const QString& folder, QWidget* parent);

  /// Opens a page at a heading; `page`: its file name, such as "user-guide.md".
  void showPage(const QString& page, const QString& anchor = {});

 private:
  void build();
  void search(const QString& typed);
  void showSection(int row);
  void follow(const QUrl& link);
  bool load(const QString& file);
  void scrollTo(const QString& anchor);

  const QString folder_;
  const std::vector<HelpSection> sections_;
  std::vector<HelpSection> shown_;
  QLineEdit* field_ = nullptr;
  QListWidget* list_ = nullptr;
  QTextBrowser* text_ = nullptr;
};

}  // namespace timbre::ui
