#include "ui/library/LibraryQuery.h"

#include "dataset/QueryText.h"
#include "ui/CountText.h"

namespace timbre::ui {
namespace {

constexpr int kTypingRestMs = 1500;
constexpr qsizetype kMostHistory = 100;
/// Up to here a query takes less than a frame of the screen; larger libraries are asked on a
/// worker.
constexpr int kAskedAtOnce = 20000;

QStringList termsOf(const QString& text) {
  return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

}  // namespace

LibraryQuery::LibraryQuery(Session& session, JobRunner& jobs, std::filesystem::path favourites,
                           QObject* parent)
    : QObject(parent), session_(session), jobs_(jobs), favourites_(std::move(favourites)) {
  rest_.setSingleShot(true);
  rest_.setInterval(kTypingRestMs);
  connect(&rest_, &QTimer::timeout, this, &LibraryQuery::remember);
}

void LibraryQuery::setText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  rest_.start();
  emit textChanged(text_);
  ask();
}

bool LibraryQuery::hasTerm(const QString& term) const {
  return termsOf(text_).contains(term, Qt::CaseInsensitive);
}

void LibraryQuery::setTerm(const QString& term, bool on) {
  if (hasTerm(term) == on) return;
  QStringList terms = termsOf(text_);
  if (on) {
    terms << term;
  } else {
    terms.removeIf([&](const QString& each) { return !each.compare(term, Qt::CaseInsensitive); });
  }
  setText(terms.join(QLatin1Char(' ')));
  remember();
}

void LibraryQuery::setField(const QString& field, const QString& value) {
  QStringList terms = termsOf(text_);
  const QString begin = field + QLatin1Char(':');
  terms.removeIf([&](const QString& each) { return each.startsWith(begin, Qt::CaseInsensitive); });
  if (!value.isEmpty()) terms << begin + value;
  setText(terms.join(QLatin1Char(' ')));
}

QString LibraryQuery::fieldValue(const QString& field) const {
  const QString begin = field + QLatin1Char(':');
  for (const QString& term : termsOf(text_))
    if (term.startsWith(begin, Qt::CaseInsensitive)) return term.mid(begin.size());
  return {};
}

void LibraryQuery::sort(dataset::NoteOrder order) {
  order_ = order;
  ask();
}

LibraryQuery::Answer LibraryQuery::answerTo(const dataset::NoteLibrary& library,
                                            const std::string& text,
                                            const std::vector<int>& favourites,
                                            dataset::NoteOrder order) {
  const auto parsed = dataset::parseQuery(text, favourites);
  Answer answer{library.ask(parsed.query, order), {}};
  if (const auto* term = parsed.notUnderstood()) {
    answer.trouble = term->problem;
  } else if (answer.selection.notes.empty() && !library.empty()) {
    answer.trouble = "No notes found: " + dataset::whyNothing(library, text, favourites);
  }
  return answer;
}

void LibraryQuery::ask() {
  asking_.cancel();
  const auto& library = session_.library();
  const std::string text = text_.toStdString();
  if (library.size() <= kAskedAtOnce)
    return take(answerTo(library, text, favourites_.in(library), order_));
  asking_ = jobs_.run(
      Lane::Compute, this,
      [library, text, favourites = favourites_, order = order_](Progress&) -> Result<Answer> {
        return answerTo(library, text, favourites.in(library), order);
      },
      [this](Result<Answer> answer) {
        if (answer) take(std::move(*answer));
      },
      {.progress = {}, .priority = 40});
}

void LibraryQuery::take(Answer answer) {
  answer_ = std::move(answer.selection);
  trouble_ = QString::fromStdString(answer.trouble);
  emit answered();
}

QString LibraryQuery::sentence() const {
  if (troubled()) return trouble_;
  const int all = session_.library().size();
  const auto shown = static_cast<int>(notes().size());
  if (shown == all) return countText(all, tr("1 note"), tr("%1 notes"));
  return tr("%L1 of %2").arg(shown).arg(countText(all, tr("1 note"), tr("%1 notes")));
}

void LibraryQuery::setFavourite(const std::string& id, bool marked) {
  const auto kept = favourites_.set(id, marked);
  ask();
  if (!kept) emit said(QString::fromStdString(kept.error().message));
}

void LibraryQuery::remember() {
  rest_.stop();
  if (history_.at(place_) == text_) return;
  history_ = history_.mid(0, place_ + 1);
  history_ << text_;
  if (history_.size() > kMostHistory) history_.removeFirst();
  place_ = history_.size() - 1;
  emit historyChanged();
}

void LibraryQuery::goBack() {
  remember();
  visit(place_ - 1);
}

void LibraryQuery::goForward() {
  visit(place_ + 1);
}

void LibraryQuery::visit(qsizetype place) {
  if (place < 0 || place >= history_.size()) return;
  place_ = place;
  setText(history_.at(place));
  rest_.stop();
  emit historyChanged();
}

}  // namespace timbre::ui
