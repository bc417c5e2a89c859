#include "ui/library/SearchBar.h"

#include <QHBoxLayout>
#include <QMenu>

#include "ui/Preferences.h"
#include "ui/library/LibraryQuery.h"
#include "ui/library/SearchField.h"
#include "ui/library/ToolButton.h"

namespace timbre::ui {
SearchBar::SearchBar(LibraryQuery& query, std::function<const dataset::NoteLibrary&()> library,
                     QWidget* parent)
    : QWidget(parent),
      query_(query),
      back_(toolButton(QStringLiteral("←"), tr("Back to the previous search"), "searchBack", this)),
      forward_(
          toolButton(QStringLiteral("→"), tr("Forward to the next search"), "searchForward", this)),
      saved_(toolButton(QStringLiteral("☆"), tr("Saved searches"), "savedSearches", this)),
      field_(new SearchField(query, std::move(library), this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(back_);
  row->addWidget(forward_);
  row->addWidget(field_, 1);
  row->addWidget(saved_);
  connect(back_, &QToolButton::clicked, &query_, &LibraryQuery::goBack);
  connect(forward_, &QToolButton::clicked, &query_, &LibraryQuery::goForward);
  connect(saved_, &QToolButton::clicked, this, &SearchBar::showSearches);
  connect(field_, &SearchField::left, this, &SearchBar::left);
  connect(&query_, &LibraryQuery::historyChanged, this, &SearchBar::showHistory);
  showHistory();
}

void SearchBar::focusField() {
  field_->setFocus(Qt::ShortcutFocusReason);
  field_->selectAll();
}

void SearchBar::showHistory() {
  back_->setEnabled(query_.canGoBack());
  forward_->setEnabled(query_.canGoForward());
}

void SearchBar::showSearches() {
  QMenu menu(this);
  const QStringList saved = Preferences().savedSearches();
  const QString text = query_.text();
  if (!text.isEmpty() && !saved.contains(text))
    menu.addAction(tr("Save “%1”").arg(text), this,
                   [saved, text] { Preferences().setSavedSearches(saved + QStringList{text}); });
  if (saved.contains(text))
    menu.addAction(tr("Delete “%1”").arg(text), this, [saved, text] {
      QStringList rest = saved;
      rest.removeAll(text);
      Preferences().setSavedSearches(rest);
    });
  menu.addSeparator();
  for (const QString& each : saved)
    menu.addAction(each, this, [this, each] { query_.setText(each); });
  if (saved.isEmpty() && text.isEmpty())
    menu.addAction(tr("Type a search to save it"))->setEnabled(false);
  menu.exec(saved_->mapToGlobal(QPoint(0, saved_->height())));
}

}  // namespace timbre::ui
