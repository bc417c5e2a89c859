#include "studies/HtmlReport.h"

#include <gtest/gtest.h>

namespace timbre::studies {

TEST(HtmlReport, base64IsThatOfTheStandard) {
  const char* words[][2]{{"", ""},
                         {"f", "Zg=="},
                         {"fo", "Zm8="},
                         {"foo", "Zm9v"},
                         {"foob", "Zm9vYg=="},
                         {"fooba", "Zm9vYmE="},
                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : words) EXPECT_EQ(base64Of(plain), coded);
  EXPECT_EQ(base64Of("\xff\xfe"), "//4=");
}

TEST(HtmlReport, wordsOfOthersAreNoMarkup) {
  HtmlReport page("<b>&\"");
  page.text("<i>", "one <script>\n\ntwo");
  page.table({"t", "<u>", "", {{"<th>"}}, {{std::string("<td>")}}});
  const auto text = page.finished();
  for (const char* tag : {"<b>", "<i>", "<script>", "<u>"})
    EXPECT_EQ(text.find(tag), std::string::npos) << tag;
  EXPECT_NE(text.find("<td>&lt;td&gt;</td>"), std::string::npos);
  EXPECT_NE(text.find("<p>one &lt;script&gt;</p>\n<p>two</p>"), std::string::npos);
}

TEST(HtmlReport, onlyLongWordsMayBeBrokenAnywhere) {
  HtmlReport page("A");
  const std::string path(60, 'p');
  page.table(
      {"t", "T", "", {{"What"}, {"Number", 1}}, {{"to " + path, 12.3}, {"unconditioned", 4.0}}});
  const auto text = page.finished();
  EXPECT_NE(text.find("<td class=\"long\">to " + path), std::string::npos);
  EXPECT_NE(text.find("<td>unconditioned</td>"), std::string::npos);
  EXPECT_NE(text.find("<td class=\"number\">12.3</td>"), std::string::npos);
}

TEST(HtmlReport, needsNothingFromOutside) {
  HtmlReport page("A");
  page.figure({.name = "f", .title = "F", .caption = "C", .charts = {}}, "<svg/>");
  page.sound("S", "fLaC");
  const auto text = page.finished();
  EXPECT_NE(text.find("data:image/svg+xml;base64,PHN2Zy8+"), std::string::npos);
  EXPECT_NE(text.find("data:audio/flac;base64,ZkxhQw=="), std::string::npos);
  EXPECT_EQ(text.find("http"), std::string::npos);
}

}  // namespace timbre::studies
