/// The pages of the manual, cut into sections that can be searched.
#pragma once

#include <QString>
#include <vector>

namespace timbre::ui {

struct HelpSection {
  QString file;     ///< absolute path of the page
  QString page;     ///< its title
  QString heading;  ///< of the section; that of the first is the page's title
  QString text;     ///< Markdown, without the heading
};

/// The Markdown files (.md) of this folder, the user guide first. What cannot be read is left out;
/// empty when there is none. Reads the disk.
std::vector<HelpSection> readHelpPages(const QString& folder);

/// The sections that hold every word, those with a word in the heading first. Nothing typed: the
/// first section of each page.
std::vector<HelpSection> searchHelp(const std::vector<HelpSection>& sections, const QString& typed);

/// As links name a heading: "Reading a rainbowgram" is "reading-a-rainbowgram".
QString helpAnchor(const QString& heading);

}  // namespace timbre::ui
