/// The Qt application with a last catch: a fault in a slot is told, and the program lives on.
#pragma once

#include <QApplication>
#include <functional>

namespace timbre::ui {

/// GUI thread. Nothing that is thrown leaves an event: Qt would end the program with it.
class Application : public QApplication {
  Q_OBJECT

 public:
  Application(int& argc, char** argv);

  bool notify(QObject* receiver, QEvent* event) override;

 signals:
  /// Something went wrong that nobody expected; what it says. Queued: when it comes, the event that
  /// failed is over.
  void faultCaught(const QString& what);

 private:
  void tell(const QString& what);
};

}  // namespace timbre::ui
