#include "audio/FileView.h"

#include <gtest/gtest.h>

#include "support/FileViews.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

std::string readAll(FileView& view) {
  std::string all(static_cast<std::size_t>(view.size()) + 5, '?');
  view.seek(0);
  all.resize(static_cast<std::size_t>(view.read(all.data(), std::ssize(all))));
  return all;
}

FileView open(const TemporaryFolder& folder) {
  return test::viewOf(folder, "0123456789");
}

TEST(FileView, ShowsTheWholeFileAtFirst) {
  const TemporaryFolder folder;
  FileView view = open(folder);
  EXPECT_EQ(readAll(view), "0123456789");
  EXPECT_EQ(view.fractionRead(), 1);
}

TEST(FileView, ShowsPiecesOneAfterTheOther) {
  const TemporaryFolder folder;
  FileView view = open(folder);
  view.clear();
  view.append("head");
  view.append(2, 3);
  view.append(8, 100);  // cut at the end of the file
  view.append(50, 3);   // beyond it: nothing
  EXPECT_EQ(readAll(view), "head23489");
  view.seek(6);
  char two[2];
  EXPECT_EQ(view.read(two, 2), 2);
  EXPECT_EQ(std::string(two, 2), "48");
  EXPECT_EQ(view.bytesAt(1, 2), "12");  // of the file, whatever is shown
}

TEST(FileView, ARangeOfAFileIsAFile) {
  const TemporaryFolder folder;
  FileView view = open(folder);
  view.restrictTo(2, 6);
  EXPECT_EQ(view.fileSize(), 6);
  EXPECT_EQ(readAll(view), "234567");
  EXPECT_EQ(view.bytesAt(4, 9), "67");
  view.restrictTo(1, 100);
  EXPECT_EQ(readAll(view), "34567");
}

TEST(FileView, DropsWhatLiesInFront) {
  const TemporaryFolder folder;
  FileView view = open(folder);
  view.clear();
  view.append("head");
  view.append(0, 10);
  view.dropFront(6);
  EXPECT_EQ(readAll(view), "23456789");
}

TEST(FileView, ShowsOtherBytesAtTheFront) {
  const TemporaryFolder folder;
  test::writeText(folder / "a", "0123456789");
  auto view = FileView::open(folder / "a");
  ASSERT_TRUE(view);
  view->clear();
  view->append("ab");
  view->append(2, 5);
  view->replaceFront("XYZ");
  std::string shown(7, '\0');
  EXPECT_EQ(view->read(shown.data(), 7), 7);
  EXPECT_EQ(shown, "XYZ3456");
  EXPECT_EQ(view->size(), 7);
}

TEST(FileView, SeeksNoFartherThanItsEnds) {
  const TemporaryFolder folder;
  FileView view = open(folder);
  view.seek(-5);
  EXPECT_EQ(view.position(), 0);
  view.seek(1000);
  EXPECT_EQ(view.position(), 10);
  char one = 0;
  EXPECT_EQ(view.read(&one, 1), 0);
}

TEST(FileView, WhatIsNotThereIsNotFound) {
  const TemporaryFolder folder;
  const auto view = FileView::open(folder / "none");
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace timbre::audio
