#include "ui/views/HelpWindow.h"

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>
#include <QScrollBar>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace timbre::ui {
namespace {

constexpr int kPictureWidth = 620;

/// Shows pictures no wider than the page.
class Page : public QTextBrowser {
 public:
  using QTextBrowser::QTextBrowser;

  QVariant loadResource(int type, const QUrl& name) override {
    const QVariant found = QTextBrowser::loadResource(type, name);
    if (type != QTextDocument::ImageResource) return found;
    const QImage image =
        found.canConvert<QImage>() ? found.value<QImage>() : QImage::fromData(found.toByteArray());
    return image.width() <= kPictureWidth
               ? image
               : image.scaledToWidth(kPictureWidth, Qt::SmoothTransformation);
  }
};

}  // namespace

HelpWindow::HelpWindow(const QString& folder, QWidget* parent)
    : QDialog(parent), folder_(folder), sections_(readHelpPages(folder)) {
  setObjectName(QStringLiteral("helpWindow"));
  setWindowTitle(tr("Help"));
  build();
  resize(QSize(980, 720).boundedTo(screen()->availableSize() - QSize(40, 60)));
  search({});
  if (sections_.empty())
    text_->setPlainText(
        tr("The pages of the manual are missing from %1. Reinstall the program.").arg(folder));
  if (!sections_.empty()) load(sections_.front().file);
}

void HelpWindow::build() {
  field_ = new QLineEdit(this);
  field_->setObjectName(QStringLiteral("helpSearch"));
  field_->setPlaceholderText(tr("Search the manual"));
  field_->setAccessibleName(tr("Search the manual"));
  field_->setClearButtonEnabled(true);
  list_ = new QListWidget(this);
  list_->setObjectName(QStringLiteral("helpList"));
  list_->setAccessibleName(tr("Pages and sections"));
  list_->setWordWrap(true);
  text_ = new Page(this);
  text_->setObjectName(QStringLiteral("helpText"));
  text_->setAccessibleName(tr("Page"));
  text_->setOpenLinks(false);
  text_->document()->setDocumentMargin(16);
  auto* left = new QWidget(this);
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(field_);
  column->addWidget(list_, 1);
  auto* split = new QSplitter(this);
  split->setChildrenCollapsible(false);
  split->addWidget(left);
  split->addWidget(text_);
  split->setSizes({260, 700});
  split->setStretchFactor(1, 1);
  auto* row = new QVBoxLayout(this);
  row->setContentsMargins(8, 8, 8, 8);
  row->addWidget(split);
  auto* find = new QAction(this);
  find->setShortcut(QKeySequence::Find);
  addAction(find);
  connect(find, &QAction::triggered, field_, qOverload<>(&QWidget::setFocus));
  connect(field_, &QLineEdit::textChanged, this, &HelpWindow::search);
  connect(list_, &QListWidget::currentRowChanged, this, &HelpWindow::showSection);
  connect(text_, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
}

void HelpWindow::showPage(const QString& page, const QString& anchor) {
  field_->clear();
  for (std::size_t i = 0; i < shown_.size(); ++i)
    if (QFileInfo(shown_[i].file).fileName() == page) list_->setCurrentRow(static_cast<int>(i));
  if (!anchor.isEmpty()) scrollTo(anchor);
}

void HelpWindow::search(const QString& typed) {
  shown_ = searchHelp(sections_, typed);
  const QSignalBlocker quiet(list_);
  list_->clear();
  for (const HelpSection& section : shown_) {
    const bool whole = section.heading == section.page;
    list_->addItem(whole ? section.page : section.page + QStringLiteral(" › ") + section.heading);
  }
  if (!shown_.empty()) return;
  list_->addItem(tr("No section contains these words"));
  list_->item(0)->setFlags(Qt::NoItemFlags);
}

void HelpWindow::showSection(int row) {
  if (row < 0 || row >= static_cast<int>(shown_.size())) return;
  const HelpSection& section = shown_[static_cast<std::size_t>(row)];
  if (!load(section.file)) return;
  if (section.heading != section.page) scrollTo(helpAnchor(section.heading));
  const QString word = field_->text().section(QLatin1Char(' '), 0, 0, QString::SectionSkipEmpty);
  if (!word.isEmpty()) text_->find(word);
}

/// A page of the manual opens here, everything else in the desktop's browser.
void HelpWindow::follow(const QUrl& link) {
  if (!link.isRelative() && !link.isLocalFile()) return void(QDesktopServices::openUrl(link));
  if (link.path().isEmpty()) return scrollTo(link.fragment());
  if (load(QFileInfo(QDir(folder_), link.path()).canonicalFilePath())) scrollTo(link.fragment());
}

bool HelpWindow::load(const QString& file) {
  if (file.isEmpty() || !file.endsWith(QStringLiteral(".md"))) return false;
  text_->setSource(QUrl::fromLocalFile(file), QTextDocument::MarkdownResource);
  text_->verticalScrollBar()->setValue(0);
  return true;
}

void HelpWindow::scrollTo(const QString& anchor) {
  if (anchor.isEmpty()) return;
  for (QTextBlock block = text_->document()->begin(); block.isValid(); block = block.next()) {
    if (block.blockFormat().headingLevel() == 0 || helpAnchor(block.text()) != anchor) continue;
    text_->setTextCursor(QTextCursor(block));
    // The cursor alone would leave the heading at the lower edge.
    text_->verticalScrollBar()->setValue(text_->verticalScrollBar()->value() +
                                         text_->cursorRect().top() - 8);
    return;
  }
}

}  // namespace timbre::ui
