/// SIGTERM, SIGINT and SIGHUP as an event of the program, so that it can end in good order.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <array>

namespace timbre::ui {

/// One per program. GUI thread.
class EndSignals : public QObject {
  Q_OBJECT

 public:
  explicit EndSignals(QObject* parent = nullptr);
  ~EndSignals() override;

 signals:
  /// Emitted once; a second signal ends the program at once, in case it hangs.
  void asked();

 private:
  void hear();

  std::array<int, 2> pipe_{-1, -1};
  QSocketNotifier* notifier_ = nullptr;
};

}  // namespace timbre::ui
