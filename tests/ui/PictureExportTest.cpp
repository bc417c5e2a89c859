#include "ui/views/PictureExport.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSet>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <thread>

#include "support/Pictures.h"
#include "synthesis/FileDescription.h"

using namespace timbre;
using namespace timbre::ui;

class PictureExportTest : public QObject {
  Q_OBJECT
 private slots:
  void aPngHasItsSizeItsPictureAndItsOrigin();
  void lightAndDarkDiffer();
  void anSvgIsXmlThatDraws();
  void aPdfIsOnePageOfTheSize();
  void everyFormatSaysHowItsPanelsWereMade();
  void worksOnAWorker();
  void refusesWhatItCannotDo_data();
  void refusesWhatItCannotDo();
  void aFailedExportLeavesTheOldFileAndNothingElse();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }
  static std::vector<ExportPanel> panels(int count) {
    return std::vector<ExportPanel>(static_cast<std::size_t>(count),
                                    {test::pictureOfA4(), QStringLiteral("Original"), {}});
  }
  static QByteArray bytesOf(const std::filesystem::path& file) {
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }

  QTemporaryDir folder_;
};

namespace {

synthesis::SynthesisRequest requestOf(const std::string& note) {
  synthesis::SynthesisRequest request;
  request.notes.emplace_back();
  request.notes.back().note = {note, "aa"};
  return request;
}

int coloursIn(const QImage& image) {
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 3)
    for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
  return static_cast<int>(colours.size());
}

/// Whether a pixel of the row of A4 is anywhere in the first panel.
bool showsTheTone(const QImage& image) {
  const auto tone = spectral::colourOf(spectral::ColourMap::Rainbow, 0.08f, 1);
  const QColor wanted(tone[0], tone[1], tone[2]);
  for (int y = 0; y < image.height(); ++y) {
    const QColor seen = image.pixelColor(image.width() / 8, y);
    // A row of a few pixels may be blended with the silence beside it, but not much in its middle.
    if (std::abs(seen.red() - wanted.red()) + std::abs(seen.green() - wanted.green()) +
            std::abs(seen.blue() - wanted.blue()) <
        60)
      return true;
  }
  return false;
}

}  // namespace

void PictureExportTest::aPngHasItsSizeItsPictureAndItsOrigin() {
  ExportOptions options;
  options.size = QSize(700, 400);
  options.dpi = 144;
  options.title = QStringLiteral("A sine");
  options.range = PlotRange{{1, 2}, {60, 80}};
  options.requests = {requestOf("sine_♯_069")};
  const auto done = exportPicture(path("one.png"), panels(1), options);
  QVERIFY2(done, done ? "" : done.error().message.c_str());
  const QImage image(QString::fromStdString(path("one.png").string()));
  QCOMPARE(image.size(), QSize(1050, 600));
  QCOMPARE(image.text(QStringLiteral("Description")),
           QStringLiteral("Note sine_♯_069 as recorded\nOriginal: Sound of 4.0 s. One line: "
                          "440.0 Hz, 0 dB at 0.00 s, steady."));
  QCOMPARE(image.dotsPerMeterX(), 5669);  // 144 / 0.0254
  QVERIFY(coloursIn(image) > 20);
  QVERIFY(showsTheTone(image));
}

void PictureExportTest::lightAndDarkDiffer() {
  ExportOptions options;
  options.dpi = 96;
  QVERIFY(exportPicture(path("light.png"), panels(2), options));
  options.theme = Theme::Dark;
  QVERIFY(exportPicture(path("dark.png"), panels(2), options));
  const QImage light(QString::fromStdString(path("light.png").string()));
  const QImage dark(QString::fromStdString(path("dark.png").string()));
  QCOMPARE(light.pixelColor(2, 2), QColor(Qt::white));
  QVERIFY(dark.pixelColor(2, 2).lightness() < 64);
}

