#include "ui/library/SearchField.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QStyle>

#include "dataset/QueryCompletion.h"
#include "ui/PlainText.h"
#include "ui/library/LibraryQuery.h"

namespace timbre::ui {
namespace {

/// Bytes of UTF-8 before the cursor: what the core counts in.
std::size_t bytesBefore(const QString& text, int cursor) {
  return static_cast<std::size_t>(text.left(cursor).toUtf8().size());
}

}  // namespace

SearchField::SearchField(LibraryQuery& query, std::function<const dataset::NoteLibrary&()> library,
                         QWidget* parent)
    : QLineEdit(parent),
      query_(query),
      library_(std::move(library)),
      completer_(new QCompleter(this)),
      terms_(new QStandardItemModel(this)),
      warning_(addAction(style()->standardIcon(QStyle::SP_MessageBoxWarning), TrailingPosition)) {
  setObjectName(QStringLiteral("searchBox"));
  setPlaceholderText(tr("Search: brass C4 -reverb vel:100-127 …"));
  setToolTip(plainTip(
      tr("Words, note names, soft, loud, and fields: family: source: quality: pitch: vel: split: "
         "finding: is: – a minus excludes; Ctrl+Space completes (Ctrl+F)")));
  setAccessibleName(tr("Search notes"));
  setClearButtonEnabled(true);
  if (auto* clear = findChild<QAction*>(QStringLiteral("_q_qlineeditclearaction")))
    clear->setText(tr("Clear the search"));  // its button has no other name
  warning_->setText(tr("Why nothing is found"));
  completer_->setModel(terms_);
  completer_->setWidget(this);
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  completer_->popup()->setAccessibleName(tr("Completions"));
  warning_->setVisible(false);
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &SearchField::take);
  connect(this, &QLineEdit::textChanged, &query_, &LibraryQuery::setText);
  connect(this, &QLineEdit::textEdited, this, &SearchField::completeValue);
  connect(&query_, &LibraryQuery::textChanged, this, [this](const QString& text) {
    if (text != this->text()) setText(text);
  });
  connect(&query_, &LibraryQuery::answered, this, &SearchField::showAnswer);
}

void SearchField::showAnswer() {
  warning_->setVisible(query_.troubled());
  warning_->setToolTip(plainTip(query_.sentence()));
}

/// Where a field's value is typed; else the arrow keys belong to the list of notes.
void SearchField::completeValue(const QString& typed) {
  const QString term = typed.left(cursorPosition()).section(QLatin1Char(' '), -1);
  if (!term.contains(QLatin1Char(':'))) return completer_->popup()->hide();
  complete();
}

void SearchField::complete() {
  const QString typed = text();
  terms_->clear();
  const auto found =
      dataset::completions(library_(), typed.toStdString(), bytesBefore(typed, cursorPosition()));
  for (const auto& completion : found)
    terms_->appendRow(new QStandardItem(QString::fromStdString(completion.term)));
  if (found.empty()) return completer_->popup()->hide();
  completer_->complete();
}

void SearchField::take(const QString& term) {
  const std::string typed = text().toStdString();
  const std::size_t cursor = bytesBefore(text(), cursorPosition());
  const std::size_t begin = dataset::termBegin(typed, cursor);
  const std::string chosen = term.toStdString() + (term.endsWith(QLatin1Char(':')) ? "" : " ");
  const QString before = QString::fromStdString(typed.substr(0, begin) + chosen);
  setText(before + QString::fromStdString(typed.substr(cursor)));
  setCursorPosition(static_cast<int>(before.size()));
}

void SearchField::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) return complete();
  const bool choosing = completer_->popup()->isVisible();
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  const bool chosen = choosing && completer_->popup()->currentIndex().isValid();
  if (choosing && (chosen || (!enter && event->key() != Qt::Key_Down)) &&
      (enter || event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab))
    return event->ignore();  // the list of completions takes it
  if (enter || event->key() == Qt::Key_Down) {
    completer_->popup()->hide();
    query_.remember();
    emit left(enter);
    return;
  }
  QLineEdit::keyPressEvent(event);
}

}  // namespace timbre::ui
