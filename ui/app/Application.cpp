#include "ui/app/Application.h"

#include <exception>
#include <new>

#include "base/Log.h"
#include "ui/PlainText.h"

namespace timbre::ui {

Application::Application(int& argc, char** argv) : QApplication(argc, argv) {
  keepLabelsPlain(*this);
}

bool Application::notify(QObject* receiver, QEvent* event) {
  try {
    return QApplication::notify(receiver, event);
  } catch (const std::bad_alloc&) {
    tell(tr("There was not enough memory"));
  } catch (const std::exception& e) {
    tell(QString::fromUtf8(e.what()));
  } catch (...) {
    tell(tr("The cause is unknown"));
  }
  return true;
}

void Application::tell(const QString& what) {
  logError("Unexpected fault: " + what.toStdString());
  // Not from here: objects may be half way through what they were doing.
  QMetaObject::invokeMethod(
      this, [this, what] { emit faultCaught(what); }, Qt::QueuedConnection);
}

}  // namespace timbre::ui