void PictureExportTest::anSvgIsXmlThatDraws() {
  ExportOptions options;
  options.title = QStringLiteral("Bass & <drum>");
  options.range = PlotRange{{1, 2}, {60, 80}};
  QVERIFY(exportPicture(path("three.svg"), panels(3), options));
  const QByteArray bytes = bytesOf(path("three.svg"));
  QXmlStreamReader xml(bytes);
  QString title;
  while (!xml.atEnd())
    if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QStringLiteral("title"))
      title = xml.readElementText();
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QCOMPARE(title, options.title);
  QVERIFY(bytes.contains("A4</text>"));  // letters stay letters
  QSvgRenderer renderer(bytes);
  QVERIFY(renderer.isValid());
  QCOMPARE(renderer.viewBox(), QRect(QPoint(), options.size));
  QImage image(options.size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  renderer.render(&painter);
  painter.end();
  QVERIFY(showsTheTone(image));
}

void PictureExportTest::aPdfIsOnePageOfTheSize() {
  ExportOptions options;
  options.size = QSize(960, 480);
  QVERIFY(exportPicture(path("one.pdf"), panels(1), options));
  const QByteArray bytes = bytesOf(path("one.pdf"));
  QVERIFY(bytes.startsWith("%PDF-"));
  QVERIFY(bytes.trimmed().endsWith("%%EOF"));
  QVERIFY2(bytes.contains("/MediaBox [0 0 720.000000 360.000000]"),  // 1/72 inch
           bytes.mid(bytes.indexOf("/MediaBox"), 60).constData());
  QCOMPARE(bytes.count("/Type /Page\n"), 1);
}

void PictureExportTest::everyFormatSaysHowItsPanelsWereMade() {
  ExportOptions options;
  options.requests = {requestOf("a note <&\"'> (1) \\ ä"), requestOf("another")};
  options.requests.back().kind = synthesis::SynthesisKind::Reconstruction;
  options.requests.back().quality = synthesis::SynthesisQuality::Preview;
  options.requests.back().model = synthesis::ModelReference{"wavenet-compact", "bb"};
  for (const char* name : {"said.png", "said.svg", "said.pdf"}) {
    QVERIFY(exportPicture(path(name), panels(2), options));
    const auto read = synthesis::requestsOfFile(path(name));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY2(*read == options.requests, name);
  }
}

void PictureExportTest::worksOnAWorker() {
  bool done = false;
  std::thread worker([&] { done = exportPicture(path("worker.png"), panels(3), {}).has_value(); });
  worker.join();
  QVERIFY(done);
}

void PictureExportTest::refusesWhatItCannotDo_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("count");
  QTest::addColumn<QSize>("size");
  QTest::newRow("ending") << QStringLiteral("x.jpeg") << 1 << QSize(800, 400);
  QTest::newRow("no ending") << QStringLiteral("x") << 1 << QSize(800, 400);
  QTest::newRow("no picture") << QStringLiteral("x.png") << 0 << QSize(800, 400);
  QTest::newRow("no room") << QStringLiteral("x.svg") << 3 << QSize(300, 100);
  QTest::newRow("too large") << QStringLiteral("x.png") << 1 << QSize(60000, 400);
  QTest::newRow("no folder") << QStringLiteral("none/x.pdf") << 1 << QSize(800, 400);
}

void PictureExportTest::refusesWhatItCannotDo() {
  QFETCH(QString, name);
  QFETCH(int, count);
  QFETCH(QSize, size);
  ExportOptions options;
  options.size = size;
  const auto done = exportPicture(path(qPrintable(name)), panels(count), options);
  QVERIFY(!done);
  QVERIFY(done.error().message.find("; choose ") != std::string::npos ||
          done.error().message.find("; wait ") != std::string::npos);
  QVERIFY(!std::filesystem::exists(path(qPrintable(name))));
}

void PictureExportTest::aFailedExportLeavesTheOldFileAndNothingElse() {
  QTemporaryDir other;
  const QString target = other.filePath(QStringLiteral("keep.png"));
  QVERIFY(QDir(other.path()).mkpath(target + QStringLiteral("/sub")));  // a folder in the way
  QVERIFY(!exportPicture(target.toStdString(), panels(1), {}));
  QCOMPARE(QDir(other.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
           QStringList{QStringLiteral("keep.png")});
}

QTEST_MAIN(PictureExportTest)
#include "PictureExportTest.moc"
