/// One window per user and display: a second start hands its files to the first and ends.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

class QLocalSocket;

namespace timbre::ui {

/// GUI thread.
class SingleInstance : public QObject {
  Q_OBJECT

 public:
  /// `name`: of the program; the display and the user make it one of its kind.
  explicit SingleInstance(const QString& name, QObject* parent = nullptr);

  /// Gives the paths (made absolute) to the program that runs already, which shows its window.
  /// False when there is none, or it does not answer within a second: then be the first.
  bool handOver(const QStringList& paths) const;
  /// From now on handedOver() reports what other starts bring. False when the socket cannot be
  /// made: the program then runs beside others.
  bool listen();

 signals:
  /// Empty paths: the window is only to be shown. `token`: what the desktop gave for raising it.
  void handedOver(const QStringList& paths, const QByteArray& token);

 private:
  void greet();
  void read(QLocalSocket& socket);

  const QString address_;
  QLocalServer server_;
};

}  // namespace timbre::ui
