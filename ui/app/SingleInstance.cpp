#include "ui/app/SingleInstance.h"

#include <unistd.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QStandardPaths>

namespace timbre::ui {
namespace {

constexpr int kPatienceMs = 1000;
constexpr qint64 kMostBytes = 1 << 20;
constexpr const char* kTokenVariable = "XDG_ACTIVATION_TOKEN";

/// In the user's own runtime folder, where nobody else can listen; another display is another
/// program.
QString addressOf(const QString& name) {
  QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  if (folder.isEmpty()) folder = QDir::tempPath();
  const QByteArray display =
      qgetenv("WAYLAND_DISPLAY") + '|' + qgetenv("DISPLAY") + '|' + QByteArray::number(::getuid());
  const auto hash = QCryptographicHash::hash(display, QCryptographicHash::Sha256).toHex().left(12);
  return QStringLiteral("%1/%2-%3").arg(folder, name, QString::fromLatin1(hash));
}

QByteArray letterOf(const QStringList& paths) {
  QJsonArray files;
  for (const QString& path : paths) files << QFileInfo(path).absoluteFilePath();
  const QJsonObject letter{{QStringLiteral("open"), files},
                           {QStringLiteral("token"), QString::fromUtf8(qgetenv(kTokenVariable))}};
  return QJsonDocument(letter).toJson(QJsonDocument::Compact) + '\n';
}

}  // namespace

SingleInstance::SingleInstance(const QString& name, QObject* parent)
    : QObject(parent), address_(addressOf(name)), server_(this) {
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::greet);
}

bool SingleInstance::handOver(const QStringList& paths) const {
  QLocalSocket socket;
  socket.connectToServer(address_);
  if (!socket.waitForConnected(kPatienceMs)) return false;
  socket.write(letterOf(paths));
  if (!socket.waitForBytesWritten(kPatienceMs)) return false;
  // The other says that it has read: one that hangs would swallow the files.
  return socket.waitForReadyRead(kPatienceMs) && socket.readAll().startsWith("ok");
}

bool SingleInstance::listen() {
  if (server_.listen(address_)) return true;
  if (server_.serverError() != QAbstractSocket::AddressInUseError) return false;
  // Left behind by a program that was killed: handOver() found nobody there.
  QLocalServer::removeServer(address_);
  return server_.listen(address_);
}

void SingleInstance::greet() {
  while (QLocalSocket* socket = server_.nextPendingConnection()) {
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(*socket); });
    read(*socket);
  }
}

void SingleInstance::read(QLocalSocket& socket) {
  if (socket.bytesAvailable() > kMostBytes) return socket.abort();
  if (!socket.canReadLine()) return;
  const QJsonObject letter = QJsonDocument::fromJson(socket.readLine()).object();
  const QJsonArray files = letter.value(QLatin1String("open")).toArray();
  QStringList paths;
  for (const auto& file : files) paths << file.toString();
  socket.write("ok\n");
  socket.flush();
  emit handedOver(paths, letter.value(QLatin1String("token")).toString().toUtf8());
}

}  // namespace timbre::ui
