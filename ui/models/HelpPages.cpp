#include "ui/models/HelpPages.h"

#include <QDir>
#include <QFile>
#include <algorithm>

namespace timbre::ui {
namespace {

/// Those first, in this order; what else lies there follows by name.
const QStringList kFirst{
    QStringLiteral("user-guide.md"),   QStringLiteral("reading-the-pictures.md"),
    QStringLiteral("models.md"),       QStringLiteral("performance.md"),
    QStringLiteral("file-formats.md"), QStringLiteral("architecture.md")};

qsizetype orderOf(const QString& name) {
  const qsizetype at = kFirst.indexOf(name);
  return at < 0 ? kFirst.size() : at;
}

/// "## Keys" is "Keys"; empty: the line is not a heading.
QString headingOf(const QString& line) {
  qsizetype level = 0;
  while (level < line.size() && line[level] == QLatin1Char('#')) ++level;
  const bool heading = level > 0 && level <= 6 && level < line.size() && line[level].isSpace();
  return heading ? line.mid(level).trimmed() : QString();
}

void readPage(const QString& path, std::vector<HelpSection>& into) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return;
  QString page;
  bool code = false;
  const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
  for (const QString& line : lines) {
    if (line.startsWith(QStringLiteral("```"))) code = !code;
    const QString heading = code ? QString() : headingOf(line);
    if (heading.isEmpty()) {
      if (!page.isEmpty()) into.back().text += line + QLatin1Char('\n');
      continue;
    }
    if (page.isEmpty()) page = heading;
    into.push_back({path, page, heading, {}});
  }
}

}  // namespace

std::vector<HelpSection> readHelpPages(const QString& folder) {
  QStringList names = QDir(folder).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
  std::ranges::stable_sort(names, {}, orderOf);
  std::vector<HelpSection> sections;
  for (const QString& name : std::as_const(names)) readPage(QDir(folder).filePath(name), sections);
  return sections;
}

std::vector<HelpSection> searchHelp(const std::vector<HelpSection>& sections,
                                    const QString& typed) {
  const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  const auto holds = [&](const HelpSection& section) {
    if (words.isEmpty()) return section.heading == section.page;
    return std::ranges::all_of(words, [&](const QString& word) {
      return section.heading.contains(word, Qt::CaseInsensitive) ||
             section.text.contains(word, Qt::CaseInsensitive);
    });
  };
  const auto elsewhere = [&](const HelpSection& section) {
    return std::ranges::none_of(words, [&](const QString& word) {
      return section.heading.contains(word, Qt::CaseInsensitive);
    });
  };
  std::vector<HelpSection> found;
  std::ranges::copy_if(sections, std::back_inserter(found), holds);
  if (!words.isEmpty()) std::ranges::stable_sort(found, {}, elsewhere);
  return found;
}

QString helpAnchor(const QString& heading) {
  QString anchor;
  for (const QChar c : heading.toLower()) {
    if (c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_')) anchor += c;
    if (c.isSpace()) anchor += QLatin1Char('-');
  }
  return anchor;
}

}  // namespace timbre::ui
