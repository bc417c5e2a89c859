// Sound without a sound server: ALSA's own file plugin stands for the card, so what arrives there
// can be read.
#include "ui/audioout/AlsaOutputDriver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cstdint>
#include <cstring>

#include "support/Sounds.h"

namespace timbre::ui {
namespace {

constexpr SampleRate kRate{48000};
constexpr double kHertz = 440;

class AlsaOutputDriverTest : public QObject {
  Q_OBJECT

 private slots:
  /// ALSA reads this once, before its first device.
  void initTestCase() {
    QVERIFY(folder_.isValid());
    QFile file(folder_.filePath(QStringLiteral("alsa.conf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "pcm.nothing { type null }\n"
        "pcm.recorded { type file slave.pcm nothing format raw file \"" +
        heardFile().toUtf8() + "\" }\n");
    file.close();
    qputenv("ALSA_CONFIG_PATH", file.fileName().toUtf8());
  }

  void whatIsPlayedArrivesAtTheDevice() {
    AlsaOutputDriver driver;
    auto player = std::make_shared<audio::Player>(kRate);
    player->play(audio::SoundStream::of(test::sine(kHertz, 0.5, 24000, kRate)));
    QVERIFY(driver.open("alsa:recorded", player));
    QVERIFY(driver.latency() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!player->playing(), 20000);
    driver.close();
    const std::vector<float> heard = left();
    QVERIFY(heard.size() > 20000);
    // The fades at both ends take a few of the half second's milliseconds away.
    const auto middle = std::span(heard).subspan(4800, 9600);
    QVERIFY(std::abs(test::amplitudeAt(middle, kHertz, kRate) - 0.5) < 0.02);
  }

  void aNameThatIsNoDeviceIsRefused() {
    AlsaOutputDriver driver;
    QVERIFY(!driver.open("alsa:nowhere", std::make_shared<audio::Player>(kRate)));
    driver.close();
  }

  void itCanBeOpenedAgain() {
    AlsaOutputDriver driver;
    auto player = std::make_shared<audio::Player>(kRate);
    for (int i = 0; i < 3; ++i) QVERIFY(driver.open("alsa:nothing", player));
  }

 private:
  QString heardFile() const { return folder_.filePath(QStringLiteral("heard.raw")); }

  /// The left channel of what the file plugin wrote: 16 bits, two channels.
  std::vector<float> left() const {
    QFile file(heardFile());
    if (!file.open(QIODevice::ReadOnly)) return {};
    constexpr qint64 kMost = 1 << 20;
    const QByteArray bytes = file.read(kMost);
    std::vector<float> samples;
    for (qsizetype at = 0; at + 4 <= bytes.size(); at += 4) {
      std::int16_t value = 0;
      std::memcpy(&value, bytes.constData() + at, sizeof value);
      samples.push_back(static_cast<float>(value) / 32767.0f);
    }
    return samples;
  }

  QTemporaryDir folder_;
};

}  // namespace
}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::AlsaOutputDriverTest)
#include "AlsaOutputDriverTest.moc"
