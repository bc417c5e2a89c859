/// The Qt application, which catches exceptions of slots: the fault is reported and the program
/// keeps running.
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
  /// An unexpected fault, with its message. Queued: it arrives after the event that failed.
  void faultCaught(const QString& what);

 private:
  void tell(const QString& what);
};

}  // namespace timbre::ui
