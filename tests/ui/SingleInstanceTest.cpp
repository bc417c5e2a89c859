// A second start hands its files to the first.
#include "ui/app/SingleInstance.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

namespace timbre::ui {

class SingleInstanceTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8()); }

  void whoIsFirstFindsNobodyAndListens() {
    SingleInstance first(QStringLiteral("first"));
    QVERIFY(!first.handOver({QStringLiteral("/a")}));
    QVERIFY(first.listen());
  }

  void theSecondHandsOverAbsolutePathsAndItsToken() {
    SingleInstance first(QStringLiteral("pair"));
    QVERIFY(first.listen());
    QSignalSpy told(&first, &SingleInstance::handedOver);
    qputenv("XDG_ACTIVATION_TOKEN", "wave");
    bool taken = false;
    std::thread second([&] {
      const SingleInstance other(QStringLiteral("pair"));
      taken = other.handOver({QStringLiteral("/notes/a <b>.wav"), QStringLiteral("here.wav")});
    });
    QTRY_COMPARE(told.size(), 1);
    second.join();
    qunsetenv("XDG_ACTIVATION_TOKEN");
    QVERIFY(taken);
    QCOMPARE(told[0][0].toStringList(),
             (QStringList{QStringLiteral("/notes/a <b>.wav"),
                          QDir().absoluteFilePath(QStringLiteral("here.wav"))}));
    QCOMPARE(told[0][1].toByteArray(), QByteArray("wave"));
  }

  void aSocketThatWasLeftBehindIsNoObstacle() {
    QString address;
    {
      SingleInstance killed(QStringLiteral("left"));
      QVERIFY(killed.listen());
      const auto sockets = QDir(folder_.path()).entryList({QStringLiteral("left-*")}, QDir::System);
      QCOMPARE(sockets.size(), 1);
      address = folder_.filePath(sockets.front());
    }
    QFile remnant(address);  // as kill -9 leaves one: there, but nobody listens
    QVERIFY(remnant.open(QIODevice::WriteOnly));
    SingleInstance next(QStringLiteral("left"));
    QVERIFY(!next.handOver({}));
    QVERIFY(next.listen());
  }

  void onAnotherDisplayItIsAnotherProgram() {
    qputenv("DISPLAY", ":71");
    SingleInstance first(QStringLiteral("screens"));
    QVERIFY(first.listen());
    qputenv("DISPLAY", ":72");
    const SingleInstance other(QStringLiteral("screens"));
    QVERIFY(!other.handOver({}));
  }

 private:
  QTemporaryDir folder_;
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::SingleInstanceTest)
#include "SingleInstanceTest.moc"
